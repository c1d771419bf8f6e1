"""The colours a site may have. Each is a hue of core/web/static/css/tokens.css, with the same contrast in light and dark."""

from enum import StrEnum

from core.i18n import _l


class Accent(StrEnum):
    """The hue of a site's links, buttons, lines and icon."""

    LANSVATTEN = "lansvatten"
    VIK = "vik"
    SKARGARD = "skargard"
    NATT = "natt"
    LJUNG = "ljung"
    BARK = "bark"
    MOSSA = "mossa"
    SKOG = "skog"


ACCENT_NAMES = {
    Accent.LANSVATTEN: _l("Teal"),
    Accent.VIK: _l("Sea blue"),
    Accent.SKARGARD: _l("Blue"),
    Accent.NATT: _l("Indigo"),
    Accent.LJUNG: _l("Heather"),
    Accent.BARK: _l("Brown"),
    Accent.MOSSA: _l("Moss green"),
    Accent.SKOG: _l("Forest green"),
}
