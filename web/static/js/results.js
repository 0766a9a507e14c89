// Results that turn over in place. htmx costs more than the page itself, so it is fetched only when somebody comes near
// a link or form that wants it; whoever is quicker than that simply gets the whole page.

const WANTS = "[hx-get]";
let fetched;

function fetchOnce() {
  fetched ??= import("../vendor/htmx/htmx.esm.min.js")
    .then(() => import("../vendor/htmx/hx-csp.min.js"))
    .then(() => window.htmx.process(document.body))
    .catch(() => { fetched = undefined; }); // the links still work
}

for (const near of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(near, (event) => { if (event.target.closest?.(WANTS)) fetchOnce(); }, { passive: true });
}

// After other results have taken the place of the ones before, the focus goes to them, so that a screen reader says
// which week it is and the next Tab reaches its times.
document.addEventListener("htmx:after:swap", () => {
  const results = document.querySelector("#results");
  const heading = results?.querySelector("[tabindex='-1']") ?? results;
  heading?.focus();
});
