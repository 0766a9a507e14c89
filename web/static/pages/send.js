// Send a form to our own server as a page would, with the page's form token.

export function post(path, fields) {
  const token = document.querySelector("input[name=form_token]")?.value ?? "";
  return fetch(path, { method: "POST", body: new URLSearchParams({ ...fields, form_token: token }) });
}

// What the server said in the person's language, or nothing when it is not for them.
export async function told(answer) {
  const isOurs = answer.headers.get("content-type")?.includes("json");
  return isOurs ? (await answer.json()).text : "";
}
