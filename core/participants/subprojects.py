"""A delprojekt is begun: its period, target and the municipalities whose inhabitants it admits. The caller commits."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from core.clock import today
from core.db import new_id, session
from core.errors import Conflict, Invalid
from core.i18n import _
from core.interventions.catalogue import add_general_catalogue
from core.participants.models import Subproject, SubprojectMunicipality
from core.rollup.models import DirtyMark
from core.rollup.progress import month_of

_PREFIX = re.compile(r"[A-ZÅÄÖ]{1,10}")


class SubprojectExists(Conflict):
    """A tenant has one delprojekt in each project."""

    def __init__(self) -> None:
        super().__init__(_("There is a sub-project of this project already"))


@dataclass(frozen=True, slots=True)
class NewSubproject:
    """`municipalities`: pairs of SCB code and name. Both days are in the period."""

    project_key: str
    name: str
    starts_on: dt.date
    ends_on: dt.date
    target: int | None
    number_prefix: str
    municipalities: Sequence[tuple[str, str]]


def begin_subproject(new: NewSubproject) -> Subproject:
    """With a general catalogue of insatser, and counted at once. Raises Invalid or SubprojectExists."""
    _check(new)
    if session.scalar(sa.select(Subproject.id).where(Subproject.project_key == new.project_key)) is not None:
        raise SubprojectExists
    subproject = Subproject(
        id=new_id(),
        project_key=new.project_key,
        name=new.name,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
        target=new.target,
        number_prefix=new.number_prefix,
    )
    session.add(subproject)
    session.flush()
    session.add_all(
        SubprojectMunicipality(subproject_id=subproject.id, code=code, name=name) for code, name in new.municipalities
    )
    session.add(DirtyMark(subproject_id=subproject.id, month=month_of(today())))
    add_general_catalogue(subproject.id)
    return subproject


def _check(new: NewSubproject) -> None:
    faults: dict[str, object] = {}
    if new.ends_on < new.starts_on:
        faults["ends_on"] = _("The period cannot end before it begins")
    if new.target is not None and new.target < 1:
        faults["target"] = _("The target is a number of people, 1 or more")
    if not _PREFIX.fullmatch(new.number_prefix):
        faults["number_prefix"] = _("The prefix is one to ten capital letters, such as ROS")
    if faults:
        raise Invalid(faults)
