// Make eight words in this browser, have the account made or changed with what they derive, then show the card.
// The words are in no request: only what `fieldsOf` derives from them is.

import { enter, makeKey, siteIdOf } from "../keys/account.js";
import { sameWord } from "../keys/canonical.js";
import { askWraps } from "./asking.js";
import { askBack, fill, offerTools } from "./card.js";
import { post, told } from "./send.js";

const byId = (id) => document.getElementById(id);
const root = byId("key");
const bar = byId("making").querySelector("progress");
const progress = (share) => { bar.value = share; };

// `fieldsOf(words, onProgress)` gives the fields to send; `refused(trouble)` says true when the page dealt with it.
export function making(fieldsOf, refused = () => false) {
  let words = null;
  let fields = null;

  async function attempt() {
    show("making");
    try {
      words ??= await makeKey(root.dataset.language);
      fields ??= await fieldsOf(words, progress);
      present(words, await sent(fields, words));
    } catch (trouble) {
      await fail(trouble);
    }
  }

  async function fail(trouble) {
    show("none");
    if (refused(trouble)) return;
    if (trouble.told) byId("not-made").querySelector("p").textContent = trouble.told;
    if (trouble.name === "KeysUnavailable") byId("without-scripts").hidden = false;
    show("not-made");
  }

  byId("again").addEventListener("click", attempt);
  root.hidden = false;
  byId("without-scripts").hidden = true;
  return attempt;
}

function present(words, next) {
  fill(words);
  offerTools(words);
  askBack(words, { same: sameWord, next });
  show("shown");
  byId("card-title").focus();
}

// An answer can get lost on a poor line after the server did what was asked. Sent again, our cookie is a stranger's
// (401): then we come in with the new words. Or the cookie is a new one already (409): then we are in.
async function sent(fields, words) {
  const answer = await post(root.dataset.action, { step: "script", ...fields });
  if (answer.ok) return (await answer.json()).next;
  if (answer.status === 409) return "/sign-in";
  if (answer.status === 401) {
    const proof = await enter(words, siteIdOf(root), askWraps, progress);
    const entered = await post("/sign-in", proof.fields);
    if (entered.redirected) return "/sign-in";
  }
  throw Object.assign(new Error("not made"), { told: await told(answer) });
}

function show(part) {
  for (const id of ["making", "not-made", "shown"]) byId(id).hidden = id !== part;
}
