// Which list words begin like some letters: the lists of the alphabet that is typed, the page's own language first.

import { completer } from "../keys/words.js";

export function completing(language) {
  const cyrillic = language === "uk" ? ["uk", "ru"] : ["ru", "uk"];
  return async (start) => {
    const languages = /^[a-z]/iu.test(start) ? ["en", ...cyrillic] : [...cyrillic, "en"];
    for (const each of languages) {
      const complete = await completer(each).catch(() => () => []);
      const found = complete(start);
      if (found.length) return found;
    }
    return [];
  };
}
