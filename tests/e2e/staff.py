"""Somebody at a screen: opens pages, fills in forms, presses buttons by the words that stand on them."""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, Page

from core.context import Language
from tests.e2e.product import Site
from tests.house import PASSWORD

_TRANSLATIONS = Path(__file__).parents[2] / "translations"
Value = str | list[str]


@dataclass
class Staff:
    """`look` is called with every page that is met on the way, and with the status it came with."""

    page: Page
    site: Site
    slug: str | None
    language: Language = "sv"
    look: Callable[[Page], None] = field(default=lambda _page: None)
    signed_in: bool = False

    def says(self, text: str) -> str:
        """The text of the product in the language of this person."""
        return _swedish().gettext(text) if self.language == "sv" else text

    def open(self, path: str) -> int:
        """Go to a path of the site; returns the status."""
        answer = self.page.goto(self.site.address(self.slug, path))
        assert answer is not None
        self.look(self.page)
        return answer.status

    def press(self, text: str, *, link: bool = False, within: Locator | None = None) -> int:
        """Press the button, or follow the link, and look at the page it leads to; returns its status."""
        place = within or self.page.get_by_role("main")
        target = place.get_by_role("link" if link else "button", name=self.says(text), exact=True).first
        with self.page.expect_navigation() as arrived:
            target.click()
        self.look(self.page)
        return arrived.value.status if arrived.value else 200

    def fill_in(self, values: Mapping[str, Value]) -> None:
        """Give fields, by name, what a person would type or choose."""
        for name, value in values.items():
            found = self.page.locator(f"main [name='{name}']")
            kind = found.first.evaluate("field => field.type")
            if kind in ("radio", "checkbox"):
                for one in [value] if isinstance(value, str) else value:
                    self.page.locator(f"main [name='{name}'][value='{one}']").check()
            elif kind == "select-one":
                found.select_option(value)
            else:
                found.fill(str(value))

    def values_of(self, names: Mapping[str, Value]) -> dict[str, Value]:
        """What the fields hold now: for groups what is ticked, in the order of the page."""
        return {name: self._value(name, several=isinstance(value, list)) for name, value in names.items()}

    def sign_in(self, role: str) -> None:
        assert self.open("/sign-in" if self.language == "sv" else "/en/sign-in") == 200
        self.fill_in({"email": f"{role}@{self.slug or 'county'}.example", "password": PASSWORD})
        self.press("Sign in")
        self.signed_in = True
        if self.language == "en":
            self.open("/?lang=en")

    def figure(self, name: str, *, tenant: str | None = None) -> int:
        """A published figure of this page, of a row of /totals when a tenant is named; 0 where nothing was counted yet."""
        row = f"[data-tenant='{tenant}'] " if tenant else ""
        found = self.page.locator(f"{row}data[data-figure='{name}']")
        return int(found.first.get_attribute("value") or 0) if found.count() else 0

    def sees(self, text: str) -> bool:
        return text in self.page.content()

    def _value(self, name: str, *, several: bool) -> Value:
        found = self.page.locator(f"main [name='{name}']")
        if found.first.evaluate("field => field.type") not in ("radio", "checkbox"):
            return found.input_value()
        ticked = [str(one.get_attribute("value")) for one in found.all() if one.is_checked()]
        return ticked if several else "".join(ticked)


@cache
def _swedish() -> gettext.NullTranslations:
    return gettext.translation("messages", _TRANSLATIONS, ["sv"])
