// Light or dark: follows the device until the reader has chosen. Loaded in <head> so that nothing flashes; without it: light.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;

  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage refused: follow the device
    }
  };
  const apply = (theme) => {
    root.dataset.bsTheme = theme || (dark.matches ? "dark" : "light");
  };
  const remember = (theme) => {
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // storage refused: the choice holds until the next page
    }
  };

  root.dataset.script = ""; // shows the button from the first drawing on: nothing may move when the page is there
  apply(chosen());
  dark.addEventListener("change", () => apply(chosen()));
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.addEventListener("click", () => {
        const theme = root.dataset.bsTheme === "dark" ? "light" : "dark";
        remember(theme);
        apply(theme);
      });
    }
    document.querySelector(".error-summary")?.focus();
  });
})();
