// Derive in a Worker, so that the page stays alive, and under the Worker's own policy, which alone allows WebAssembly.
// In: { words, salt, profile }. Out: { share } while it works, then { master } or { failed }. It talks to nobody else.

import { argon2id } from "./argon2.js";

addEventListener("message", async ({ data: { words, salt, profile } }) => {
  try {
    const password = new TextEncoder().encode(words);
    const master = await argon2id(password, salt, profile, (share) => postMessage({ share }));
    postMessage({ master });
  } catch (trouble) {
    postMessage({ failed: String(trouble) });
  }
});
