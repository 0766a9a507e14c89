// What every page does with scripts on: three presses of Shift alone leave at once, the foot bar moves up while
// somebody types on a screen keyboard, and nothing typed is lost to a missing connection. Pages work without it.

const PRESSES = 3;
const WITHIN_MS = 1500;
let presses = [];
let alone = false;

function leave() {
  document.documentElement.dataset.away = "";
  document.title = "";
  window.dispatchEvent(new Event("pristan:leave")); // rooms stop microphone and camera on it
  location.replace("/x");
}

addEventListener("keydown", (event) => {
  // A screen keyboard sends no physical code; a held key repeats.
  alone = event.key === "Shift" && event.code.startsWith("Shift") && !event.repeat;
  if (!alone) presses = [];
}, true);

addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !alone) return;
  alone = false;
  presses = [...presses.filter((at) => event.timeStamp - at < WITHIN_MS), event.timeStamp];
  if (presses.length >= PRESSES) leave();
}, true);

addEventListener("pointerdown", () => { presses = []; }, true);

document.addEventListener("click", (event) => {
  const away = event.target.closest?.("[data-exit]");
  if (!away || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  leave();
});

const typed = "input:not([type=radio],[type=checkbox],[type=hidden]), textarea";

function placeBar() {
  const view = window.visualViewport;
  const typing = view && view.height < innerHeight * 0.75 && document.activeElement?.matches(typed);
  document.documentElement.toggleAttribute("data-typing", Boolean(typing));
}

window.visualViewport?.addEventListener("resize", placeBar);
document.addEventListener("focusin", (event) => {
  placeBar();
  // Browsers bring only the caret of a large field into view, and leave the rest under the bar.
  if (event.target.matches("textarea")) event.target.scrollIntoView({ block: "nearest" });
});
document.addEventListener("focusout", placeBar);

const offline = document.getElementById("offline");

function tellConnection() {
  if (offline) offline.hidden = navigator.onLine;
}

addEventListener("offline", tellConnection);
addEventListener("online", tellConnection);
addEventListener("submit", (event) => {
  if (navigator.onLine || !offline) return;
  event.preventDefault(); // the browser's own error page would stand in place of what was typed
  tellConnection();
  offline.focus();
}, true);
