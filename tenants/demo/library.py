"""What the delprojekt and the county keep for readers in the demo: leaflets and a fact sheet, dated facts, contacts by role.

Figures are those that were published (data/county.json says where); nobody is named, and a role is reached by the box or
the switchboard of its delprojekt. The PDFs are made of our own texts.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from core.documents import make_pdf
from core.library.covers import Cover, cover_of
from tenants.demo import margins
from tenants.demo.dice import Ids
from tenants.demo.rows import Row, TenantRows

_SHEETS: Mapping[str, dict[str, Any]] = json.loads(Path(__file__).with_name("leaflets.json").read_text(encoding="utf-8"))
"""The leaflet by language: our own words, in three languages besides the site's two."""
_SITE = ("sv", "en")
_ROLES = (
    (
        *("Samverkansteamet", "The joint team"),
        *("Frågor om att delta, eller om en remiss.", "Questions about taking part, or about a referral."),
    ),
    (
        *("Delprojektledare", "Sub-project manager"),
        *("Frågor om platser, samarbete och hur det går.", "Questions about places, working together and how it goes."),
    ),
    (
        *("Förbundets kansli", "The association office"),
        *("Frågor om förbundet, styrelsen och ekonomin.", "Questions about the association, its board and its money."),
    ),
)
_COUNTY_ROLES = (
    ("Projektchef", "Project director", "Frågor om projektet som helhet.", "Questions about the project as a whole."),
    (
        "Projektekonom",
        "Project finance officer",
        "Frågor om budget och ansökningar om medel.",
        "Questions about budget and claims.",
    ),
    (
        "Kommunikatör",
        "Communications officer",
        "Frågor från medier och om webbplatsen.",
        "Questions from media and on the website.",
    ),
)
_ACTING = {("sundbyberg", 1)}
"""Somebody who leads the delprojekt for the time being."""
_FACTS = {
    "ostra-sodertorn": (
        dt.date(2018, 3, 31),
        "Under det första året började 220 deltagare. Målet för hela projekttiden var 650.",
        "In the first year 220 participants began. The target for the whole period was 650.",
        "MIA Östra Södertörns webbplats",
        "The website of MIA Östra Södertörn",
    ),
    "roslagen": (
        dt.date(2022, 9, 15),
        "301 deltagare hade börjat, av 300 planerade, när 28 av 32 månader hade gått.",
        "301 participants had begun, of 300 planned, when 28 of 32 months had passed.",
        "MIA Vidare Roslagens webbplats",
        "The website of MIA Vidare Roslagen",
    ),
    "county": (
        dt.date(2016, 12, 1),
        "MIA fick 91 752 514 kronor från Europeiska socialfonden, 67,0 procent av budgeten.",
        "MIA was granted SEK 91,752,514 by the European Social Fund, 67.0 per cent of the budget.",
        "ESF-rådets projektbank, 2016/00403",
        "The project bank of the Swedish ESF Council, 2016/00403",
    ),
}


def add_library(rows: TenantRows) -> None:
    """The leaflet in two languages everywhere, contacts by role, and a fact where one has been published."""
    editor = rows.find_staff("association_office").account_id
    reached = rows.tables["subproject"][-1]
    for table, made in _library(rows.slug, editor, _ROLES, phone=reached["contact_phone"]).items():
        rows.tables[table] += made


def county_library(editor: uuid.UUID) -> dict[str, list[Row]]:
    """The county's rows, by table."""
    return _library("county", editor, _COUNTY_ROLES, phone="08-465 004 18")


def _library(slug: str, editor: uuid.UUID, roles: Any, *, phone: str) -> dict[str, list[Row]]:
    ids, day = Ids(f"library/{slug}"), margins.as_of() - dt.timedelta(days=120)
    at = dt.datetime.combine(day, dt.time(8), dt.UTC)
    traced = {"created_by": editor, "created_at": at, "changed_by": editor, "changed_at": at}
    publication = {
        "id": ids.new(day),
        "kind": "fact_sheet" if slug == "county" else "leaflet",
        "year": day.year,
        "title_sv": _SHEETS["sv"]["title"],
        "title_en": _SHEETS["en"]["title"],
        "text_sv": "En sida om vad MIA är, att skriva ut och lämna vidare. Finns på flera språk.",
        "text_en": "One page about what MIA is, to print and pass on. There in several languages.",
        "shown_from": at,
        **traced,
    }
    contacts = [
        {
            "id": ids.new(day),
            "position": number,
            **dict(zip(("role_sv", "role_en", "about_sv", "about_en"), role, strict=True)),
            "is_acting": (slug, number) in _ACTING,
            "phone": phone,
            **traced,
        }
        for number, role in enumerate(roles)
    ]
    return {
        "publication": [publication],
        "publication_file": [_file(publication["id"], ids.new(day), language, editor, at) for language in _SHEETS],
        "site_contact": contacts,
        "dated_fact": [_fact(slug, ids.new(day), traced)] if slug in _FACTS else [],
    }


def _fact(slug: str, fact_id: uuid.UUID, traced: Mapping[str, object]) -> Row:
    names = ("happened_on", "text_sv", "text_en", "source_sv", "source_en")
    return {"id": fact_id, **dict(zip(names, _FACTS[slug], strict=True)), **traced}


def _file(publication_id: Any, file_id: uuid.UUID, language: str, editor: uuid.UUID, at: dt.datetime) -> Row:
    content, cover = _sheet(language)
    return {
        "id": file_id,
        "publication_id": publication_id,
        "language": language,
        "name": _SHEETS[language]["file"],
        "size": len(content),
        "content": content,
        "cover": cover.content if cover else None,
        "cover_width": cover.width if cover else None,
        "cover_height": cover.height if cover else None,
        "reading": "tagged",
        "created_by": editor,
        "created_at": at,
    }


@cache
def _sheet(language: str) -> tuple[bytes, Cover | None]:
    """Made once and the same everywhere. Lists draw the cover of the page's own language only."""
    content = make_pdf("leaflet", {"lang": language, "footer": "MIA", **_SHEETS[language]})
    return content, cover_of(content) if language in _SITE else None
