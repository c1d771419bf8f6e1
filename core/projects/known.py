"""The projects the county's förbund have run together, as ESF's project bank has them: part of the product, not of the demo."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from core import facts
from core.projects.models import Project


def known_projects() -> list[dict[str, object]]:
    """A row of `platform.project` for each, oldest first."""
    return [
        {
            "key": project.key,
            "name": project.name,
            "starts_on": project.period.starts_on,
            "ends_on": project.period.ends_on,
            "esf_diarienummer": project.esf_diarienummer,
            "planned_participants": project.planned_participants,
            "total_budget_sek": project.total_budget_sek,
            "granted_esf_sek": project.granted_esf_sek,
            "goal_work_or_studies_percent": project.work_or_studies_percent,
            "goal_regular_measures_percent": project.regular_measures_percent,
            "record": dict(project.record),
        }
        for project in facts.projects()
    ]


def put_known_projects(connection: sa.Connection) -> None:
    """Those that are not there yet. What stands is left as it is. The caller commits."""
    connection.execute(insert(Project).on_conflict_do_nothing(), known_projects())
