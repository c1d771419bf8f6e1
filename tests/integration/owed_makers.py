"""Months that are locked and reported, for tests, and a month with something in it. Works inside a tenant's scope."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from core.attendance import months
from core.clock import today
from core.owed import services, workbook
from core.owed.models import OwedReport
from core.owed.terms import OwedKind, OwedState
from core.participants.choices import get_current_subproject
from tests.conftest import InTenant
from tests.house import FK, House
from tests.integration.attendance_makers import AUGUST, note, plan, somebody
from tests.integration.participation_makers import leave

MANAGER = "subproject_manager"
SCB = OwedKind.SCB


def fill(in_tenant: InTenant, house: House) -> dict[str, Any]:
    """August: two of the committee and one of Försäkringskassan; one has come, one has left, one is not noted."""
    with in_tenant("roslagen", MANAGER):
        came, left, theirs = somebody(house, "Kom"), somebody(house, "Slutade"), somebody(house, "Deras")
        (held,) = plan([came], on_date=dt.date(2022, 8, 9))
        note(held.id, "P")
        (unnoted,) = plan([theirs], on_date=dt.date(2022, 8, 10))
        leave(left.id, ended_on=dt.date(2022, 8, 31))
        ids = {"came": came.id, "left": left.id, "theirs": theirs.id, "unnoted": unnoted.id, "held": held.id}
    with house.operator.begin() as connection:
        schema = house.schemas["roslagen"]
        fk = {"fk": house.authorities["roslagen", FK], "id": ids["theirs"]}
        connection.execute(
            sa.text(f"UPDATE {schema}.participation SET controller_id = :fk, key_worker_id = NULL WHERE id = :id"), fk
        )
    return ids


def lock(month: dt.date = AUGUST) -> None:
    subproject = get_current_subproject(today())
    status = months.get_status(month, subproject.id)
    months.lock_month(month=month, subproject=subproject, version=status.version, comment="Prov")


def report(kind: OwedKind = SCB, month: dt.date = AUGUST, *, seen: str | None = None, comment: str = "") -> OwedReport:
    subproject = get_current_subproject(today())
    digest = services.get_board(subproject, [kind]).standing(kind, month).month.digest
    return services.report_month(
        kind=kind,
        subproject=subproject,
        month=month,
        seen=digest if seen is None else seen,
        comment=comment,
        workbook=lambda content: workbook.month_book(kind, month, subproject.name, content),
    )


def state(kind: OwedKind = SCB, month: dt.date = AUGUST) -> OwedState:
    return services.get_board(get_current_subproject(today()), [kind]).standing(kind, month).state
