// AES-256-GCM wraps that open only in their place; the twin of service/crypto/seal.py: nonce (12) ‖ ciphertext ‖ tag (16).

import { bigEndian, concat, random, utf8 } from "./bytes.js";

const NONCE_BYTES = 12;
const WRAP_BYTES = 60;
const WRAP_VERSION = 1;

// The wrapped bytes, the key or the place are not the ones that belong together.
export class SealBroken extends Error {
  name = "SealBroken";
}

export function placeBytes({ siteId, table, row, purpose, versions }) {
  const parts = [siteId, utf8(table), row, utf8(purpose), concat(...versions.map((version) => bigEndian(version, 8)))];
  return concat(...parts.flatMap((part) => [bigEndian(part.length, 2), part]));
}

// An account's row is its lookup.
export function accountPlace(purpose, { siteId, lookup, kdfVersion }) {
  return { siteId, table: "account", row: lookup, purpose, versions: [kdfVersion, WRAP_VERSION] };
}

export async function wrap(key, secret, place) {
  if (secret.length !== 32) throw new TypeError("only 32-byte keys are wrapped");
  const nonce = random(NONCE_BYTES);
  const sealed = await crypto.subtle.encrypt(parameters(nonce, place), await aes(key, "encrypt"), secret);
  return concat(nonce, new Uint8Array(sealed));
}

export async function unwrap(key, wrapped, place) {
  if (wrapped.length !== WRAP_BYTES) throw new SealBroken();
  const nonce = wrapped.slice(0, NONCE_BYTES);
  const aesKey = await aes(key, "decrypt");
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, place), aesKey, wrapped.slice(NONCE_BYTES)));
  } catch {
    throw new SealBroken();
  }
}

function parameters(iv, place) {
  return { name: "AES-GCM", iv, additionalData: placeBytes(place), tagLength: 128 };
}

function aes(key, use) {
  return crypto.subtle.importKey("raw", key, "AES-GCM", false, [use]);
}
