"""Everything in the demo, made without a database: the lives first, then each tenant's rows."""

from collections.abc import Sequence

from core.facts import Association, associations
from tenants.demo import margins
from tenants.demo.arrivals import add_arrivals
from tenants.demo.attendance import add_attendance
from tenants.demo.authorities import add_authorities
from tenants.demo.baseline import give_baseline
from tenants.demo.beside import add_beside
from tenants.demo.catalogue import add_catalogue
from tenants.demo.consents import add_consents
from tenants.demo.dice import Ids, dice
from tenants.demo.follow_ups import add_follow_ups
from tenants.demo.guests import add_guests
from tenants.demo.handovers import add_handovers
from tenants.demo.insatser import give_insatser
from tenants.demo.intake import settle_intake
from tenants.demo.library import add_library
from tenants.demo.months import add_month_locks, add_volume
from tenants.demo.news import add_news
from tenants.demo.participations import add_misregistered, add_participations
from tenants.demo.people import Life, make_people
from tenants.demo.periods import add_periods
from tenants.demo.plans import add_support
from tenants.demo.referrals import add_other_referrals, add_started_referrals
from tenants.demo.rows import TenantRows
from tenants.demo.situations import add_situations
from tenants.demo.staff import add_staff
from tenants.demo.subprojects import add_subprojects
from tenants.demo.tables import apportion
from tenants.demo.team_days import add_team_days
from tenants.demo.timeline import date_people


def make_lives() -> list[Life]:
    """The 1 903, with everything decided."""
    lives = make_people()
    date_people(lives)
    registered = [life for life in lives if not life.anonymous]
    give_baseline(registered)
    give_insatser(registered)
    return lives


def generate(lives: Sequence[Life] | None = None) -> dict[str, TenantRows]:
    """Rows by tenant, in the county's order."""
    everyone = lives if lives is not None else make_lives()
    facts = {each.slug: each for each in associations()}
    return {slug: make_tenant(facts[slug], [life for life in everyone if life.slug == slug]) for slug in margins.slugs()}


def make_tenant(facts: Association, lives: Sequence[Life]) -> TenantRows:
    """One delprojekt with everything in it. `lives` are its own people."""
    rows = TenantRows(facts, chance=dice(f"rows/{facts.slug}"), ids=Ids(facts.slug))
    add_subprojects(rows)
    add_authorities(rows)
    case_managers = add_staff(rows, sum(not (life.ended or life.anonymous) for life in lives))
    interventions = add_catalogue(rows)
    cases = add_participations(rows, lives, case_managers)
    started = add_started_referrals(rows, cases)
    others = add_other_referrals(rows)
    add_consents(rows, cases, others)
    add_misregistered(rows, cases, misregistered_numbers()[facts.slug])
    add_situations(rows, cases)
    add_periods(rows, cases, interventions)
    add_support(rows, cases)
    add_team_days(rows, cases, [*started, *others])
    add_handovers(rows)
    settle_intake(rows)
    add_beside(rows)
    add_attendance(rows)
    add_follow_ups(rows)
    add_month_locks(rows)
    add_volume(rows)
    add_arrivals(rows)
    add_news(rows)
    add_guests(rows)
    add_library(rows)
    return rows


def misregistered_numbers() -> dict[str, int]:
    """By tenant: participations closed as misregistered, outside every published figure."""
    total = margins.given()["felregistrering_outside"]
    shares = apportion(total, [tenant.started for tenant in margins.tenant_margins()])
    return dict(zip(margins.slugs(), shares, strict=True))
