// Eight words to four keys; the twin of service/crypto/kdf.py. The words go to our own Worker and nowhere else.

import { canonicalKey } from "./canonical.js";
import { utf8 } from "./bytes.js";
import { PROFILES } from "./profiles.js";
import { startWorker } from "./workers.js";

// This browser cannot derive: no Worker, no WebCrypto, or its script did not load. Nothing falls back by itself.
export class KeysUnavailable extends Error {
  name = "KeysUnavailable";
}

// Throws KeyUnreadable, WrongWordCount (canonical.js) before any work, KeysUnavailable.
export async function deriveKeys(words, siteId, { profile = PROFILES[0], onProgress = () => {} } = {}) {
  const form = canonicalKey(words);
  if (!globalThis.crypto?.subtle) throw new KeysUnavailable("no WebCrypto");
  const master = await masterInWorker(form, siteId, profile, onProgress);
  onProgress(1);
  return keysOf(master);
}

export async function keysOf(master) {
  const [lookup, auth, wrapWallet, wrapContent] = await Promise.all([
    hkdf(master, "lookup", { length: 16 }),
    hkdf(master, "auth"),
    hkdf(master, "wrap-wallet"),
    hkdf(master, "wrap-content"),
  ]);
  return { lookup, auth, wrapWallet, wrapContent };
}

// RFC 5869 with SHA-256 over a secret that is random already.
export async function hkdf(secret, info, { salt = new Uint8Array(), length = 32 } = {}) {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, length * 8));
}

// The Worker ends with the answer: its memory, words included, is gone with it.
function masterInWorker(words, salt, profile, onProgress) {
  return new Promise((resolve, reject) => {
    let worker;
    const end = (settle, value) => {
      worker?.terminate();
      settle(value);
    };
    try {
      worker = startWorker("kdf");
    } catch (trouble) {
      reject(new KeysUnavailable(String(trouble)));
      return;
    }
    worker.addEventListener("error", () => end(reject, new KeysUnavailable("the Worker did not load")));
    worker.addEventListener("message", ({ data }) => {
      if (data.master) end(resolve, data.master);
      else if (data.failed) end(reject, new KeysUnavailable(data.failed));
      else onProgress(data.share);
    });
    worker.postMessage({ words, salt, profile });
  });
}
