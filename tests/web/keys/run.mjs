// Run functions of the browser's key modules in Node: a list of [function, ...arguments] on stdin, answers on stdout.
// Bytes are hex in both directions. Files come from the checkout instead of the network.

import { webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";

import * as argon2 from "../../../web/static/keys/argon2.js";
import * as bytes from "../../../web/static/keys/bytes.js";
import * as canonical from "../../../web/static/keys/canonical.js";
import * as derive from "../../../web/static/keys/derive.js";
import * as names from "../../../web/static/keys/names.js";
import { PROFILES } from "../../../web/static/keys/profiles.js";
import * as seal from "../../../web/static/keys/seal.js";
import * as tickets from "../../../web/static/keys/tickets.js";
import * as words from "../../../web/static/keys/words.js";

globalThis.crypto ??= webcrypto; // Node 18, which Debian 12 has, keeps it to itself
globalThis.fetch = async (address) => new Response(readFileSync(address, "utf8"));

const hex = (value) => Buffer.from(value).toString("hex");
const raw = (text) => new Uint8Array(Buffer.from(text, "hex"));
const each = (record, change) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
const profileOf = (given) => ({ memoryKib: given.memory_kib, passes: given.passes, lanes: 1 });
const placeOf = (given) => ({ ...given, siteId: raw(given.site_id), row: raw(given.row) });

const functions = {
  table: () => canonical.TABLE,
  profiles: () => PROFILES,
  canonical: (text) => canonical.canonical(text),
  canonicalKey: (text) => canonical.canonicalKey(text),
  sameWord: (typed, word) => canonical.sameWord(typed, word),
  base64url: (text) => bytes.toBase64url(raw(text)),
  fromBase64url: (text, length) => hex(bytes.fromBase64url(text, length)),
  unmasked: (text) => hex(bytes.unmasked(text)),
  wasm: async (password, salt, profile) => hex(await argon2.withWasm(bytes.utf8(password), raw(salt), profileOf(profile))),
  javaScript: async (password, salt, profile) => {
    const shares = [];
    const note = (share) => shares.push(share);
    const hash = await argon2.withJavaScript(bytes.utf8(password), raw(salt), profileOf(profile), note);
    return { hash: hex(hash), shares };
  },
  hkdf: async (secret, info, salt, length) => hex(await derive.hkdf(raw(secret), info, { salt: raw(salt), length })),
  keysOf: async (master) => each(await derive.keysOf(raw(master)), hex),
  placeBytes: (place) => hex(seal.placeBytes(placeOf(place))),
  wrap: async (key, secret, place) => hex(await seal.wrap(raw(key), raw(secret), placeOf(place))),
  unwrap: async (key, wrapped, place) => hex(await seal.unwrap(raw(key), raw(wrapped), placeOf(place))),
  ticket: async (walletKey, kind, n) => hex(await tickets.ticket(raw(walletKey), kind, n)),
  ticketHash: async (ticket) => hex(await tickets.ticketHash(raw(ticket))),
  caseTag: async (walletKey, volunteerId) => hex(await tickets.caseTag(raw(walletKey), raw(volunteerId))),
  makeKey: (language) => words.makeKey(language),
  complete: async (language, typed) => (await words.completer(language))(typed),
  recognise: (text) => words.recognise(text),
  loginName: (lookup, language) => names.loginName(raw(lookup), language),
};

async function answer([name, ...given]) {
  try {
    return { value: await functions[name](...given) };
  } catch (trouble) {
    return { error: trouble.name, found: trouble.found };
  }
}

const answers = [];
for (const call of JSON.parse(readFileSync(0, "utf8"))) answers.push(await answer(call));
process.stdout.write(JSON.stringify(answers));
