"""What the database refuses, said once in words (style 10). The rule stands in the model; here is only its sentence."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from core.db import session
from core.errors import Conflict, Invalid
from core.i18n import _l

_SENTENCES: dict[str, tuple[str, object]] = {
    "ex_participation_overlap": (
        "started_on",
        _l("The person already takes part during this time. End the earlier participation first."),
    ),
    "uq_participation_referral_id": ("", _l("This referral has already led to a start.")),
    "ck_participation_end_after_start": ("ended_on", _l("The exit cannot be before the start")),
    "ck_participation_activity_after_start": ("starts_on", _l("The first activity cannot be before the start")),
    "uq_intervention_subproject_id_name_sv": ("name_sv", _l("There is an intervention with this name already")),
    "ck_intervention_period_end_after_start": ("ends_on", _l("The end cannot be before the beginning")),
    "ck_intervention_period_extent": ("extent_percent", _l("Write the extent as a number from 1 to 100")),
    "ex_participation_worker_overlap": ("account_id", _l("This colleague already works with the participant during these days")),
    "ck_attendance_day": ("", _l("Nobody can be there more than 24 hours in one day. Check the hours of that day.")),
    "ck_attendance_month_open": (
        "",
        _l("The month is locked. The sub-project manager can open it again when something has to be put right."),
    ),
    "ex_intervention_pause_overlap": ("starts_on", _l("There is a pause during these days already")),
    "uq_place_name": ("name", _l("There is a place with this name already")),
    "ck_situation_support_since": ("support_since", _l("Public support cannot have begun after the day of the observation")),
}
"""Name of the constraint → (the form's field it is about, what to say)."""


class SentTwice(Conflict):
    """The same form was sent twice at the same moment; the first one stands."""

    def __init__(self) -> None:
        super().__init__(_l("This has already been saved"))


def keep(*rows: object) -> None:
    """Write the rows and what else has changed, now.

    A constraint that says no becomes Invalid with the sentence above, and the request can go on to show the form again;
    a row that somebody else changed meanwhile becomes Conflict, an id that a form brought with it and that is there
    already becomes SentTwice. A constraint without a sentence is a fault of ours.
    """
    try:
        _write(rows)
    except StaleDataError as error:
        raise Conflict(_l("Somebody else changed this while you had it open")) from error
    except IntegrityError as error:
        name = constraint_name(error) or ""
        if name.startswith("pk_"):
            raise SentTwice from error
        found = _SENTENCES.get(name)
        if found is None:
            raise
        raise Invalid(dict([found])) from error


def _write(rows: Sequence[object]) -> None:
    """New rows behind a savepoint, so that a refusal leaves the transaction usable; other changes roll it back whole."""
    _flush()
    if rows:
        with session.begin_nested():
            session.add_all(rows)


def _flush() -> None:
    try:
        session.flush()
    except Exception:
        session.rollback()
        raise


def constraint_name(error: IntegrityError) -> str | None:
    """The name of the constraint that refused, as PostgreSQL tells it; None when it tells none."""
    diagnosis = getattr(error.orig, "diag", None)
    name: str | None = getattr(diagnosis, "constraint_name", None)
    return name
