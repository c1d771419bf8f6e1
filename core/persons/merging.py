"""Two records found to be one person are put together, with a full trace, and can be taken apart again.

Every row that names the person by `person_id` is pointed at the record that is kept, whichever domain it belongs to: a new
table needs nothing here. The other record stays, says which one took its place, and is found by its own number still
(somebody with a samordningsnummer may later get a personnummer).
"""

import uuid
from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from core.accounts.terms import Role
from core.audit import Action, record_access
from core.clock import now, today
from core.constraints import constraint_name
from core.context import current_person
from core.db import TenantModel, new_id, session
from core.errors import Invalid, NotFound
from core.i18n import _l
from core.participants.choices import get_current_subproject
from core.participants.models import Person, PersonMerge
from core.participants.terms import IdentityKind
from core.persons.errors import MergeNotPossible
from core.persons.queries import IDENTITY_NUMBER, count_belongings, identity_index, opened, visible_ids, visible_merges
from core.persons.services import sealed_column

CONTACT = ("address", "phone", "email")
FILLED = "person"
"""Key of the trace that lists what the kept record got from the other, beside the rows' ids by table."""

_WHY_NOT: dict[str, object] = {
    "ex_participation_overlap": _l("Both records have a participation during the same time. Correct one of them first."),
    "uq_plan_one_draft": _l("Both records have a plan that is being written. Agree on or drop one of them first."),
    "uq_agenda_item_meeting_id_referral_id": _l("Both records stand on the agenda of the same meeting."),
}
_ANOTHERS = _l("The two records cannot be put together as they stand. Ask the sub-project manager.")


def merge(*, kept_id: uuid.UUID, gone_id: uuid.UUID, reason: str) -> PersonMerge:
    """Let `kept_id` stand for both from now on.

    Raises NotFound unless the signed-in person may see both, Invalid without a reason, MergeNotPossible when what the two
    have cannot belong to one record; nothing has changed then.
    """
    kept, gone = _open_both(kept_id, gone_id)
    if not reason.strip():
        raise Invalid({"reason": _l("Write how you know that they are the same person")})
    if kept.merged_into or gone.merged_into:
        raise MergeNotPossible(_l("One of the records has already been put together with another."))
    try:
        with session.begin_nested():
            trace = dict(_move_rows(kept.id, gone.id))
            trace[FILLED] = _fill(kept, gone)
            gone.merged_into = kept.id
            session.flush()
    except IntegrityError as error:
        why = _why_not(constraint_name(error) or "", kept_id, gone_id)
        if why is None:
            raise
        raise MergeNotPossible(why) from error
    found = PersonMerge(
        id=new_id(),
        kept_id=kept.id,
        gone_id=gone.id,
        by_account=current_person().account_id,
        reason=reason.strip(),
        moved=trace,
    )
    session.add(found)
    session.flush()
    return found


def take_apart(*, merge_id: uuid.UUID, kept_id: uuid.UUID) -> PersonMerge:
    """Undo: every row that was moved goes back, what has come since stays with the kept record. Raises NotFound."""
    chosen = visible_merges(sa.select(PersonMerge).where(PersonMerge.id == merge_id)).with_for_update(of=PersonMerge)
    found: PersonMerge | None = session.scalar(chosen.execution_options(populate_existing=True))
    if found is None or found.kept_id != kept_id or found.undone_at is not None or not takes_in() or not visible_ids([kept_id]):
        raise NotFound
    record_access(Action.WRITE, subject_ids=[found.kept_id, found.gone_id], fields="identity", reason="taken apart")
    persons = {
        person.id: person for person in session.scalars(sa.select(Person).where(Person.id.in_([found.kept_id, found.gone_id])))
    }
    kept, gone = persons[found.kept_id], persons[found.gone_id]
    for table in tables_about_persons():
        ids = [uuid.UUID(one) for one in found.moved.get(table.name, [])]
        if ids:
            session.execute(sa.update(table).where(table.c.id.in_(ids)).values(person_id=gone.id))
    _empty(kept, gone, found.moved.get(FILLED, []))
    gone.merged_into = None
    found.undone_at, found.undone_by = now(), current_person().account_id
    session.flush()
    return found


def _why_not(constraint: str, kept_id: uuid.UUID, gone_id: uuid.UUID) -> object:
    """What stands in the way, in words; None for what nobody has thought of. Of what is another authority's nothing is told."""
    if constraint not in _WHY_NOT:
        return None
    both = (kept_id, gone_id)
    if constraint == "ex_participation_overlap" and not all(count_belongings(one).participations for one in both):
        return _ANOTHERS
    if constraint == "uq_plan_one_draft" and not _are_our_drafts(both):
        return _ANOTHERS
    return _WHY_NOT[constraint]


def _are_our_drafts(person_ids: Sequence[uuid.UUID]) -> bool:
    plan = TenantModel.metadata.tables["plan"]
    ours = sa.and_(plan.c.state == "draft", plan.c.owner_id == current_person().authority_id)
    chosen = sa.select(sa.func.count()).select_from(plan).where(plan.c.person_id.in_(person_ids), ours)
    return session.scalar(chosen) == len(person_ids)


def takes_in() -> bool:
    """Whether the signed-in person is intake staff: of the authority that receives what others send, or the delprojektledare.

    Putting records together moves rows of every authority, so it is not for each of them to do.
    """
    me = current_person()
    return Role.SUBPROJECT_MANAGER in me.roles or get_current_subproject(today()).intake_authority_id == me.authority_id


def tables_about_persons() -> list[sa.Table]:
    """Every table with a row for a person, by name."""
    return [table for table in TenantModel.metadata.sorted_tables if "person_id" in table.columns and not table.info.get("view")]


def _open_both(kept_id: uuid.UUID, gone_id: uuid.UUID) -> tuple[Person, Person]:
    both = {kept_id, gone_id}
    if len(both) != 2 or not takes_in() or visible_ids(both) != both:
        raise NotFound
    record_access(Action.WRITE, subject_ids=sorted(both), fields="identity", reason="merge")
    locked = sa.select(Person).where(Person.id.in_(both)).order_by(Person.id).with_for_update()
    persons = {person.id: person for person in session.scalars(locked.execution_options(populate_existing=True))}
    return persons[kept_id], persons[gone_id]


def _move_rows(kept_id: uuid.UUID, gone_id: uuid.UUID) -> Iterator[tuple[str, list[str]]]:
    for table in tables_about_persons():
        changed: dict[str, object] = {"person_id": kept_id}
        if table.name == "plan":
            changed["number"] = table.c.number + _highest_plan_number(table, kept_id)
        moved = sa.update(table).where(table.c.person_id == gone_id).values(changed).returning(table.c.id)
        ids: Sequence[uuid.UUID] = session.scalars(moved).all()
        if ids:
            yield table.name, [str(one) for one in ids]


def _highest_plan_number(plan: sa.Table, kept_id: uuid.UUID) -> sa.ScalarSelect[int]:
    """Versions of the other record's plan follow on the kept one's, at each authority."""
    earlier = plan.alias()
    highest = sa.select(sa.func.coalesce(sa.func.max(earlier.c.number), 0))
    return highest.where(earlier.c.person_id == kept_id, earlier.c.owner_id == plan.c.owner_id).scalar_subquery()


def _fill(kept: Person, gone: Person) -> list[str]:
    """What the kept record lacked and the other had: the number, and ways to reach the person. Sealed anew for its row."""
    filled = [column for column in CONTACT if getattr(kept, column) is None and getattr(gone, column) is not None]
    for column in filled:
        setattr(kept, column, sealed_column(kept.id, column, opened(gone, column) or ""))
    if kept.identity_kind == IdentityKind.TEMPORARY and gone.identity_kind != IdentityKind.TEMPORARY:
        _give_number(gone, kept)
        filled.append(IDENTITY_NUMBER)
    return filled


def _give_number(giver: Person, taker: Person) -> None:
    """The number moves: it may stand once only, so the giver lets go of it first."""
    digits, kind = opened(giver, IDENTITY_NUMBER) or "", giver.identity_kind
    giver.identity_kind, giver.identity_number, giver.identity_index = IdentityKind.TEMPORARY, None, None
    session.flush()
    taker.identity_kind = kind
    taker.identity_number = sealed_column(taker.id, IDENTITY_NUMBER, digits)
    taker.identity_index = identity_index(digits)
    session.flush()


def _empty(kept: Person, gone: Person, filled: Sequence[str]) -> None:
    for column in filled:
        if column == IDENTITY_NUMBER:
            _give_number(kept, gone)
        else:
            setattr(kept, column, None)
