"""Where a request ends: refuse an unlogged read, commit or roll back, then send the jobs. The only commit of the web."""

from flask import Flask, Response, request

from core import audit, jobs
from core.db import session
from core.errors import WallBreach
from core.web import drafts

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Register last, so that it runs first after the view and headers are put on what it decided."""

    @app.after_request
    def finish(response: Response) -> Response:
        if audit.unlogged_read():
            session.rollback()
            if response.status_code < 400:
                raise WallBreach("a page read personal data without a row in the access log")
            return response
        if request.method in READS or response.status_code >= 400:
            session.rollback()
            return response
        drafts.forget_sent(response)
        session.commit()
        jobs.dispatch()
        return response
