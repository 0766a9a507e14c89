// The word lists: making a key, completing a word while it is typed, saying which word is not in a list.
// The lists are static files of our own; which one is asked for says no more than the page's language.

import { canonicalIn, WORDS_IN_KEY } from "./canonical.js";
import { random } from "./bytes.js";

const BITS = 11;
const SIZE = 2 ** BITS;
const LANGUAGES = ["ru", "uk", "en"];
const ALPHABETS = { ru: "cyrillic", uk: "cyrillic", en: "latin" };
const lists = new Map();

// The 2,048 words of a language, sorted.
export function wordList(language) {
  if (!LANGUAGES.includes(language)) throw new TypeError(`no word list in ${language}`);
  if (!lists.has(language)) {
    const loading = load(language);
    loading.catch(() => lists.delete(language)); // a poor line is asked again
    lists.set(language, loading);
  }
  return lists.get(language);
}

// Eight random words, 88 bits: eleven bits of randomness each, and 2,048 is a power of two, so no word is likelier.
export async function makeKey(language) {
  const words = await wordList(language);
  const bytes = random(WORDS_IN_KEY * 2);
  return Array.from({ length: WORDS_IN_KEY }, (_, at) => words[((bytes[2 * at] << 8) | bytes[2 * at + 1]) & (SIZE - 1)]);
}

// A function that gives the list words beginning like the letters typed, capitals and look-alikes not minded.
export async function completer(language) {
  const words = await wordList(language);
  return (typed) => {
    const start = formIn(typed, language);
    return start ? words.filter((word) => word.startsWith(start)) : [];
  };
}

// Which list the words are from, and the places (from 0) of those that it does not have. Stays in this browser.
export async function recognise(text, languages = LANGUAGES) {
  const typed = text.split(/[\s-]+/u).filter(Boolean);
  let best = null;
  for (const language of languages) {
    const known = new Set(await wordList(language));
    const unknown = [...typed.keys()].filter((at) => !known.has(formIn(typed[at], language)));
    if (!best || unknown.length < best.unknown.length) best = { language, unknown };
  }
  return best;
}

function formIn(typed, language) {
  try {
    return canonicalIn(typed, ALPHABETS[language]);
  } catch {
    return "";
  }
}

async function load(language) {
  const answer = await fetch(new URL(`../words/${language}.txt`, import.meta.url));
  if (!answer.ok) throw new Error(`no word list: ${answer.status}`);
  const words = (await answer.text()).trim().split("\n");
  if (words.length !== SIZE) throw new Error("the word list is not whole");
  return words;
}
