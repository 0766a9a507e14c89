// Propose the clock this device shows. Browsers that protect their user say UTC, which is nobody's kitchen clock:
// then the page's own proposal stays. The list already holds what each clock shows; nothing is computed here.

// Older systems still report names that the list has under their new ones.
const RENAMED = {
  "Europe/Kiev": "Europe/Kyiv", "Asia/Calcutta": "Asia/Kolkata", "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Asia/Katmandu": "Asia/Kathmandu", "Asia/Rangoon": "Asia/Yangon", "America/Godthab": "America/Nuuk",
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires", "Atlantic/Faeroe": "Atlantic/Faroe",
};
const reported = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zone = RENAMED[reported] ?? reported;
const hidden = document.querySelector("[data-clock-zone]");
const list = document.querySelector("select[name=zone]");
const option = [...(list?.options ?? [])].find((each) => each.value === zone);

if (hidden && option && !["UTC", "Etc/UTC", "GMT"].includes(zone)) {
  const [time, place] = option.text.split(" · ");
  hidden.value = zone;
  list.value = zone;
  document.querySelector("[data-clock-time]").textContent = time;
  document.querySelector("[data-clock-place]").textContent = place;
}
