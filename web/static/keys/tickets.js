// Tickets and case tags from a wallet key; the twin of service/crypto/tickets.py.

import { bigEndian, concat, utf8 } from "./bytes.js";
import { hkdf } from "./derive.js";

// `kind` is "appointment", "place" or "waiting", `n` counts from 0.
export async function ticket(walletKey, kind, n) {
  return hmac(await hkdf(walletKey, "tickets"), concat(utf8(kind), new Uint8Array(1), bigEndian(n, 4)));
}

export async function ticketHash(secretTicket) {
  return sha256(secretTicket);
}

export async function caseTag(walletKey, volunteerId) {
  return sha256(await hmac(await hkdf(walletKey, "cases"), volunteerId));
}

async function hmac(key, message) {
  const hmacKey = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, message));
}

async function sha256(value) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", value));
}
