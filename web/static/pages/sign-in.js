// Come in: derive in a Worker, open the wallet key here, send proof. The words stay in their field, which has no name.

import { enter, siteIdOf } from "../keys/account.js";
import { loginName } from "../keys/names.js";
import { askWraps, explain, quiet } from "./asking.js";
import { completing } from "./completing.js";
import { wordField } from "./word-field.js";

const byId = (id) => document.getElementById(id);
const form = byId("sign-in");
const { language } = form.dataset;
const field = wordField(completing(language));
const bar = byId("deriving").querySelector("progress");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  quiet();
  work(true);
  try {
    const { fields, lookup } = await enter(field.value, siteIdOf(form), askWraps, (share) => { bar.value = share; });
    // the name under which a password manager keeps the words
    byId("pseudonym").value = await loginName(lookup, language).catch(() => "");
    for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
    form.submit();
  } catch (trouble) {
    work(false);
    await explain(trouble, field.value);
  }
});

function work(isOn) {
  byId("deriving").hidden = !isOn;
  byId("enter").disabled = isOn;
}

// Back must not find the words in their field.
addEventListener("pagehide", () => { field.value = ""; });
work(false);
