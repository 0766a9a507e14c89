// The one field for eight words: readable unless the person covers it, with completion from the word lists.
// What is typed stays in the field: it has no name, and nothing here stores or sends it.

const MOST = 5;
const FEWEST_LETTERS = 2;
const MOST_COUNTED = 12;
const byId = (id) => document.getElementById(id);
const field = document.querySelector("input[autocomplete=current-password]");
const list = byId("completions");
const cover = byId("cover");
let active = -1;

// `complete(start)` resolves to list words that begin like the letters typed.
export function wordField(complete) {
  const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(combobox)) field.setAttribute(name, value);
  // It begins as a password so that password managers know it; eight words must be seen to be typed.
  field.type = "text";
  cover.hidden = false;
  cover.addEventListener("change", (event) => turn(event.target.checked ? "password" : "text"));
  field.addEventListener("input", () => {
    suggest(complete);
    count();
  });
  field.addEventListener("keydown", press);
  // Not on blur: the list would go while a finger is on the button below, and the button would jump away from it.
  field.form.addEventListener("submit", () => offer([]));
  // pointerdown would move the focus away and close a screen keyboard
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => take(event.target.closest("li")));
  return field;
}

function turn(type) {
  field.type = type;
  offer([]);
  count();
}

function press(event) {
  if (list.hidden) return;
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (["Enter", "Tab"].includes(event.key) && active >= 0) take(list.children[active]);
  else if (event.key === "Escape") offer([]);
  else return;
  event.preventDefault();
}

async function suggest(complete) {
  const start = begun();
  if (field.type === "password" || start.length < FEWEST_LETTERS) {
    offer([]);
    return;
  }
  const found = (await complete(start)).slice(0, MOST);
  const isWhole = found.length === 1 && found[0] === start;
  if (begun() === start) offer(isWhole ? [] : found); // else typed on meanwhile
}

// The letters between the last space and the caret.
function begun() {
  return /[^\s-]*$/u.exec(field.value.slice(0, caret()))[0];
}

function caret() {
  return field.selectionEnd ?? field.value.length;
}

function offer(words) {
  active = -1;
  list.replaceChildren(...words.map((word, index) => line(word, {
    id: `completion-${index}`, role: "option", "aria-selected": "false",
  })));
  list.hidden = words.length === 0;
  field.setAttribute("aria-expanded", String(words.length > 0));
  field.removeAttribute("aria-activedescendant");
}

function move(step) {
  const { length } = list.children;
  list.children[active]?.setAttribute("aria-selected", "false");
  active = active < 0 && step < 0 ? length - 1 : (active + step + length) % length;
  list.children[active].setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", list.children[active].id);
}

function take(option) {
  if (!option) return;
  const word = option.textContent;
  const start = caret() - begun().length;
  const rest = field.value.slice(caret()).trimStart();
  field.value = `${field.value.slice(0, start)}${word} ${rest}`;
  field.focus();
  field.setSelectionRange(start + word.length + 1, start + word.length + 1);
  offer([]);
  count();
}

// Eight words are wider than a phone: below the field they are counted and can be read. For the eye only.
function count() {
  const typed = field.type === "password" ? [] : field.value.split(/[\s-]+/u).filter(Boolean);
  byId("so-far").replaceChildren(...typed.slice(0, MOST_COUNTED).map((word) => line(word)));
  byId("so-far").hidden = typed.length === 0;
}

function line(word, attributes = {}) {
  const made = document.createElement("li");
  made.textContent = word;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
