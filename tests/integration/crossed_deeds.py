"""Random deeds in one tenant by its own role: registrations, late ones, corrections, deletions, merged persons."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from core.db import engine_for, new_id

DAY = dt.date(2020, 6, 1)
SOURCES = ("forsorjningsstod", "sjukpenning_rehabpenning", "ingen")
ACTIVITIES = ("work", "studies", "other")
PARTIES = ("kommun", "fk", "af")
NOW = "now()"
WORKER = uuid.UUID(int=7)


class Deeds:
    """What may be done, by name. `pick` chooses among what there is, `day` is any day; what the database refuses is left."""

    def __init__(self, subproject: uuid.UUID, authority: uuid.UUID, interventions: list[uuid.UUID]) -> None:
        self.subproject, self.authority, self.interventions = subproject, authority, interventions
        self.number = 100
        named = {name.removeprefix("do_"): getattr(self, name) for name in dir(self) if name.startswith("do_")}
        self.by_name: dict[str, Callable[[int, dt.date], None]] = named

    def do(self, name: str, pick: int, day: dt.date) -> None:
        try:
            with engine_for("tenant").begin() as self.connection:
                self.by_name[name](pick, day)
        except DBAPIError as refused:
            if not (getattr(refused.orig, "pgcode", "") or "").startswith("23"):
                raise

    def sql(self, statement: str, **values: Any) -> None:
        self.connection.execute(sa.text(statement), values)

    def any(self, table: str, pick: int) -> Any:
        """One of its rows, or None."""
        rows = self.connection.execute(sa.text(f"SELECT * FROM {table} ORDER BY 1, 2")).all()
        return rows[pick % len(rows)] if rows else None

    def insert(self, table: str, **values: Any) -> None:
        self.sql(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)})", **values)

    def do_person(self, pick: int, day: dt.date) -> None:
        self.insert(
            "person",
            id=new_id(),
            given_name="Kim",
            family_name="Prov",
            sex="woman" if pick % 2 else "man",
            identity_kind="temporary",
            birth_date=None if pick % 7 == 0 else day.replace(year=1955 + pick % 48),
        )

    def do_sex(self, pick: int, _day: dt.date) -> None:
        if person := self.any("person", pick):
            self.sql("UPDATE person SET sex = :sex WHERE id = :id", sex="man" if person.sex == "woman" else "woman", id=person.id)

    def do_birth(self, pick: int, day: dt.date) -> None:
        if person := self.any("person", pick):
            self.sql("UPDATE person SET birth_date = :day WHERE id = :id", day=day.replace(year=1955 + pick % 48), id=person.id)

    def do_start(self, pick: int, day: dt.date) -> None:
        self._start(self.any("person", pick // 3), pick, day)

    def do_anonymous(self, pick: int, day: dt.date) -> None:
        self._start(None, pick, day)

    def _start(self, person: Any, pick: int, day: dt.date) -> None:
        self.number += 1
        self.insert(
            "participation",
            id=new_id(),
            subproject_id=self.subproject,
            controller_id=self.authority,
            number=f"T-{self.number}",
            person_id=person.id if person else None,
            grade="personal" if person else "anonymous",
            sex=person.sex if person else ("woman", "man")[pick % 2],
            municipality_code="0160" if person and pick % 3 else None,
            started_on=day,
            first_activity_on=day + dt.timedelta(days=pick % 40) if pick % 5 else None,
        )

    def do_end(self, pick: int, _day: dt.date) -> None:
        if (row := self.any("participation", pick)) and row.state == "active":
            reason = ("studier", "af_insats", "flytt", "avliden")[pick % 4]
            on = row.started_on + dt.timedelta(days=40 + pick % 300)
            change = "UPDATE participation SET state = 'ended', ended_on = :on, exit_reason = :reason WHERE id = :id"
            self.sql(change, on=on, reason=reason, id=row.id)

    def do_change(self, pick: int, _day: dt.date) -> None:
        changes = (
            "state = 'misregistered'",
            "state = 'paused'",
            "started_on = started_on - 30",
            "first_activity_on = started_on + 61",
            "municipality_code = '0188'",
            "ended_on = ended_on + 45",
            "exit_reason = CASE WHEN exit_reason IS NULL THEN NULL ELSE 'studier' END",
            "next_contact_on = '2022-10-01'",
        )
        if row := self.any("participation", pick // 8):
            self.sql(f"UPDATE participation SET {changes[pick % 8]} WHERE id = :id", id=row.id)

    def do_merge(self, pick: int, _day: dt.date) -> None:
        kept, gone = self.any("person", pick), self.any("person", pick // 5)
        if kept and kept.id != gone.id:
            self.sql("UPDATE participation SET person_id = :kept WHERE person_id = :gone", kept=kept.id, gone=gone.id)
            self.sql("UPDATE referral SET person_id = :kept WHERE person_id = :gone", kept=kept.id, gone=gone.id)

    def do_delete(self, pick: int, _day: dt.date) -> None:
        table = ("participation", "situation_support", "situation", "intervention_period", "attendance")[pick % 5]
        if row := self.any(table, pick // 5):
            key = "situation_id" if table == "situation_support" else "id"
            self.sql(f"DELETE FROM {table} WHERE {key} = :id", id=getattr(row, key))

    def do_situation(self, pick: int, day: dt.date) -> None:
        if row := self.any("participation", pick // 2):
            id_ = new_id()
            moment = ("before", "after")[pick % 2]
            activity = ACTIVITIES[pick % 3]
            self.insert("situation", id=id_, participation_id=row.id, moment=moment, observed_on=day, main_activity=activity)
            self.insert("situation_support", situation_id=id_, source=SOURCES[pick % 3], main=pick % 4 > 0)
            self.insert("situation_support", situation_id=id_, source=SOURCES[(pick + 1) % 3], main=False)

    def do_correct_situation(self, pick: int, _day: dt.date) -> None:
        if row := self.any("situation", pick // 3):
            if pick % 3 == 0:
                self.sql("UPDATE situation SET main_activity = :to WHERE id = :id", to=ACTIVITIES[pick % 3], id=row.id)
            elif pick % 3 == 1:
                self.insert("situation_support", situation_id=row.id, source=SOURCES[pick % 2], main=False)
            else:
                self.sql("UPDATE situation_support SET main = false WHERE situation_id = :id", id=row.id)

    def do_refer(self, pick: int, day: dt.date) -> None:
        if person := self.any("person", pick):
            self.insert(
                "referral",
                id=new_id(),
                subproject_id=self.subproject,
                person_id=person.id,
                owner_id=self.authority,
                kind="referral",
                arrival_way="phone",
                received_on=day,
                referring_party=PARTIES[pick % 3],
                created_by=WORKER,
            )

    def do_correct_referral(self, pick: int, _day: dt.date) -> None:
        changes = ("state = 'waiting_list'", "state = 'withdrawn'", "referring_party = 'fk'", "received_on = received_on + 33")
        if row := self.any("referral", pick // 5):
            if pick % 5 < 4:
                self.sql(f"UPDATE referral SET {changes[pick % 5]} WHERE id = :id", id=row.id)
            else:
                link = "UPDATE participation SET referral_id = :id WHERE person_id = :person AND referral_id IS NULL"
                self.sql(link, id=row.id, person=row.person_id)

    def do_insats(self, pick: int, _day: dt.date) -> None:
        if row := self.any("participation", pick // 4):
            self.insert(
                "intervention_period",
                id=new_id(),
                participation_id=row.id,
                intervention_id=self.interventions[pick % len(self.interventions)],
                starts_on=row.started_on + dt.timedelta(days=pick % 35),
                ends_on=row.ended_on,
            )

    def do_correct_insats(self, pick: int, _day: dt.date) -> None:
        if pick % 4 == 0:
            kind = ("course", "cbt", "mapping")[pick % 3]
            chosen = self.interventions[pick % len(self.interventions)]
            self.sql("UPDATE intervention SET kind = :kind WHERE id = :id", kind=kind, id=chosen)
        elif row := self.any("intervention_period", pick // 4):
            self.sql("UPDATE intervention_period SET starts_on = starts_on + 20 WHERE id = :id", id=row.id)

    def do_activity(self, _pick: int, day: dt.date) -> None:
        id_ = new_id()
        times = {"begins_at": dt.time(9), "ends_at": dt.time(12)}
        owner = {"subproject_id": self.subproject, "owner_id": self.authority, "created_by": WORKER}
        self.insert("activity", id=id_, name="Kurs", on_date=day, **times, **owner)
        for row in self.connection.execute(sa.text("SELECT id FROM participation ORDER BY id LIMIT 3")).all():
            self.insert("attendance", id=new_id(), activity_id=id_, on_date=day, participation_id=row.id, planned_minutes=180)

    def do_note(self, pick: int, _day: dt.date) -> None:
        if row := self.any("attendance", pick // 2):
            minutes = 30 + pick % 150
            self.sql("UPDATE attendance SET state = 'present', attended_minutes = :m WHERE id = :id", m=minutes, id=row.id)

    def do_call_off(self, pick: int, day: dt.date) -> None:
        if row := self.any("activity", pick // 2):
            change = ("state = 'cancelled'", "on_date = :day")[pick % 2]
            self.sql(f"UPDATE activity SET {change} WHERE id = :id", id=row.id, **({"day": day} if pick % 2 else {}))

    def do_follow_up(self, pick: int, day: dt.date) -> None:
        if row := self.any("participation", pick // 2):
            self.insert("follow_up", id=new_id(), participation_id=row.id, months=1 + pick % 6, due_on=day)

    def do_answer(self, pick: int, day: dt.date) -> None:
        if (row := self.any("follow_up", pick)) and row.state == "due":
            change = "state = 'declined', closed_on = :day, closed_by = :by" if pick % 2 else "due_on = :day"
            values = {"by": WORKER} if pick % 2 else {}
            self.sql(f"UPDATE follow_up SET {change} WHERE id = :id", id=row.id, day=day, **values)

    def do_lock(self, pick: int, day: dt.date) -> None:
        if (row := self.any("month_lock", pick)) and pick % 2:
            self.sql("DELETE FROM month_lock WHERE month = :month", month=row.month)
        else:
            self.insert(
                "month_lock", subproject_id=self.subproject, month=day.replace(day=1), locked_by=WORKER, comment=f"Ord {pick}"
            )

    def do_volume(self, pick: int, day: dt.date) -> None:
        if (row := self.any("volume_count", pick)) and pick % 2:
            self.sql("UPDATE volume_count SET count = count + 3 WHERE id = :id", id=row.id)
        else:
            month = day.replace(day=1)
            self.insert(
                "volume_count",
                id=new_id(),
                subproject_id=self.subproject,
                month=month,
                activity=f"Möte {pick % 3}",
                count=pick % 9,
            )
