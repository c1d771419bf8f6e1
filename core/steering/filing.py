"""Writes a release's files, once: first everything it says (json), then csv, workbook and paper made of that. Worker only.

Reads as the reader, so that nothing can stand in a file that is not released; writes as the builder, who alone may.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any, cast

from sqlalchemy.dialects.postgresql import insert

from core import context
from core.context import Language
from core.db import engine_for
from core.documents import make_pdf
from core.i18n import use_language
from core.projects.queries import get_project, list_delprojekt
from core.reporting.charts import Chart
from core.rollup.queries import get_release, headlines
from core.rollup.reading import find_file, get_tables, list_audits, list_locks, list_months
from core.rollup.stored import ReleaseFileMade
from core.steering.content import Content, make_content
from core.steering.files import Kept, csv_file, workbook
from core.steering.paper import paper_of
from core.steering.queries import get_full_release, get_report
from core.steering.terms import CONTENT, LANGUAGES, MEDIA_TYPES, NO_LANGUAGE, report_kind

Draw = Callable[[Chart, Language], str]
File = tuple[str, str, bytes]
"""Kind, language, content."""


def make_files(release_id: uuid.UUID, draw: Draw) -> None:
    """Write what a release lacks. Doing it twice changes nothing."""
    content = find_content(release_id)
    if content is None:
        _keep(release_id, [(CONTENT, NO_LANGUAGE, _as_json(_content_of(release_id)))])
        content = get_content(release_id)
    for language in LANGUAGES:
        _keep(release_id, _in(language, lambda: _of_release(content, draw)))


def make_report(report_id: uuid.UUID, draw: Draw) -> None:
    """Write the report's files beside those of its release, with the texts as they were frozen."""
    report = get_report(report_id)
    make_files(report.release_id, draw)
    content, kept = get_content(report.release_id), report.content
    for language in LANGUAGES:
        made = _in(language, lambda: _of_report(content, kept, draw))
        _keep(report.release_id, [(report_kind(report.number, ending), one, file) for ending, one, file in made])


def find_content(release_id: uuid.UUID) -> Content | None:
    """Everything a release says, as it was written down; None before that."""
    found = find_file(release_id, CONTENT, NO_LANGUAGE)
    return cast("Content", json.loads(found.content)) if found else None


def get_content(release_id: uuid.UUID) -> Content:
    """The same, where it must be there. Raises LookupError."""
    found = find_content(release_id)
    if found is None:
        raise LookupError("the release has not been written down")
    return found


def _content_of(release_id: uuid.UUID) -> Content:
    full = get_full_release(release_id)
    project = get_project(full.project_key)
    return make_content(
        project=project,
        parts=list_delprojekt(project),
        release=get_release(release_id),
        tables=get_tables(release_id),
        headlines=headlines(project.key),
        months=list_months(project.key),
        locked=list_locks(project.key),
        audits=list_audits(full.build_id),
    )


def _as_json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _in(language: Language, make: Callable[[], list[File]]) -> list[File]:
    before = context.language()
    use_language(language)
    try:
        return make()
    finally:
        use_language(before)


def _of_release(content: Content, draw: Draw) -> list[File]:
    language = context.language()
    paper = paper_of(content, None, lambda chart: draw(chart, language))
    return [
        ("csv", language, csv_file(content)),
        ("xlsx", language, workbook(content)),
        ("pdf", language, make_pdf("report", paper)),
    ]


def _of_report(content: Content, kept: Kept, draw: Draw) -> list[File]:
    language = context.language()
    paper = paper_of(content, kept, lambda chart: draw(chart, language))
    return [("pdf", language, make_pdf("report", paper)), ("xlsx", language, workbook(content, kept))]


def _keep(release_id: uuid.UUID, files: list[File]) -> None:
    rows = [
        {
            "release_id": release_id,
            "kind": kind,
            "language": language,
            "media_type": MEDIA_TYPES[kind.rpartition(".")[2]],
            "content": content,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
        for kind, language, content in files
    ]
    with engine_for("rollup_builder").begin() as connection:
        connection.execute(insert(ReleaseFileMade).on_conflict_do_nothing(), rows)
