// One slide at a time with the arrow keys, space and Home and End. Without this the slides are one long page.

const slides = [...document.querySelectorAll(".slide")];
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };

function current() {
  const past = slides.filter((slide) => slide.getBoundingClientRect().top < window.innerHeight / 2);
  return Math.max(past.length - 1, 0);
}

function show(number) {
  const slide = slides[Math.min(Math.max(number, 0), slides.length - 1)];
  window.scrollTo({ top: slide.getBoundingClientRect().top + window.scrollY, behavior: "instant" });
  slide.focus({ preventScroll: true });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("a, button, input, select, textarea, summary")) return;
  if (event.key in steps) {
    const onFirst = slides[0].getBoundingClientRect().top > window.innerHeight / 2;
    show(onFirst ? 0 : current() + steps[event.key]);
  } else if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else return;
  event.preventDefault();
});
