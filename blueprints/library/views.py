"""The list with covers, the files to save, the pictures of their first pages. A file is never shown in a page of ours."""

import uuid

from flask import Blueprint, Response, render_template

from core.auth.permissions import public
from core.errors import NotFound
from core.file_kinds import Examined
from core.library import queries
from core.library.terms import FROM_RIGHT, KIND_HEADINGS, LANGUAGES
from core.pictures import MEDIA_TYPE
from core.web.caching import kept
from core.web.uploads import download

blueprint = Blueprint("library", __name__, url_prefix="/library", template_folder="templates")

AN_HOUR = 3600


@blueprint.get("")
@public
def index() -> Response:
    shown = queries.list_published()
    groups = [(kind, [one for one in shown if one.row.kind == kind]) for kind in KIND_HEADINGS]
    return kept(
        render_template(
            "library/index.html",
            groups=[(kind, rows) for kind, rows in groups if rows],
            headings=KIND_HEADINGS,
            languages=LANGUAGES,
            from_right=FROM_RIGHT,
        )
    )


@blueprint.get("/files/<uuid:publication_file_id>")
@public
def show(publication_file_id: uuid.UUID) -> Response:
    """To save, under its own name; a new file in its place has another address."""
    found = queries.find_document(publication_file_id)
    if found is None:
        raise NotFound
    name, content = found
    answer = download(Examined(name, "application/pdf", content))
    answer.direct_passthrough = False  # its ETag is made of its content
    return kept(answer)


@blueprint.get("/covers/<uuid:publication_file_id>.webp")
@public
def cover(publication_file_id: uuid.UUID) -> Response:
    content = queries.find_cover(publication_file_id)
    if content is None:
        raise NotFound
    return kept(Response(content, mimetype=MEDIA_TYPE), seconds=AN_HOUR)
