"""The delprojekt of both projects with their periods, targets, rules of admission and municipalities."""

from core.facts import Municipality, Project, projects
from tenants.demo.dice import name_id
from tenants.demo.margins import CURRENT, tenant_margins
from tenants.demo.rows import TenantRows

PREFIXES = {
    "ostra-sodertorn": "OST",
    "hbs": "HBS",
    "varna": "VAR",
    "stockholms-stad": "STO",
    "sodertalje": "SOD",
    "roslagen": "ROS",
    "sundbyberg": "SUN",
    "suvs": "SUV",
}


def add_subprojects(rows: TenantRows) -> None:
    """MIA, where the tenant took part, as its record only (nobody of that time is here), and MIA Vidare."""
    for project in projects():
        if rows.slug in project.tenants:
            _add(rows, project)


def subproject_name(rows_name: str, project_key: str) -> str:
    """Facts name the delprojekt as it is called now; in the first project nothing was called Vidare."""
    return rows_name if project_key == CURRENT else rows_name.replace("MIA Vidare", "MIA")


def _add(rows: TenantRows, project: Project) -> None:
    current = project.key == CURRENT
    period = rows.facts.period(project)
    ages = rows.facts.ages_in(project)
    margins = next(each for each in tenant_margins() if each.slug == rows.slug)
    row = rows.add(
        "subproject",
        id=name_id(f"{rows.slug}/subproject/{project.key}"),
        project_key=project.key,
        name=subproject_name(rows.facts.subproject, project.key),
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        esf_ends_on=min(period.ends_on, project.period.ends_on),
        target=margins.target if current else rows.facts.targets.get(project.key),
        target_is_example=current and margins.target_is_example,
        age_min=ages[0],
        age_max=ages[1],
        number_prefix=PREFIXES[rows.slug],
        contact_email=f"mia@{rows.slug}.example",
        contact_phone=f"08-465 004 {10 + sorted(PREFIXES).index(rows.slug)}",  # a series kept free for books and films
    )
    if current:
        rows.subproject_id = row["id"]
    for place in _municipalities(rows, current=current):
        rows.add("subproject_municipality", subproject_id=row["id"], code=place.code, name=place.name, joined_on=place.joined_on)


def _municipalities(rows: TenantRows, *, current: bool) -> tuple[Municipality, ...]:
    return rows.facts.municipalities if current else rows.facts.municipalities_in_mia
