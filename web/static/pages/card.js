// The one card with eight words: fill it, copy, print or save it, ask two words back. Words live only in this page:
// nothing here stores or sends them.

const byId = (id) => document.getElementById(id);

export function fill(words) {
  byId("words").replaceChildren(...words.map((word) => {
    const line = document.createElement("li");
    line.textContent = word;
    return line;
  }));
}

export function offerTools(words) {
  byId("tools").hidden = false;
  byId("copy").addEventListener("click", async () => {
    byId("copied").hidden = !(await copied(words.join(" ")));
  });
  byId("print").addEventListener("click", () => window.print());
  byId("save").href = URL.createObjectURL(new Blob([note(words)], { type: "text/plain" }));
}

// A file is opened by the simplest editor of an old computer: numbered lines, CRLF, a byte order mark.
function note(words) {
  const says = document.querySelector("#card p").textContent.trim();
  return ["\uFEFF" + says, "", ...words.map((word, index) => `${index + 1}. ${word}`), ""].join("\r\n");
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard over plain http, as on an onion address: select the words, so that one gesture copies them.
    getSelection().selectAllChildren(byId("words"));
    return document.execCommand("copy");
  }
}

// `same` compares as the server would: capitals, ё and look-alike letters do not matter.
export function askBack(words, { same, next }) {
  const asked = twoOf(words.length);
  for (const index of asked) byId(`ask-${index + 1}`).hidden = false;
  byId("saved").addEventListener("click", () => turn(true));
  byId("look").addEventListener("click", () => turn(false));
  byId("later").href = next;
  byId("check").addEventListener("submit", (event) => {
    event.preventDefault();
    const wrong = asked.filter((index) => !same(byId(`word-${index + 1}`).value, words[index]));
    for (const index of asked) mark(index, wrong.includes(index));
    if (wrong.length) byId(`word-${wrong[0] + 1}`).focus();
    else location.assign(next);
  });
}

function turn(asking) {
  byId("check").hidden = !asking;
  byId("shown").hidden = asking;
  byId(asking ? "check-title" : "saved").focus();
}

function mark(index, isWrong) {
  byId(`wrong-${index + 1}`).hidden = !isWrong;
  byId(`word-${index + 1}`).toggleAttribute("aria-invalid", isWrong);
  if (isWrong) byId(`word-${index + 1}`).setAttribute("aria-invalid", "true");
}

function twoOf(count) {
  const first = random(count);
  const second = (first + 1 + random(count - 1)) % count;
  return [first, second].sort((a, b) => a - b);
}

function random(below) {
  return crypto.getRandomValues(new Uint32Array(1))[0] % below;
}
