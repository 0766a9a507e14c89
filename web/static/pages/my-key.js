// Change my words: open both keys with the words in use, lock them with new ones. Neither words leave this page.

import { rewrap, siteIdOf } from "../keys/account.js";
import { askWraps, explain, quiet } from "./asking.js";
import { completing } from "./completing.js";
import { making } from "./making.js";
import { wordField } from "./word-field.js";

const byId = (id) => document.getElementById(id);
const form = byId("change");
const field = wordField(completing(form.dataset.language));
const TYPED = ["WordsUnknown", "Refused", "KeyUnreadable", "WrongWordCount"];

const attempt = making(
  (words, onProgress) => rewrap(field.value, words, siteIdOf(form), askWraps, onProgress),
  (trouble) => {
    if (!TYPED.includes(trouble.name)) return false;
    form.hidden = false;
    explain(trouble, field.value);
    return true;
  },
);

form.addEventListener("submit", (event) => {
  event.preventDefault();
  quiet();
  form.hidden = true;
  attempt();
});

addEventListener("pagehide", () => { field.value = ""; });
byId("enter").disabled = false;
