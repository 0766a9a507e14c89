// Copy the link of a fresh invitation. The button appears only where the browser can copy.

const button = document.getElementById("copy");
const link = document.getElementById("link")?.textContent.trim();

if (button && link && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link);
    button.textContent = button.dataset.done;
  });
}
