// Propose the clock this device shows. Browsers that protect their user say UTC, which is nobody's kitchen clock:
// then the page's own proposal stays. What a clock shows is asked of the server; nothing is computed here.

const form = document.querySelector("#proposed");
const hidden = form?.querySelector("[data-clock-zone]");
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

async function propose() {
  const fields = new FormData(form);
  fields.set("zone", zone);
  const answer = await fetch("/clock/face", { method: "POST", body: new URLSearchParams(fields) });
  const shown = answer.ok ? await answer.json() : {};
  if (!shown.time) return;
  hidden.value = zone;
  document.querySelector("[data-clock-time]").textContent = shown.time;
  document.querySelector("[data-clock-place]").textContent = shown.place;
}

if (hidden && zone && zone !== hidden.value && !["UTC", "Etc/UTC", "GMT"].includes(zone)) {
  propose().catch(() => {}); // the page's own proposal stays, and the list is one tap away
}
