// What pages that ask for eight words share: proof for the server, and a sentence for everything that can go wrong.
// The sentences stand in the page (sign_in/parts.html), in the person's language.

import { recognise } from "../keys/words.js";
import { post, told } from "./send.js";

const byId = (id) => document.getElementById(id);
const NOTICES = ["refused", "unreadable", "count", "unavailable", "failed"];
let refusal = "";

// Give the server proof of some words and get their wraps; null when they open nothing.
export async function askWraps(proof) {
  const answer = await post("/sign-in", { step: "wraps", ...proof });
  if (answer.ok) return answer.json();
  refusal = await told(answer);
  if (answer.status === 422) return null;
  throw Object.assign(new Error("refused"), { name: "Refused" });
}

export function quiet() {
  for (const id of [...NOTICES, "unknown"]) byId(id).hidden = true;
}

// Say what happened with what was typed. Nothing typed is lost, and nothing of it leaves the browser.
export async function explain(trouble, typed) {
  const notice = byId(noticeFor(trouble));
  if (notice.id === "refused") notice.querySelector("p").textContent = refusal;
  if (notice.id === "count") byId("found").textContent = trouble.found;
  if (trouble.name === "WordsUnknown") await nameUnknown(typed);
  notice.hidden = false;
  notice.focus();
}

function noticeFor(trouble) {
  if (["WordsUnknown", "Refused"].includes(trouble.name) && refusal) return "refused";
  return { KeyUnreadable: "unreadable", WrongWordCount: "count", KeysUnavailable: "unavailable" }[trouble.name] ?? "failed";
}

// A slip of the finger is found by the lists, here and not by the server.
async function nameUnknown(typed) {
  const words = typed.split(/[\s-]+/u).filter(Boolean);
  const found = await recognise(typed).catch(() => null);
  if (!found?.unknown.length) return;
  byId("unknown").querySelector("b").textContent = found.unknown.map((at) => words[at]).join(", ");
  byId("unknown").hidden = false;
}
