// Argon2id (RFC 9106): hash-wasm where WebAssembly runs, else noble-hashes in plain JavaScript with progress.
// WebAssembly is missing in Tor Browser "Safer" and in Lockdown Mode; there this takes seconds.

import * as hashWasmModule from "../vendor/hash-wasm/argon2.umd.min.js";

const LENGTH = 32;

// `onProgress` is told a share between 0 and 1, only on the slow way.
export async function argon2id(password, salt, profile, onProgress = () => {}) {
  if (await wasmRuns()) return withWasm(password, salt, profile);
  return withJavaScript(password, salt, profile, onProgress);
}

export function withWasm(password, salt, { memoryKib, passes, lanes }) {
  // In a browser the file makes a global name, in Node it is a CommonJS module.
  const hashWasm = globalThis.hashwasm ?? hashWasmModule.default;
  return hashWasm.argon2id({
    password, salt, parallelism: lanes, iterations: passes, memorySize: memoryKib, hashLength: LENGTH, outputType: "binary",
  });
}

export async function withJavaScript(password, salt, { memoryKib, passes, lanes }, onProgress = () => {}) {
  const { argon2idAsync } = await import("../vendor/noble-hashes/argon2.js");
  return argon2idAsync(password, salt, { t: passes, m: memoryKib, p: lanes, dkLen: LENGTH, onProgress });
}

// The smallest module there is: compiling it fails where a policy or the browser forbids WebAssembly.
async function wasmRuns() {
  try {
    await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
    return true;
  } catch {
    return false;
  }
}
