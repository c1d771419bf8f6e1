"""What the delprojekt and the county have published in the demo: news, an event, a job, a story on a consent to publish.

The people of the stories are as made up as everybody here; the pictures are drawn, of hills and a sun.
"""

import colorsys
import datetime as dt
import io
import json
import uuid
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from core.consents.terms import ConsentKind, GivenBy
from core.pictures import renditions_of
from core.writing import slug_of
from tenants.demo import margins
from tenants.demo.days import weekday_near
from tenants.demo.dice import Ids, name_id
from tenants.demo.films import media_rows
from tenants.demo.rows import Row, TenantRows

_HUES = {"ostra-sodertorn": 0.64, "hbs": 0.4, "varna": 0.55, "stockholms-stad": 0.52, "sodertalje": 0.09}
_HUES |= {"roslagen": 0.58, "sundbyberg": 0.83, "suvs": 0.25}
SIZE = (1000, 500)
_NO_VOICE = {"quote": "", "quoted_as": ""}

Piece = Mapping[str, Any]
"""An article as news.json has it: `words` by language, `alt` what the picture shows in Swedish and English, days from today."""


def add_news(rows: TenantRows) -> None:
    """The same pieces everywhere with the place's name in them, and a story where there is one."""
    ids, editor = Ids(f"news/{rows.slug}"), rows.find_staff("association_office").account_id
    place = rows.facts.name.removeprefix("Samordningsförbundet ")
    for number, piece in enumerate(_pieces()["everywhere"]):
        _add_piece(rows.tables, piece, ids, editor, place=place, hue=_HUES.get(rows.slug, 0.5) + number * 0.03)
    story = _pieces()["stories"].get(rows.slug)
    if story:
        article_id = _add_piece(rows.tables, story, ids, editor, place=place, hue=_HUES.get(rows.slug, 0.5))
        rows.add("article_consent", article_id=article_id, consent_id=_add_consent(rows, ids, story))


@cache
def _pieces() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "news.json").read_text(encoding="utf-8"))
    return found


def county_news(editor: uuid.UUID) -> dict[str, list[Row]]:
    """The county's rows, by table."""
    tables: dict[str, list[Row]] = {}
    ids = Ids("news/county")
    for number, piece in enumerate(_pieces()["county"]):
        _add_piece(tables, piece, ids, editor, place="", hue=0.52 + number * 0.05)
    return tables


def _add_piece(tables: Any, piece: Piece, ids: Ids, editor: uuid.UUID, *, place: str, hue: float) -> uuid.UUID:
    day = weekday_near(margins.as_of() - dt.timedelta(days=piece["days_ago"]))
    at = dt.datetime.combine(day, dt.time(7, 30), dt.UTC)
    article_id = ids.new(day)
    by = {"created_by": editor, "created_at": at, "changed_by": editor, "changed_at": at}
    picture_id = (
        _add_picture(tables, piece, ids.new(day), {"created_by": editor, "created_at": at}, hue) if "alt" in piece else None
    )
    media_id = ids.new(day) if "media" in piece else None
    for table, made in media_rows(piece["media"], media_id, {"created_by": editor, "created_at": at}) if media_id else ():
        _put(tables, table, made)
    days = {"happens_on": _ahead(piece.get("happens_in")), "last_day": _ahead(piece.get("last_day_in"))}
    days |= {"signup_until": _ahead(piece.get("signup_in"))}
    row = {
        "id": article_id,
        "kind": piece["kind"],
        "state": "published",
        "publish_at": at,
        "picture_id": picture_id,
        "media_id": media_id,
        "places": piece.get("places"),
        **days,
        **by,
    }
    _put(tables, "article", row)
    for language, words in piece["words"].items():
        written = {**words, "body": "\n\n".join(words["body"])}
        filled = {name: text.replace("{place}", place) for name, text in written.items()}
        address = slug_of(filled["title"])
        _put(tables, "article_text", {"article_id": article_id, "language": language, "slug": address, **_NO_VOICE, **filled})
    for tag in piece.get("tags", ()):
        _put(tables, "article_tag", {"article_id": article_id, "tag": tag})
    if picture_id:
        _put(tables, "article_picture", {"article_id": article_id, "picture_id": picture_id})
    return article_id


def _add_picture(tables: Any, piece: Piece, picture_id: uuid.UUID, made: Mapping[str, object], hue: float) -> uuid.UUID:
    _put(tables, "picture", {"id": picture_id, "alt_sv": piece["alt"][0], "alt_en": piece["alt"][1], "credit": "", **made})
    for width, height, content in _drawn(round(hue % 1, 2)):
        row = {"picture_id": picture_id, "width": width, "height": height, "content": content}
        _put(tables, "picture_rendition", row)
    return picture_id


def _ahead(days: int | None) -> dt.date | None:
    return None if days is None else margins.as_of() + dt.timedelta(days=days)


def _put(tables: Any, table: str, row: Row) -> None:
    tables.setdefault(table, []).append(row)


def _add_consent(rows: TenantRows, ids: Ids, story: Piece) -> uuid.UUID:
    """Of somebody who has left, given before the story was published."""
    person_id = next(row["person_id"] for row in rows.tables["participation"] if row["state"] == "ended" and row.get("person_id"))
    given = weekday_near(margins.as_of() - dt.timedelta(days=story["days_ago"] + 20))
    worker = rows.find_staff("case_worker")
    consent_id = ids.new(given)
    rows.add(
        "consent",
        id=consent_id,
        person_id=person_id,
        kind=ConsentKind.PUBLICITY,
        purpose="",
        given_by=GivenBy.WRITTEN,
        witness="",
        given_on=given,
        until=given + dt.timedelta(days=730),
        holder_id=worker.authority_id,
        withdrawn_on=None,
        scope="Berättelse på webbplatsen, utan namn",
        registered_by=worker.account_id,
        registered_at=dt.datetime.combine(given, dt.time(10), dt.UTC),
    )
    return consent_id


@cache
def _drawn(hue: float) -> tuple[tuple[int, int, bytes], ...]:
    """Three hills and a sun, in the hue of the place."""
    picture = Image.new("RGB", SIZE, _colour(hue, 0.93, 0.25))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((640, 110, 760, 230), fill=(242, 181, 68))
    for number, (left, top) in enumerate(((-200, 230), (250, 290), (-350, 360))):
        pen.ellipse((left, top, left + 1300, top + 700), fill=_colour(hue, 0.72 - 0.2 * number, 0.35))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return tuple((one.width, one.height, one.content) for one in renditions_of(written.getvalue()))


def _colour(hue: float, lightness: float, saturation: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hls_to_rgb(hue, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


COUNTY_EDITOR = name_id("communicator@county.example")
