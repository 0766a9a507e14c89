// Take the code of a one-time link out of the address: into the form's field, and out of the history at once.
// It is sent only when the person presses the button. Without scripts the field is filled in by hand.

const code = location.hash.slice(1);
const field = document.querySelector("#code-form input[name=code]");

if (/^[\w-]{16,64}$/.test(code) && field) {
  field.value = code;
  document.getElementById("by-hand").hidden = true;
}
if (location.hash) history.replaceState(history.state, "", location.pathname);
