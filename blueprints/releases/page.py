"""What the pages of a release show, from its record, its attempt and its files."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.i18n import _, format_date, format_number, ngettext
from core.projects.queries import Delprojekt, get_project, list_delprojekt
from core.rollup.names import category_name, dimension_name
from core.rollup.reading import TablesRead, get_tables, list_audits
from core.rollup.terms import BuildState
from core.steering import queries
from core.steering.queries import FileNote, FullRelease
from core.steering.terms import CONTENT, LANGUAGES, MEDIA_TYPES, REPORT_FORMATS, report_kind

STATES = {
    BuildState.BUILDING: "warn",
    BuildState.PUBLISHED: "ok",
    BuildState.REFUSED: "bad",
    BuildState.CANCELLED: "plain",
    BuildState.FAILED: "bad",
}

FILES = 1 + (len(MEDIA_TYPES) - 1) * len(LANGUAGES)
"""Of a release: everything it says in no language, and the rest in each."""
REPORT_FILES = len(REPORT_FORMATS) * len(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Made:
    """A report with its files, which are there a moment later than itself."""

    row: Any
    files: Sequence[FileNote]


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """One release."""

    release: FullRelease
    tables: TablesRead
    parts: Sequence[Delprojekt]
    files: Sequence[FileNote]
    reports: Sequence[Made]
    attack: Sequence[str]
    text: Any

    @property
    def is_written(self) -> bool:
        """Whether its files are there."""
        return any(file.kind == CONTENT for file in self.files)

    @property
    def waits(self) -> bool:
        """Whether a file is still being made."""
        return len(self.files) < FILES or any(len(made.files) < REPORT_FILES for made in self.reports)

    @property
    def state(self) -> str:
        """Changes when another file is there: the page that waits looks again."""
        return f"files-{len(self.files) + sum(len(made.files) for made in self.reports)}"


def get_page(release_id: uuid.UUID) -> ReleasePage:
    """Raises NotFound for what is no full release."""
    release = queries.get_full_release(release_id)
    files, rows = queries.list_files(release_id), queries.list_reports(release_id)
    of_report = {
        row.id: [one for one in files if one.kind in {report_kind(row.number, ending) for ending in REPORT_FORMATS}]
        for row in rows
    }
    reported = {one.kind for found in of_report.values() for one in found}
    return ReleasePage(
        release=release,
        tables=get_tables(release_id),
        parts=list_delprojekt(get_project(release.project_key)),
        files=[one for one in files if one.kind not in reported],
        reports=[Made(row, of_report[row.id]) for row in rows],
        attack=attack_in_words(list_audits(release.build_id)),
        text=queries.find_text(release.project_key, release.month),
    )


_FIGURE = re.compile(r"(attackers|programmes|seconds)=([\d.]+)")


def attack_in_words(audits: Sequence[Any]) -> list[str]:
    """The attacker's report, a sentence for each thing it tried; of a refused attempt as well."""
    said = []
    for row in audits:
        told = dict(_FIGURE.findall(row.words))
        if row.attacker == "alone":
            said.append(_who(int(told.get("attackers", "0"))))
        said.append(_tried(row))
    return said


def _who(attackers: int) -> str:
    return ngettext(
        "The attacking program played %(num)s reader, who knows all that is published, now and in the release before.",
        "The attacking program played %(num)s readers: an outsider who knows all that is published, now and in the release "
        "before, and each sub-project, which also knows its own people.",
        attackers,
    )


def _tried(row: Any) -> str:
    claims, found = format_number(row.cells), format_number(row.found)
    if row.attacker == "alone":
        return _(
            "It tried to prove of %(claims)s counts that only a few people are behind them. It could do so of %(found)s.",
            claims=claims,
            found=found,
        )
    return _(
        "It tried to prove of %(claims)s groups that everybody in them is alike in something. It could do so of %(found)s.",
        claims=claims,
        found=found,
    )


def standing_in_words(page: ReleasePage) -> list[str]:
    """The rows that stand as they were, with their day."""
    names = {str(part.tenant_id): part.name for part in page.parts}
    return [
        _("%(name)s stands as on %(day)s", name=category_name("tenant", one, names), day=format_date(day))
        for one, day in sorted(page.tables.since.items(), key=lambda pair: names.get(pair[0], pair[0]))
    ]


def merges_in_words(page: ReleasePage) -> list[str]:
    """What is told together, by dimension."""
    names = {str(part.tenant_id): part.name for part in page.parts}
    said = []
    for dimension, into in page.tables.merges.items():
        for target in dict.fromkeys(into.values()):
            members = [category_name(dimension, one, names) for one, to in into.items() if to == target and one != target]
            told = category_name(dimension, target, names)
            said.append(f"{dimension_name(dimension)}: {', '.join(members)} → {told}")
    return said
