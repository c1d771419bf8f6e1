"""Who may see what about a person, on what ground."""

import uuid
from collections.abc import Sequence

from flask import render_template

from blueprints.consents.views import blueprint, places
from core.auth.permissions import Permission, requires
from core.clock import today
from core.consents.matrix import Answer, Basis, Cell, Ground, Row, read_matrix
from core.consents.terms import DATA_KIND_NAMES, DataKind
from core.handovers.queries import list_given
from core.i18n import _, _l, format_date, ngettext
from core.persons.queries import open_person

ANSWER_NAMES = {Answer.YES: _l("Yes"), Answer.PART: _l("In part"), Answer.NO: _l("No")}
ANSWER_KINDS = {Answer.YES: "ok", Answer.PART: "accent", Answer.NO: "plain"}
PLAIN_GROUNDS = {
    Ground.CONTROLLER: _l("Data controller"),
    Ground.OWN_WRITING: _l("Has it in its own right"),
    Ground.NO_AGREEMENT: _l("No processing agreement in force"),
    Ground.NONE: _l("No consent"),
}
Shown = tuple[str, str, Sequence[str]]
"""A cell: kind of status, its word, and each ground as a sentence."""


@blueprint.get("/persons/<uuid:person_id>/access")
@requires(Permission.REGISTER_CONSENT)
def access(person_id: uuid.UUID) -> str:
    """The matrix, and what has been handed over."""
    person = open_person(person_id, fields="identity consent handover")
    rows = read_matrix(person_id)
    return render_template(
        "consents/access.html",
        kinds=[str(DATA_KIND_NAMES[kind]) for kind in DataKind],
        rows=[(row, [_shown(cell) for cell in row.cells]) for row in rows if not _is_empty(row)],
        others=[row.name for row in rows if _is_empty(row)],
        given=list_given(person_id),
        today=today(),
        **places(person),
    )


def _is_empty(row: Row) -> bool:
    return all(cell.grounds[0].ground is Ground.NONE for cell in row.cells)


def _shown(cell: Cell) -> Shown:
    return ANSWER_KINDS[cell.answer], str(ANSWER_NAMES[cell.answer]), [sentence(basis) for basis in cell.grounds]


def sentence(basis: Basis) -> str:
    """One ground in words."""
    if basis.ground in PLAIN_GROUNDS:
        return str(PLAIN_GROUNDS[basis.ground])
    day = format_date(basis.until) if basis.until else ""
    if basis.ground is Ground.CONTACT_PERSON:
        return _("The contact person, on consent until %(day)s", day=day)
    if basis.ground is Ground.CONTACT_CARD:
        return _("May ask whom to call, on consent until %(day)s", day=day)
    if basis.ground is Ground.CONSENT_ONLY or basis.handed is None:
        return _("Consent until %(day)s, but nothing is handed over", day=day)
    handed = basis.handed
    count = ngettext(
        "%(num)s item handed over, on %(day)s",
        "%(num)s items handed over, the latest on %(day)s",
        handed.count,
        day=format_date(handed.latest),
    )
    more = _("more may follow until %(day)s", day=day) if day else _("nothing more without a new consent")
    return f"{count}; {more}"
