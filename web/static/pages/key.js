// The first key, or a new one because somebody may know the old: words, a wallet key and a seed made in this browser.

import { newAccount, newWalletKey, siteIdOf, walletKeyIn } from "../keys/account.js";
import { making } from "./making.js";

const root = document.getElementById("key");
const walletKey = root.dataset.wallet ? walletKeyIn(root.dataset.wallet) : newWalletKey();
const attempt = making((words, onProgress) => newAccount(words, walletKey, siteIdOf(root), onProgress));
const begin = document.getElementById("begin");

if (begin) {
  document.getElementById("make").addEventListener("click", () => {
    begin.hidden = true;
    document.getElementById("before").hidden = true;
    attempt();
  });
} else {
  attempt();
}
