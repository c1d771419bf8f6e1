"""Somebody without a mouse: everything is reached by Tab, and done with Enter, Space, arrows and letters."""

from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.e2e.staff import Staff, Value
from tests.house import PASSWORD

MOST_TABS = 120
_FOCUSED = """() => {
  const one = document.activeElement;
  const seen = getComputedStyle(one).outlineStyle !== "none" || getComputedStyle(one).boxShadow !== "none";
  return [one.name || "", one.type || "", one.value || "", one.textContent.trim(), seen];
}"""


@dataclass
class Hands:
    """At the keyboard of `staff`. What has the focus must be seen wherever something is done with it."""

    staff: Staff

    @property
    def page(self) -> Page:
        return self.staff.page

    def sign_in(self, role: str, password: str = PASSWORD) -> None:
        """From the address of the sign-in page, which is typed too."""
        self.staff.open("/sign-in")
        self.type_in({"email": f"{role}@{self.staff.slug or 'county'}.example", "password": password})
        self.enter()
        self.staff.signed_in = True

    def follow(self, text: str) -> None:
        """Go to the link or button with these words (English; said in the person's language), and press Enter."""
        self.tab_to(text=self.staff.says(text))
        self.enter()

    def follow_name(self, name: str) -> None:
        """The same for what is not the product's own words, such as somebody's name."""
        self.tab_to(text=name)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def type_in(self, values: Mapping[str, Value]) -> None:
        """Fields in the order of the page: text is written, alternatives are chosen with arrows and Space."""
        for name, value in values.items():
            kind = self.tab_to(name=name)
            if kind == "checkbox":
                self._tick(name, [value] if isinstance(value, str) else value)
            elif kind == "radio":
                self._choose(str(value), "Space")
            elif kind == "select-one":
                self._choose(str(value), "Home")
            else:
                self.page.keyboard.press("Control+A")
                self.page.keyboard.type(str(value))

    def tab_to(self, *, name: str = "", text: str = "", value: str = "") -> str:
        """Press Tab until the field or the words have the focus, which must be seen. Returns the field's type."""
        for _ in range(MOST_TABS):
            focused_name, kind, focused_value, words, seen = self.page.evaluate(_FOCUSED)
            if (name and focused_name == name and value in ("", focused_value)) or (text and words == text):
                assert seen, f"nothing shows that {name or text} has the focus"
                return str(kind)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{name or text} is not reached by Tab on {self.page.url}")

    def _tick(self, name: str, values: list[str]) -> None:
        for value in values:
            self.tab_to(name=name, value=value)
            self.page.keyboard.press("Space")

    def _choose(self, value: str, first: str) -> None:
        self.page.keyboard.press(first)
        for _ in range(MOST_TABS):
            if self.page.evaluate(_FOCUSED)[2] == value:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{value} cannot be chosen with the keyboard")
