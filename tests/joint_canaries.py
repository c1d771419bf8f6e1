"""The rows of work done together, for tests.canaries: a file, an answer, a note, a mapping, a plan, a team day, a hand-over."""

import datetime as dt
import json
import uuid
from typing import Any

import sqlalchemy as sa

from core import crypto
from core.assessments.models import Assessment, AssessmentAnswer, AssessmentQuestion, AssessmentReply
from core.consents.models import ConsentForm
from core.db import new_id
from core.files import StoredFile, inbox_files
from core.handovers.models import Handover, HandoverOpening
from core.notes.models import Note
from core.participants.models import Person, PersonMerge
from core.plans.models import Plan, PlanAction, PlanAgreement, PlanGoal
from core.referrals.models import ReferralAnswer
from core.teams.models import AgendaItem, MeetingMember, TeamMeeting

DAY = dt.date(2022, 3, 1)
NAMES = (
    "file",
    "note",
    "assessment",
    "question",
    "plan",
    "goal",
    "action",
    "meeting",
    "item",
    "handover",
    "form",
    "inbox",
    "merge",
    "double",
)


def plant_joint_work(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID, mark: str
) -> None:
    """One row in each of these tables; adds the ids of NAMES. Words are set afterwards by tests.canaries."""
    ids |= {name: new_id() for name in NAMES}
    whose = {"person_id": ids["person"], "participation_id": ids["participation"], "owner_id": common["owner"]}
    _plant_papers(connection, ids, common, mark)
    connection.execute(sa.insert(Note), {"id": ids["note"], **whose, "on_date": DAY, "text": "x", "by_account": common["worker"]})
    _plant_assessment(connection, ids, common, whose)
    _plant_plan(connection, ids, common, whose)
    _plant_meeting(connection, ids, common)
    _plant_handover(connection, ids, common, other, mark)


def _plant_papers(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], mark: str) -> None:
    sealed = {
        column: crypto.seal(f"{mark}-{column}", table="file", column=column, row=ids["file"]) for column in ("name", "content")
    }
    about = {"purpose": "referral", "subject_id": ids["referral"], "person_id": ids["person"], "owner_id": common["owner"]}
    paper = {"id": ids["file"], **about, "media_type": "application/pdf", "size": 9, **sealed, "created_by": common["worker"]}
    connection.execute(sa.insert(StoredFile), paper)
    connection.execute(sa.insert(ConsentForm), {"id": ids["form"], "language_name": "x", "file_id": ids["file"]})
    sent = {"id": (sent_id := new_id()), "inbox_id": ids["inbox"]}
    framed = f'{{"name": "{mark}.pdf", "media_type": "application/pdf"}}\n{mark}-file'
    seal_of_it = crypto.seal(framed, table="referral_inbox_file", column="sealed", row=sent_id)
    connection.execute(sa.insert(inbox_files), {**sent, "sealed": seal_of_it})
    answer = {"id": new_id(), "referral_id": ids["referral"], "on_date": DAY, "way": "phone", "to_whom": "x", "says": "x"}
    connection.execute(sa.insert(ReferralAnswer), {**answer, "by_account": common["worker"]})
    gone = {"given_name": "x", "family_name": "x", "sex": "woman", "identity_kind": "temporary", "merged_into": ids["person"]}
    connection.execute(sa.insert(Person), {"id": ids["double"], **gone})
    merge = {"id": ids["merge"], "kept_id": ids["person"], "gone_id": ids["double"], "by_account": common["worker"]}
    connection.execute(sa.insert(PersonMerge), {**merge, "reason": "x", "moved": {}})


def _plant_assessment(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], whose: dict[str, uuid.UUID]
) -> None:
    connection.execute(sa.insert(AssessmentQuestion), {"id": ids["question"], "area": "home", "text_sv": "x", "text_en": "x"})
    connection.execute(sa.insert(Assessment), {"id": ids["assessment"], **whose, "on_date": DAY, "created_by": common["worker"]})
    connection.execute(sa.insert(AssessmentAnswer), {"assessment_id": ids["assessment"], "area": "home", "grade": 3})
    reply = {"assessment_id": ids["assessment"], "question_id": ids["question"], "words": "x"}
    connection.execute(sa.insert(AssessmentReply), reply)


def _plant_plan(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], whose: dict[str, uuid.UUID]
) -> None:
    written = {"number": 1, "written_on": DAY, "created_by": common["worker"]}
    connection.execute(sa.insert(Plan), {"id": ids["plan"], **whose, **written})
    connection.execute(sa.insert(PlanGoal), {"id": ids["goal"], "plan_id": ids["plan"], "position": 1, "text": "x"})
    action = {"id": ids["action"], "plan_id": ids["plan"], "goal_id": ids["goal"], "position": 1, "text": "x"}
    connection.execute(sa.insert(PlanAction), {**action, "responsible": "authority", "authority_id": common["owner"]})
    agreed = {"id": new_id(), "plan_id": ids["plan"], "agreed_on": DAY, "noted_by": common["worker"]}
    connection.execute(sa.insert(PlanAgreement), agreed)


def _plant_meeting(connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID]) -> None:
    meeting = {"id": ids["meeting"], "subproject_id": common["subproject"], "name": "x", "on_date": DAY}
    connection.execute(sa.insert(TeamMeeting), {**meeting, "starts_at": dt.time(9), "created_by": common["worker"]})
    connection.execute(sa.insert(MeetingMember), {"meeting_id": ids["meeting"], "account_id": common["worker"]})
    item = {"id": ids["item"], "meeting_id": ids["meeting"], "position": 1, "kind": "referral", "owner_id": common["owner"]}
    connection.execute(sa.insert(AgendaItem), {**item, "person_id": ids["person"], "referral_id": ids["referral"]})


def _plant_handover(
    connection: sa.Connection, ids: dict[str, uuid.UUID], common: dict[str, uuid.UUID], other: uuid.UUID, mark: str
) -> None:
    given = {
        "id": ids["handover"],
        "person_id": ids["person"],
        "kind": "note",
        "item_id": ids["note"],
        "item_version": 1,
        "from_authority_id": common["owner"],
        "to_authority_id": other,
        "consent_id": ids["consent"],
        "sealed": crypto.seal(json.dumps(_copy(mark)), table="handover", column="sealed", row=ids["handover"]),
        "handed_on": DAY,
        "by_account": common["worker"],
    }
    connection.execute(sa.insert(Handover), given)
    opened = {"id": new_id(), "handover_id": ids["handover"], "account_id": common["worker"]}
    connection.execute(sa.insert(HandoverOpening), opened)


def _copy(mark: str) -> dict[str, Any]:
    """What was sealed: every text of it is a canary."""
    words = {name: f"{mark}-handover-{name}" for name in ("title", "person", "message")}
    return {"kind": "note", **words, "sections": [{"heading": f"{mark}-handover-heading", "text": f"{mark}-handover"}]}
