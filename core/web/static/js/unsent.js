// Nothing typed is lost: drafts saved while one types, a warning before leaving, a warning before the session ends.
// Everything works without it; then a button of the form saves the draft, and one is kept when a form outlives its session.

const SAVE_AFTER = 1500; // milliseconds of silence
const WARN_AT = 180; // seconds before the session ends: more than the two minutes that WCAG 2.2.1 asks for
const others = new BroadcastChannel("mia-session");

// Drafts and leaving --------------------------------------------------------------------------------------------------

class TypedForm {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-draft-state]");
    this.version = form.dataset.draftVersion;
    this.waits = !("draft" in form.dataset) || "draftWaits" in form.dataset; // nothing to save to, or an older draft to decide on
    this.unsaved = "unsaved" in form.dataset; // sent and refused: it stands nowhere but in this page
    this.sending = false;
    this.saving = null;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    form.addEventListener("submit", (event) => this.submit(event));
    if (this.unsaved) this.typed();
  }

  typed() {
    this.unsaved = true;
    clearTimeout(this.timer);
    if (!this.waits) this.timer = setTimeout(() => this.save(), SAVE_AFTER);
  }

  save() {
    clearTimeout(this.timer);
    if (this.waits || this.sending || !this.unsaved) return this.saving;
    if (this.saving) return this.saving.then(() => this.save());
    this.saving = this.send().finally(() => (this.saving = null));
    return this.saving;
  }

  async send() {
    this.unsaved = false;
    const typed = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams([...typed, ["draft_form", this.form.dataset.draft], ["draft_version", this.version]]);
    try {
      const answer = await fetch(this.form.dataset.draftAddress, { method: "POST", body });
      if (!answer.ok || answer.redirected) throw new Refused(answer);
      const kept = await answer.json();
      this.version = kept.version;
      this.say(`${this.state.dataset.saved} ${kept.when}`);
      stillHere();
    } catch (error) {
      this.unsaved = true;
      if (error.status === 409) this.waits = true;
      this.say(error.status === 409 ? this.state.dataset.elsewhere : this.state.dataset.failed);
    }
  }

  say(text) {
    if (this.state) this.state.textContent = text;
  }

  // A second press changes nothing, and a draft that is being saved is waited for: it must not outlive the form it is of.
  submit(event) {
    clearTimeout(this.timer);
    if (this.sending) {
      event.preventDefault();
      return;
    }
    if (this.saving) {
      event.preventDefault();
      const button = event.submitter;
      this.saving.finally(() => this.form.requestSubmit(button));
      return;
    }
    this.sending = true;
  }
}

class Refused extends Error {
  constructor(answer) {
    super();
    this.status = answer.status;
  }
}

const forms = [...document.querySelectorAll("form[data-typed]")].map((form) => new TypedForm(form));

addEventListener("beforeunload", (event) => {
  if (forms.some((form) => form.unsaved && !form.sending) && !forms.some((form) => form.sending)) event.preventDefault();
});
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const form of forms) form.save();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of forms) form.sending = false; // back from the next page, as it was left
});

// The session's end ---------------------------------------------------------------------------------------------------

const place = document.querySelector("[data-session]");
let idleEnd = 0;
let lastEnd = 0;
let shown = "";

const seconds = (end) => Math.round((end - Date.now()) / 1000);

function begin(left, most) {
  idleEnd = Date.now() + left * 1000;
  lastEnd = Date.now() + most * 1000;
  tell();
}

function stillHere() {
  const idle = Number(place.dataset.idle);
  begin(Math.min(idle, seconds(lastEnd)), seconds(lastEnd));
  others.postMessage({ idle });
}

function tell() {
  const left = seconds(idleEnd);
  const wanted = left <= 0 ? "ended" : left <= WARN_AT ? "warning" : "";
  if (wanted !== shown) show(wanted);
  if (wanted === "warning") {
    const minutes = Math.floor(left / 60);
    const { minutes: many, minute: one, seconds: none } = place.dataset;
    const text = minutes > 1 ? many.replace("{count}", minutes) : minutes ? one : none;
    const time = place.querySelector("[data-time]");
    if (time.textContent !== text) time.textContent = text;
  }
}

function show(wanted) {
  shown = wanted;
  place.replaceChildren();
  if (!wanted) return;
  for (const form of forms) form.save();
  place.append(document.querySelector(`template[data-session-${wanted}]`).content.cloneNode(true));
  const canStay = lastEnd - idleEnd > 1000;
  for (const part of place.querySelectorAll(canStay ? "[data-must-go]" : "[data-can-stay]")) part.remove();
  place.querySelector("form")?.addEventListener("submit", stay);
}

async function stay(event) {
  event.preventDefault();
  const form = event.target;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!answer.ok || answer.redirected) throw new Refused(answer);
    const { left, most } = await answer.json();
    begin(left, most);
    others.postMessage({ idle: left });
  } catch {
    begin(0, 0);
  }
}

if (place) {
  others.addEventListener("message", ({ data }) => begin(Math.min(data.idle, seconds(lastEnd)), seconds(lastEnd)));
  begin(Number(place.dataset.left), Number(place.dataset.most));
  others.postMessage({ idle: Number(place.dataset.left) });
  setInterval(tell, 1000);
}

// Seen whole ------------------------------------------------------------------------------------------------------------

// By itself a field of several lines is scrolled to no further than its first line when Tab comes to it.
document.addEventListener("focusin", ({ target }) => {
  if (target.matches("textarea")) target.scrollIntoView({ block: "nearest" });
});
