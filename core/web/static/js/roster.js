// The roster by keyboard: arrows move, a letter goes on to the next person, + and * fill what is empty.
// Without it every box is a plain field, and a tick under each day says that all the others were there.

const sheet = document.querySelector("[data-roster]");
const rows = sheet ? [...sheet.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("[data-roster-box]"))) : [];
const letters = new Set([...document.querySelectorAll(".roster-keys kbd")].map((key) => key.textContent));
const present = "P";

const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function placeOf(box) {
  const row = rows.findIndex((boxes) => boxes.includes(box));
  return [row, rows[row].indexOf(box)];
}

// The next box in that direction; where somebody was not to come the way goes on beyond.
function next([row, column], [down, across]) {
  for (let at = [row + down, column + across]; rows[at[0]] && at[1] >= 0 && at[1] < rows[at[0]].length; at = [at[0] + down, at[1] + across]) {
    if (rows[at[0]][at[1]]) return rows[at[0]][at[1]];
  }
  return null;
}

// After a letter: the next person; after the last one the first of the next day.
function after([row, column]) {
  return next([row, column], moves.ArrowDown) ?? next([-1, column + 1], moves.ArrowDown);
}

function go(box) {
  if (!box) return;
  box.focus();
  box.select();
}

function write(box, text) {
  box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function fill(boxes) {
  for (const box of boxes) if (box && box.value.trim() === "") write(box, present);
}

function pressed(event) {
  const box = event.target;
  if (!box.matches("[data-roster-box]") || event.isComposing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key === "Enter") {
      event.preventDefault();
      box.form.requestSubmit();
    }
    return;
  }
  const place = placeOf(box);
  const letter = event.key.toUpperCase();
  if (event.key in moves) go(next(place, moves[event.key]));
  else if (event.key === "+") fill(rows.map((boxes) => boxes[place[1]]));
  else if (event.key === "*") fill(rows.flat());
  else if (letters.has(letter)) {
    write(box, letter);
    go(after(place));
  } else return;
  event.preventDefault();
}

if (sheet) {
  document.querySelector("[data-roster-help]").hidden = false;
  sheet.addEventListener("keydown", pressed);
  sheet.addEventListener("focusin", (event) => event.target.matches("[data-roster-box]") && event.target.select());
}
