"""Month by month: what was locked, by whom, and the participants who are known by number only."""

import datetime as dt

from tenants.demo import margins
from tenants.demo.days import add_months, months_between, weekday_near
from tenants.demo.rows import TenantRows
from tenants.demo.tables import apportion

ACTIVITIES = ("Informationsträff", "Inspirationsdag", "Öppet hus")
COMMENTS = ("", "", "", "Inga avvikelser.", "Ett avslut registrerades i efterhand.", "Semestertid: få starter.")
LATEST = (
    "Fler avslut än vanligt: kursen i grupp tog slut i mitten av månaden och de flesta gick vidare till arbetsträning.",
    "Inflödet från vården har minskat sedan i våras. Vi träffar psykiatrin i oktober.",
    "Två platser hos nya arbetsgivare. Väntetiden till första samtalet är nere på tre veckor.",
    "Närvaron föll under semestrarna och är tillbaka. Uppföljningarna efter sex månader ligger efter.",
    "En kontaktperson har slutat; deltagarna har fått en ny och inga samtal har ställts in.",
    "Arbetsförmedlingen har fått en ny representant i teamet. Remisserna därifrån ökar igen.",
    "Vi behöver hjälp med platser för den som vill pröva några timmar i veckan.",
)
"""Of the three latest months, which the monthly result meeting talks about."""
_EVERY = 3


def add_month_locks(rows: TenantRows) -> None:
    """Every month that is over, but for the one that two delprojekt have not locked yet."""
    leader = rows.find_staff("subproject_manager")
    open_month = margins.given()["months_not_locked"].get(rows.slug)
    first, last = margins.period(rows.slug)[0], add_months(margins.as_of(), -1)
    for month in months_between(first, last):
        if f"{month:%Y-%m}" == open_month:
            continue
        day = weekday_near(add_months(month, 1) + dt.timedelta(days=rows.chance.randrange(2, 11)), forward=True)
        rows.add(
            "month_lock",
            subproject_id=rows.subproject_id,
            month=month,
            locked_at=dt.datetime.combine(day, dt.time(13, rows.chance.randrange(60)), dt.UTC),
            locked_by=leader.account_id,
            comment=_comment(rows, month, last),
        )


def _comment(rows: TenantRows, month: dt.date, last: dt.date) -> str:
    drawn = rows.chance.choice(COMMENTS)
    if month <= add_months(last, -3):
        return drawn
    return LATEST[(margins.slugs().index(rows.slug) + month.month) % len(LATEST)]


def volume_numbers() -> dict[str, int]:
    """By tenant: people in open activities, counted apart."""
    shares = apportion(margins.given()["registration"]["volume_apart"], [tenant.started for tenant in margins.tenant_margins()])
    return dict(zip(margins.slugs(), shares, strict=True))


def add_volume(rows: TenantRows) -> None:
    """Every third month an open activity; shown apart, never against a target."""
    months = months_between(margins.period(rows.slug)[0], add_months(margins.as_of(), -1))[1::_EVERY]
    counts = apportion(volume_numbers()[rows.slug], [1.0 + rows.chance.random() for _ in months])
    for at, (month, count) in enumerate(zip(months, counts, strict=True)):
        rows.add(
            "volume_count",
            id=rows.ids.new(month),
            subproject_id=rows.subproject_id,
            month=month,
            activity=ACTIVITIES[at % len(ACTIVITIES)],
            count=count,
        )
