// Canonical form v1 of typed words; the twin of service/crypto/canonical.py, with the same table and the same vectors.
// It must not know the word lists.

export const TABLE = {
  version: 1,
  longest_input: 500,
  spaces: "\t\n\u000b\f\r \u0085\u2028\u2029",
  hyphens: "-\u2010\u2012\u2013\u2014\u2015\u2212",
  dropped: "'`\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02c8\u2032\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0307",
  cyrillic: "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюя",
  latin: "abcdefghijklmnopqrstuvwxyz",
  replaced: { ё: "е" },
  latin_to_cyrillic: {
    a: "а", b: "в", c: "с", e: "е", h: "н", i: "і", k: "к", m: "м", o: "о", p: "р", t: "т",
    x: "х", y: "у", ë: "е", ï: "ї", ı: "і",
  },
  cyrillic_to_latin: {
    а: "a", в: "b", с: "c", е: "e", н: "h", і: "i", к: "k", м: "m", о: "o", р: "p", т: "t",
    х: "x", у: "y", ј: "j", ѕ: "s", һ: "h", ı: "i",
  },
};

export const WORDS_IN_KEY = 8;

// A sign that is in none of the word lists.
export class KeyUnreadable extends Error {
  name = "KeyUnreadable";
}

// More or fewer than eight words; `found` says how many.
export class WrongWordCount extends Error {
  name = "WrongWordCount";

  constructor(found) {
    super();
    this.found = found;
  }
}

const separators = new Set(TABLE.spaces + TABLE.hyphens);
const dropped = new Set(TABLE.dropped);
const alphabets = { cyrillic: new Set(TABLE.cyrillic), latin: new Set(TABLE.latin) };
const folds = { cyrillic: TABLE.latin_to_cyrillic, latin: TABLE.cyrillic_to_latin };
const onlyCyrillic = new Set([...TABLE.cyrillic].filter((letter) => !(letter in TABLE.cyrillic_to_latin)));

// The alphabet is that of the whole text: Cyrillic when one letter is nothing else, else Latin.
export function canonical(text) {
  const lowered = lower(text);
  return folded(lowered, lowered.some((sign) => onlyCyrillic.has(sign)) ? "cyrillic" : "latin");
}

// The canonical form of a whole key, one text with single spaces.
export function canonicalKey(text) {
  const form = canonical(text);
  const found = form ? form.split(" ").length : 0;
  if (found !== WORDS_IN_KEY) throw new WrongWordCount(found);
  return form;
}

// For a piece of a word, as while it is typed: the alphabet is known from the list, "cyrillic" or "latin".
export function canonicalIn(text, alphabet) {
  return folded(lower(text), alphabet);
}

// Whether somebody typed this list word, as the server would see it; never throws.
export function sameWord(typed, word) {
  try {
    return canonicalIn(typed, onlyLatin.test(word) ? "latin" : "cyrillic") === word;
  } catch {
    return false;
  }
}

const onlyLatin = /^[a-z]+$/;

function lower(text) {
  if ([...text].length > TABLE.longest_input) throw new KeyUnreadable();
  return [...text.normalize("NFKC").toLowerCase()].map((sign) => own(TABLE.replaced, sign));
}

function folded(lowered, alphabet) {
  let form = "";
  for (const sign of lowered.map((sign) => own(folds[alphabet], sign))) {
    if (dropped.has(sign)) continue;
    if (separators.has(sign)) form += " ";
    else if (alphabets[alphabet].has(sign)) form += sign;
    else throw new KeyUnreadable();
  }
  return form.split(" ").filter(Boolean).join(" ");
}

function own(table, sign) {
  return Object.hasOwn(table, sign) ? table[sign] : sign;
}
