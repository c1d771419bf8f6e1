"""Words of the mapping (kartläggning). It asks how life goes, never for a diagnosis."""

from enum import StrEnum

from core.i18n import _l


class LifeArea(StrEnum):
    """Areas of life, in the order they are talked through. Our own list, not an official one."""

    EVERYDAY_LIFE = "everyday_life"
    HOME = "home"
    FAMILY_AND_FRIENDS = "family_and_friends"
    WELLBEING = "wellbeing"
    ECONOMY = "economy"
    WORK_AND_STUDIES = "work_and_studies"
    CONTACTS_WITH_AUTHORITIES = "contacts_with_authorities"
    FUTURE = "future"


LIFE_AREA_NAMES = {
    LifeArea.EVERYDAY_LIFE: _l("Everyday life"),
    LifeArea.HOME: _l("Home"),
    LifeArea.FAMILY_AND_FRIENDS: _l("Family and friends"),
    LifeArea.WELLBEING: _l("How I feel"),
    LifeArea.ECONOMY: _l("Economy"),
    LifeArea.WORK_AND_STUDIES: _l("Work and studies"),
    LifeArea.CONTACTS_WITH_AUTHORITIES: _l("Contacts with authorities"),
    LifeArea.FUTURE: _l("The future"),
}

GRADES: dict[int, object] = {
    1: _l("1, badly"),
    2: "2",
    3: _l("3, so-so"),
    4: "4",
    5: _l("5, well"),
}
"""How it goes as the person sees it. It compares the person with nobody but themselves, earlier."""
