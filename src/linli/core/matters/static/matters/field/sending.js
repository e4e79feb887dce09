// Sending what waits: only what its own writer confirms, while they are signed in. Sending twice is harmless: the key
// of a capture was made here, and the server takes each key in once.
(() => {
  "use strict";

  // Who is signed in, with the token that the server asks for; "offline", or null when nobody is.
  async function who(url) {
    if (!navigator.onLine) return "offline";
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (answer.redirected || !answer.ok || !answer.headers.get("Content-Type")?.includes("json")) return null;
      return await answer.json();
    } catch { return "offline"; }
  }

  function bodyOf(capture) {
    const body = new FormData();
    for (const [name, value] of Object.entries(capture.fields)) if (value !== "" && value !== false && value != null) body.append(name, value === true ? "on" : value);
    body.append("key", capture.key);
    body.append("person", capture.person);
    for (const photo of capture.photos) body.append("photos", photo, "photo.jpg");
    if (capture.recording) body.append("recording", capture.recording, "voice");
    return body;
  }

  // What became of it: {code, url, again} when it is in; {refused: sentence, reason}; {broken: true} when the line broke.
  async function send(capture, token, url) {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body: bodyOf(capture), headers: { "X-CSRFToken": token, Accept: "application/json" } });
    } catch { return { broken: true }; }
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) return { signedOut: answer.redirected || answer.status === 403, broken: answer.status >= 500, refused: "" };
    const said = await answer.json();
    return answer.ok ? said : { refused: said.message, reason: said.code };
  }

  window.linliField = { ...window.linliField, sending: { who, send } };
})();
