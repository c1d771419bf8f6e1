"""Reads the situation before and after."""

import sqlalchemy as sa

from core.db import session
from core.outcomes.models import Situation, SituationSupport
from core.outcomes.situations import SituationValues
from core.outcomes.terms import Moment
from core.participants.models import Participation


def list_situations(participation: Participation) -> dict[Moment, SituationValues]:
    """Before and after, as far as they are known, main source first. The caller has read the participation."""
    chosen = (
        sa.select(Situation, SituationSupport.source, SituationSupport.main)
        .outerjoin(SituationSupport, SituationSupport.situation_id == Situation.id)
        .where(Situation.participation_id == participation.id)
        .order_by(Situation.observed_on, Situation.id, SituationSupport.main.desc(), SituationSupport.source)
    )
    found: dict[Moment, SituationValues] = {}
    for situation, source, main in session.execute(chosen):
        moment = Moment(situation.moment)
        former = found.get(moment)
        sources = (*(former.sources if former else ()), *([source] if source else []))
        found[moment] = SituationValues(
            sources=sources,
            main_source=source if main else (former.main_source if former else None),
            main_activity=situation.main_activity,
            education=situation.education,
            support_since=situation.support_since,
            work_subsidised=situation.work_subsidised,
        )
    return found
