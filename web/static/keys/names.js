// The name that a password manager keeps beside the eight words; the twin of service/crypto/tickets.py, login_name.

import { concat, utf8 } from "./bytes.js";

const GENDERS = "mfn";

export async function loginName(lookup, language) {
  const answer = await fetch(new URL(`../words/aliases_${language}.txt`, import.meta.url));
  if (!answer.ok) throw new Error(`no alias words: ${answer.status}`);
  return nameFrom(await answer.text(), lookup, "login-name");
}

export async function nameFrom(list, seed, purpose) {
  const [adjectives, nouns] = list.replace("[adjectives]\n", "").split("[nouns]\n").map((part) => part.trim().split("\n"));
  const message = concat(utf8(purpose), new Uint8Array(1), seed);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", message));
  const [noun, gender = "m"] = nouns[digest[1]].split(" ");
  const forms = adjectives[digest[0]].split(" ");
  return [forms[GENDERS.indexOf(gender)] ?? forms[0], noun].map(capital).join(" ");
}

function capital(word) {
  return word[0].toUpperCase() + word.slice(1);
}
