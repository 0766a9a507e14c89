// After other results have taken the place of the ones before, the focus goes to them, so that a screen reader says
// which week it is and the next Tab reaches its times.

document.addEventListener("htmx:after:swap", () => {
  const results = document.querySelector("#results");
  const heading = results?.querySelector("[tabindex='-1']") ?? results;
  heading?.focus();
});
