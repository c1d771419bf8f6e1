// Long work: the page tells how far it has come, and is read anew when something else is to be done. Without this there is a link.

const EVERY = 1500; // milliseconds
const place = document.querySelector("[data-progress]");
const bar = place?.querySelector("progress");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return; // signed out, or gone: the link is there
    const { state, done, total } = await answer.json();
    if (state !== place.dataset.state) {
      location.reload();
      return;
    }
    if (bar && total) {
      bar.max = total;
      bar.value = done;
    }
  } catch {
    // the net is away: tried again
  }
  setTimeout(look, EVERY);
}

if (place) setTimeout(look, EVERY);
