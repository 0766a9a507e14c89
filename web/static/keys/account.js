// What a page needs of the eight words. The words, `wrap-content` and the content seed never leave the browser.
//
//   makeKey(language)                          → eight words (words.js)
//   siteIdOf(element)                          → the site's id from its data-site
//   newAccount(words, walletKey, siteId, …)    → the fields of a new account or of new keys, ready to be posted
//   enter(words, siteId, askWraps, …)          → the fields of a sign-in, and what stays here
//   rewrap(oldWords, newWords, siteId, askWraps, …)  → the fields of "change my words"
//   newWalletKey()                             → 32 random bytes, for "someone may know my words" and for staff
//   walletKeyIn(masked)                        → the wallet key that a visit had before it had words (data-wallet)
//
// `words` is a text or a list. `askWraps({ lookup, auth })` posts them and resolves to the server's
// { wallet_key_wrapped, content_seed_wrapped, kdf_version }, or to null when they open nothing; it may throw.
// `onProgress(share)` is told a number from 0 to 1. Bytes are base64url in fields, Uint8Array elsewhere.
// Throws: KeyUnreadable, WrongWordCount (canonical.js), KeysUnavailable (derive.js), SealBroken (seal.js), WordsUnknown.

import { fromBase64url, random, toBase64url, unmasked } from "./bytes.js";
import { deriveKeys } from "./derive.js";
import { PROFILES } from "./profiles.js";
import { accountPlace, unwrap, wrap } from "./seal.js";

export { makeKey } from "./words.js";

// No account opens with these words, under none of the profiles.
export class WordsUnknown extends Error {
  name = "WordsUnknown";
}

export const newWalletKey = () => random(32);

export const walletKeyIn = (masked) => unmasked(masked);

export const siteIdOf = (element) => fromBase64url(element.dataset.site, 16);

export async function newAccount(words, walletKey, siteId, onProgress) {
  const keys = await deriveKeys(textOf(words), siteId, { onProgress });
  const locked = await lockedFields(keys, { walletKey, contentSeed: random(32), siteId });
  return { ...locked, wallet_key: toBase64url(walletKey) };
}

// `fields` { lookup, auth, wallet_key } go to the server; `contentSeed` stays in this module's memory or its caller's.
// `outdated` says that an older profile opened it: then offer to lock the keys anew.
export async function enter(words, siteId, askWraps, onProgress) {
  const opened = await open(words, siteId, askWraps, onProgress);
  return {
    fields: { ...opened.proof, wallet_key: toBase64url(opened.walletKey) },
    contentSeed: opened.contentSeed,
    lookup: opened.lookup,
    outdated: opened.profile !== PROFILES[0],
  };
}

// The wallet key and the content seed stay the same: only what locks them is new.
export async function rewrap(oldWords, newWords, siteId, askWraps, onProgress = () => {}) {
  const old = await open(oldWords, siteId, askWraps, (share) => onProgress(share / 2));
  const keys = await deriveKeys(textOf(newWords), siteId, { onProgress: (share) => onProgress((1 + share) / 2) });
  const locked = await lockedFields(keys, { ...old, siteId });
  return { ...locked, old_lookup: old.proof.lookup, old_auth: old.proof.auth };
}

// Unwrap what the server gave for words whose keys are derived already.
export async function unwrapWallet(keys, wraps, siteId) {
  const at = { siteId, lookup: keys.lookup, kdfVersion: Number(wraps.kdf_version) };
  const [walletKey, contentSeed] = await Promise.all([
    unwrap(keys.wrapWallet, fromBase64url(wraps.wallet_key_wrapped, 60), accountPlace("wallet-key", at)),
    unwrap(keys.wrapContent, fromBase64url(wraps.content_seed_wrapped, 60), accountPlace("content-seed", at)),
  ]);
  return { walletKey, contentSeed };
}

// The current profile first, then the previous ones: the server is not asked which, so it can neither tell nor lie.
async function open(words, siteId, askWraps, onProgress) {
  for (const profile of PROFILES) {
    const keys = await deriveKeys(textOf(words), siteId, { profile, onProgress });
    const proof = { lookup: toBase64url(keys.lookup), auth: toBase64url(keys.auth) };
    const wraps = await askWraps(proof);
    if (wraps) return { proof, profile, lookup: keys.lookup, ...(await unwrapWallet(keys, wraps, siteId)) };
  }
  throw new WordsUnknown();
}

async function lockedFields(keys, { walletKey, contentSeed, siteId }) {
  const at = { siteId, lookup: keys.lookup, kdfVersion: PROFILES[0].version };
  const [wallet, content] = await Promise.all([
    wrap(keys.wrapWallet, walletKey, accountPlace("wallet-key", at)),
    wrap(keys.wrapContent, contentSeed, accountPlace("content-seed", at)),
  ]);
  return {
    lookup: toBase64url(keys.lookup),
    auth: toBase64url(keys.auth),
    wallet_key_wrapped: toBase64url(wallet),
    content_seed_wrapped: toBase64url(content),
    kdf_version: String(PROFILES[0].version),
  };
}

function textOf(words) {
  return typeof words === "string" ? words : words.join(" ");
}
