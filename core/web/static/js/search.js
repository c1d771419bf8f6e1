// The search: / comes to it from anywhere, the arrow keys go through what was found. Everything works without this.

const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
const box = document.querySelector("details[data-search-box]");
const field = document.querySelector("main [data-search]") ?? box?.querySelector("input[name=q]");
const links = [...document.querySelectorAll("[data-results] li a")];

// One key alone may be in the way of who speaks to the machine (WCAG 2.1.4): the page of the search can turn it off.
const key = {
  get isOff() {
    try {
      return localStorage.getItem("search-key") === "off";
    } catch {
      return false; // storage refused: as it begins
    }
  },
  turn(off) {
    try {
      localStorage.setItem("search-key", off ? "off" : "on");
    } catch {
      // storage refused: nothing to remember it in
    }
  },
};

function come() {
  if (box?.contains(field)) {
    if (!box.offsetParent) {
      location.assign(field.form.action); // no room for the box: the search has a page of its own
      return;
    }
    box.open = true;
  }
  field.focus();
  field.select();
}

function go(step) {
  const at = links.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== field) return false;
  const next = at + step;
  if (next >= links.length || next < -1) return false;
  (next < 0 ? field : links[next]).focus();
  return true;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "/" && field && !key.isOff && !typing(event.target)) {
    event.preventDefault();
    come();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (go(event.key === "ArrowDown" ? 1 : -1)) event.preventDefault();
  } else if (event.key === "Escape" && box?.open) {
    box.open = false;
    box.querySelector("summary").focus();
  }
});

box?.addEventListener("toggle", () => {
  if (box.open) field.focus();
});
addEventListener("click", (event) => {
  if (box?.open && !box.contains(event.target)) box.open = false;
});

const keys = document.querySelector("[data-search-keys]");
if (keys) {
  const box = keys.querySelector("input");
  keys.hidden = false;
  box.checked = !key.isOff;
  box.addEventListener("change", () => key.turn(!box.checked));
}
