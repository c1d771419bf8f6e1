"""Words of the library: kinds of publications, the languages leaflets come in, and the pages whose text a site may write."""

from enum import StrEnum

from core.i18n import _l


class PublicationKind(StrEnum):
    """What a publication is. A reading tip may lead to somebody else's page and have no file."""

    REPORT = "report"
    FACT_SHEET = "fact_sheet"
    LEAFLET = "leaflet"
    READING_TIP = "reading_tip"


KIND_NAMES = {
    PublicationKind.REPORT: _l("Report"),
    PublicationKind.FACT_SHEET: _l("Fact sheet"),
    PublicationKind.LEAFLET: _l("Leaflet"),
    PublicationKind.READING_TIP: _l("Reading tip"),
}
KIND_HEADINGS = {
    PublicationKind.REPORT: _l("Reports"),
    PublicationKind.FACT_SHEET: _l("Fact sheets"),
    PublicationKind.LEAFLET: _l("Leaflets"),
    PublicationKind.READING_TIP: _l("Reading tips"),
}


class Reading(StrEnum):
    """Whether a file can be read aloud. UNKNOWN for those that came before anybody looked."""

    UNKNOWN = "unknown"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    PICTURE = "picture"


LACKING = {
    "text": _l("It has no text, only pictures of it. Make the PDF from the document, not by scanning a print."),
    "some_text": _l("Some pages are only pictures of text. Make the PDF from the document, not by scanning a print."),
    "tags": _l("It has no tags: headings and lists are not told as such. In Word, save as PDF with the tags for accessibility."),
    "title": _l("It has no title. Write one under the document's properties before you save as PDF."),
}
"""What a file lacks to be read aloud, and what to do."""


class SitePage(StrEnum):
    """Pages whose text a site may write itself; where it has written nothing our own stands."""

    PARTICIPANTS = "participants"
    EASY_READ = "easy_read"
    OFFICERS = "officers"
    RESULTS = "results"
    SUPPORT = "support"


PAGE_NAMES = {
    SitePage.PARTICIPANTS: _l("For those who want to take part"),
    SitePage.EASY_READ: _l("Easy read"),
    SitePage.OFFICERS: _l("For case officers"),
    SitePage.RESULTS: _l("The most important results"),
    SitePage.SUPPORT: _l("What the project helps with"),
}
TENANT_PAGES = (SitePage.PARTICIPANTS, SitePage.EASY_READ, SitePage.OFFICERS, SitePage.RESULTS)
COUNTY_PAGES = (SitePage.RESULTS, SitePage.SUPPORT)

LANGUAGES = {
    "sv": "Svenska",
    "en": "English",
    "ar": "العربية",
    "bs": "Bosanski",
    "ckb": "کوردیی ناوەندی",
    "es": "Español",
    "fa": "فارسی",
    "fi": "Suomi",
    "fr": "Français",
    "kmr": "Kurmancî",
    "pl": "Polski",
    "prs": "دری",
    "ps": "پښتو",
    "ru": "Русский",
    "so": "Soomaali",
    "syr": "ܣܘܪܝܝܐ",
    "th": "ไทย",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
}
"""Languages a file may be in, by BCP 47 code, each by its own name: whoever looks for it knows that one."""
FROM_RIGHT = frozenset({"ar", "ckb", "fa", "prs", "ps", "syr"})

MOST_TITLE = 160
MOST_TEXT = 600
MOST_FACT = 300
MOST_NAME = 80
FIRST_YEAR = 1990
