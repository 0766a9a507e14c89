// Bytes and their spellings: base64url without padding (RFC 4648, section 5), UTF-8, one after another, random.

const encoder = new TextEncoder();

export const utf8 = (text) => encoder.encode(text);

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function toBase64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

// Throws when the text is not the one spelling of exactly `length` bytes.
export function fromBase64url(text, length) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length !== Math.ceil((length * 8) / 6)) throw new TypeError("not base64url");
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(raw, (sign) => sign.charCodeAt(0));
  if (toBase64url(bytes) !== text) throw new TypeError("not base64url");
  return bytes;
}

// The server masks a secret anew in each answer: 32 bytes of mask, then the secret under it (service/crypto/tokens.py).
export function unmasked(text) {
  const both = fromBase64url(text, 64);
  return both.slice(0, 32).map((byte, index) => byte ^ both[32 + index]);
}

// A number of four bytes, or of any width, big endian.
export function bigEndian(number, width) {
  const bytes = new Uint8Array(width);
  for (let at = width - 1; at >= 0; at -= 1) {
    bytes[at] = number % 256;
    number = Math.floor(number / 256);
  }
  return bytes;
}
