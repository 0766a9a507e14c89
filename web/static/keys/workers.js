// The only way to start a Worker: one Trusted Types policy, `pristan`, that admits the addresses of this list.
// A second Worker adds its line here; a second policy would be refused by the page's headers.

const ADDRESSES = {
  kdf: new URL("./kdf-worker.js", import.meta.url).href,
};

const policy = globalThis.trustedTypes?.createPolicy("pristan", { createScriptURL: admitted }) ?? {
  createScriptURL: admitted,
};

function admitted(address) {
  if (!Object.values(ADDRESSES).includes(address)) throw new TypeError("no such Worker here");
  return address;
}

// `name` is a key of the list above.
export function startWorker(name) {
  return new Worker(policy.createScriptURL(ADDRESSES[name]), { type: "module" });
}
