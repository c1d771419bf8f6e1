"""The keyboard's way through a page: every stop of Tab is seen, marked, and not covered (WCAG 2.1.1, 2.4.7, 2.4.11)."""

from typing import Any

from playwright.sync_api import Page

# At each stop: is it marked (against how it looks without focus), in the window, and not under what is fixed or sticky?
# A field that is drawn on its label is judged with it.
_WATCH = """() => {
  const REACHED = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = one => one.checkVisibility({checkVisibilityCSS: true}) && !one.disabled && !one.closest("[inert]");
  const name = one => `${one.tagName.toLowerCase()} ${one.name || one.textContent.trim().slice(0, 40) || one.id}`;
  const look = one => {
    const {outlineStyle, outlineWidth, outlineColor, boxShadow} = getComputedStyle(one);
    return [outlineStyle === "none" ? "" : `${outlineStyle} ${outlineWidth} ${outlineColor}`, boxShadow].join();
  };
  const watched = window.watched = {stops: [], faults: [], over: false};
  let last = null;
  const wanted = () => [...document.querySelectorAll(REACHED)].filter(one => shown(one) && one.tabIndex >= 0);
  const laid = one => {
    for (; one && one !== document.documentElement; one = one.parentElement)
      if (["fixed", "sticky"].includes(getComputedStyle(one).position)) return one;
    return null;
  };
  const covers = (one, x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && !one.contains(top) && !top.contains(one) && !(one.labels && [...one.labels].some(label => label.contains(top)));
  };
  const judge = one => {
    const box = one.getBoundingClientRect();
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    if (right - left < 1 || bottom - top < 1) return watched.faults.push(`${name(one)} has the focus outside the window`);
    const room = getComputedStyle(document.documentElement);
    const padded = (parseFloat(room.scrollPaddingTop) || 0) + (parseFloat(room.scrollPaddingBottom) || 0);
    if (box.height <= innerHeight - padded && (box.top < -1 || box.bottom > innerHeight + 1))
      watched.faults.push(`${name(one)} has the focus partly outside the window`);
    const points = [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2],
      [(left + right) / 2, (top + bottom) / 2]];
    const hidden = points.filter(([x, y]) => covers(one, x, y));
    const under = hidden.map(([x, y]) => laid(document.elementFromPoint(x, y))).find(Boolean);
    if (under) watched.faults.push(`${name(one)} has the focus under ${name(under)}`);
    else if (hidden.length === points.length && box.width > 4) watched.faults.push(`${name(one)} has the focus and is covered`);
  };
  addEventListener("keyup", event => {
    if (event.key !== "Tab" || watched.over) return;
    const one = document.activeElement;
    if (last && last.one !== one && look(last.one) === last.look)
      watched.faults.push(`nothing shows that ${name(last.one)} has the focus`);
    if (one === document.body || watched.stops.includes(one)) {
      watched.over = true;
      const radios = watched.stops.filter(stop => stop.type === "radio");
      const group = field => radios.some(stop => stop.name === field.name && stop.form === field.form);
      for (const field of wanted())
        if (!watched.stops.includes(field) && !(field.type === "radio" && group(field)))
          watched.faults.push(`${name(field)} is not reached by Tab`);
      return;
    }
    watched.stops.push(one);
    last = {one, look: look(one)};
    judge(one);
  });
  document.body.tabIndex = -1;  // the next Tab begins at the top, wherever the last one was
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
  return wanted().length;
}"""


def walk_by_tab(page: Page) -> tuple[int, list[str]]:
    """Press Tab from the top of the page to its end. Returns the number of stops and what was wrong at them."""
    stops: int = page.evaluate(_WATCH)
    for pressed in range(2 * stops + 5):
        page.keyboard.press("Tab")
        if pressed >= stops and page.evaluate("watched.over"):
            break
    found: dict[str, Any] = page.evaluate("({stops: watched.stops.length, faults: watched.faults, over: watched.over})")
    return found["stops"], found["faults"] + ([] if found["over"] else ["Tab never comes to the end of the page"])
