"""What a public page is made of, gathered in one call. Never a person: published views, the rollup and the projects."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.alphabet import swedish_key
from core.clock import today
from core.content.models import PublishedIntervention, PublishedMunicipality, PublishedSubproject
from core.content.queries import (
    list_published_interventions,
    list_published_municipalities,
)
from core.content.towns import Town, list_towns
from core.context import Language, current_site, current_tenant, language
from core.errors import NotFound
from core.i18n import _, one_in_a_row
from core.projects.models import Project
from core.projects.queries import Delprojekt, list_delprojekt, list_projects
from core.projects.services import choose_project, choose_subproject
from core.reporting.services import get_county_progress, get_tenant_progress
from core.reporting.terms import PUBLIC, CountyProgress, Progress
from core.writing import slug_of


@dataclass(frozen=True, slots=True)
class Funding:
    """Who pays during a time: "esf", or "own" for the förbund's own money. Both days are included."""

    source: str
    starts_on: dt.date
    ends_on: dt.date


@dataclass(frozen=True, slots=True)
class TenantPage:
    """A delprojekt's start page."""

    project: Project
    subproject: PublishedSubproject
    municipalities: list[PublishedMunicipality]
    interventions: list[PublishedIntervention]
    progress: Progress
    association: str

    @property
    def has_ended(self) -> bool:
        return self.subproject.ends_on < today()

    @property
    def takes_applications(self) -> bool:
        return self.subproject.takes_applications(today())

    @property
    def funding(self) -> list[Funding]:
        """Who pays when, in order; nothing where nobody has said until when the ESF does."""
        own = self.subproject
        if own.esf_ends_on is None:
            return []
        after = own.esf_ends_on + dt.timedelta(days=1)
        own_money = [Funding("own", after, own.ends_on)] if after <= own.ends_on else []
        return [Funding("esf", own.starts_on, min(own.esf_ends_on, own.ends_on)), *own_money]


@dataclass(frozen=True, slots=True)
class Offer:
    """An insats as the public reads of it, in the language of the page."""

    id: uuid.UUID
    kind: str
    name: str
    text: str
    text_language: Language
    """Of `text`: the other one where nobody has written it in this yet."""
    addresses: Mapping[Language, str]
    """The last part of its page's address, in each language."""
    given_by: str
    """Who gives it, where it is complementary: somebody else, beside what the delprojekt offers itself; else ""."""

    @property
    def slug(self) -> str:
        return self.addresses[language()]


@dataclass(frozen=True, slots=True)
class OfferPage:
    """The page of one insats, with the others beside it."""

    start: TenantPage
    offer: Offer
    others: list[Offer]


@dataclass(frozen=True, slots=True)
class Definitions:
    """What the page "How we count" explains: the rules, with the numbers that are settings."""

    project: Project
    subproject: PublishedSubproject | None


@dataclass(frozen=True, slots=True)
class CountyPage:
    """The county's start page."""

    project: Project
    others: list[Project]
    parts: list[tuple[Delprojekt, Progress]]
    progress: CountyProgress
    municipalities: list[str]
    owner: str | None
    found: tuple[str, Delprojekt] | None = None
    """The municipality the reader asked for, and the delprojekt that admits those who live there."""
    asked: bool = False

    @property
    def has_ended(self) -> bool:
        return self.project.ends_on < today()

    @property
    def towns(self) -> list[Town]:
        """Every municipality with the delprojekt that admits those who live there, in the order of the alphabet."""
        return list_towns([part for part, _row in self.parts])

    @property
    def link_values(self) -> dict[str, str]:
        """What a link to a delprojekt carries, so that the reader of an older project stays in it."""
        return {"project": self.project.key} if self.has_ended else {}


def find_tenant_page(project_key: str | None) -> TenantPage | None:
    """The page of the tenant in force; None while it has published no delprojekt at all.

    Raises NotFound when it takes no part in the project asked for.
    """
    subproject = choose_subproject(project_key)
    if subproject is None:
        return None
    project = choose_project(subproject.project_key)
    return TenantPage(
        project=project,
        subproject=subproject,
        municipalities=list_published_municipalities(subproject),
        interventions=list_published_interventions(subproject, day=min(today(), subproject.ends_on)),
        progress=get_tenant_progress(project, current_tenant(), subproject),
        association=current_tenant().name,
    )


def find_offer_page(slug: str) -> OfferPage:
    """The insats whose page has this address, in either language. Raises NotFound."""
    start = find_tenant_page(None)
    offers = offers_of(start) if start else []
    found = next((offer for offer in offers if slug in offer.addresses.values()), None)
    if start is None or found is None:
        raise NotFound
    return OfferPage(start, found, [offer for offer in offers if offer.id != found.id])


def admission_of(page: TenantPage) -> list[str]:
    """The rule of admission in three lines, each going on from "You can take part if you"."""
    own = page.subproject
    towns = one_in_a_row([municipality.name for municipality in page.municipalities])
    return [
        _("are between %(youngest)s and %(oldest)s years old", youngest=own.age_min, oldest=own.age_max),
        _("live in %(municipalities)s", municipalities=towns),
        _("need support from more than one authority to get to work or studies."),
    ]


def offers_of(page: TenantPage) -> list[Offer]:
    """What the delprojekt offers, in its own order and in the language of the page."""
    swedish = _addresses([offered.name_sv for offered in page.interventions])
    english = _addresses([offered.name_en for offered in page.interventions])
    return [_offer(offered, {"sv": sv, "en": en}) for offered, sv, en in zip(page.interventions, swedish, english, strict=True)]


def _offer(offered: PublishedIntervention, addresses: Mapping[Language, str]) -> Offer:
    texts: dict[Language, str] = {"sv": offered.text_sv, "en": offered.text_en}
    own: Language = language()
    other: Language = "en" if own == "sv" else "sv"
    written = own if texts[own] or not texts[other] else other
    name = offered.name_en if own == "en" else offered.name_sv
    given_by = offered.given_by if offered.is_complementary else ""
    return Offer(offered.intervention_id, offered.kind, name, texts[written], written, addresses, given_by)


def _addresses(names: list[str]) -> list[str]:
    """Each name's own; of two that fold to the same the second gets a number."""
    taken: dict[str, int] = {}
    found = []
    for name in names:
        slug = slug_of(name)
        taken[slug] = taken.get(slug, 0) + 1
        found.append(slug if taken[slug] == 1 else f"{slug}-{taken[slug]}")
    return found


def get_county_page(project_key: str | None, municipality: str | None = None) -> CountyPage:
    """The county's page of one project. Municipalities are those of today, so a page of an ended project leaves them out.

    A municipality that nobody admits, or that does not exist, finds nothing.
    """
    project = choose_project(project_key)
    progress = get_county_progress(project)
    delprojekt = list_delprojekt(project)
    rows = {row.slug: row for row in progress.delprojekt}
    return CountyPage(
        project=project,
        others=[other for other in list_projects() if other.key != project.key],
        parts=[(part, rows[part.slug]) for part in delprojekt],
        progress=progress,
        municipalities=sorted({name for part in delprojekt for name in part.municipalities}, key=swedish_key),
        owner=next((part.association for part in delprojekt if part.is_owner), None),
        found=_town(municipality, delprojekt),
        asked=bool(municipality),
    )


def _town(asked: str | None, delprojekt: Sequence[Delprojekt]) -> tuple[str, Delprojekt] | None:
    """However it is written: taby and TÄBY are Täby; the beginning is enough where only one begins so."""
    wanted = slug_of(asked) if asked and asked.strip() else None
    towns = [(name, part) for part in delprojekt for name in part.municipalities]
    begin_so = [town for town in towns if wanted and slug_of(town[0]).startswith(wanted)]
    exact = next((town for town in begin_so if slug_of(town[0]) == wanted), None)
    return exact or (begin_so[0] if len(begin_so) == 1 else None)


def get_definitions(project_key: str | None) -> Definitions:
    """For the county, or for the tenant in force."""
    if current_site().kind == "county":
        return Definitions(choose_project(project_key), None)
    subproject = choose_subproject(project_key)
    return Definitions(choose_project(subproject.project_key if subproject else None), subproject)


@dataclass(frozen=True, slots=True)
class PublicProgress:
    """The figures alone, of the county or of the tenant in force."""

    project: Project
    row: Progress


def get_public_progress(project_key: str | None) -> PublicProgress:
    """What the progress box shows. Raises NotFound where nothing has been published."""
    if current_site().kind == "county":
        project = choose_project(project_key)
        return PublicProgress(project, get_county_progress(project).county)
    page = find_tenant_page(project_key)
    if page is None:
        raise NotFound
    return PublicProgress(page.project, page.progress)


def list_offer_addresses() -> list[Mapping[Language, str]]:
    """The last part of each insats's address, in each language; none while nothing is published."""
    page = find_tenant_page(None)
    return [offer.addresses for offer in offers_of(page)] if page else []


def get_public_record(project_key: str | None) -> dict[str, Any]:
    """The public figures as /progress.json gives them: of the county with its delprojekt, or of the tenant in force."""
    if current_site().kind == "county":
        county = get_county_page(project_key)
        rows = [_record(row) for row in county.progress.delprojekt]
        return {"project": county.project.key, **_record(county.progress.county), "delprojekt": rows}
    page = find_tenant_page(project_key)
    if page is None:
        raise NotFound
    return {"project": page.project.key, **_record(page.progress)}


def _record(progress: Progress) -> dict[str, Any]:
    """A hidden figure is null here, as it is empty in the page, and is named under `suppressed`."""
    return {
        "slug": progress.slug,
        "name": progress.name,
        "date": today().isoformat(),
        "outcomes_counted_on": progress.counted_on.isoformat() if progress.counted_on else None,
        "target": str(progress.target),
        "figures": {str(name): progress[name].value for name in PUBLIC},
        "suppressed": [str(name) for name in PUBLIC if progress[name].suppressed],
    }
