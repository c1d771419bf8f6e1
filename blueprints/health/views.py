"""/healthz and /readyz on both sites."""

from flask import Blueprint, Response, current_app, jsonify

from core import context
from core.auth.permissions import public
from tenants import readiness

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """200 as long as the process answers."""
    return _answer({"alive": True}, 200)


@blueprint.get("/readyz")
@public
def ready() -> Response:
    """200 when fit: a tenant's host judges its own schema, the county's platform, rollup and how many tenants lag."""
    faults = readiness.faults(current_app, context.current_site())  # type: ignore[arg-type]
    return _answer({"ready": not faults.stopping, **faults.as_counts()}, 503 if faults.stopping else 200)


def _answer(body: dict[str, object], status: int) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
