// What a page does when scripts run. Everything that a resident must do works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("js");

  // Ctrl+K (or Cmd+K) goes to the search box, or to the search page where there is no box.
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    const box = $("[data-search]");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });

  // Dialogs: a link with data-dialog opens the <dialog> of that id; its href is the same form as a page.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const closer = event.target.closest("[data-close]");
    if (closer) {
      event.preventDefault();
      closer.closest("dialog")?.close();
      closer.closest("details")?.removeAttribute("open");
    }
    if (event.target.matches("dialog.dialog")) event.target.close();
    for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") for (const menu of all("details.menu[open]")) { menu.removeAttribute("open"); $("summary", menu)?.focus(); }
  });
  // A button that loads a page into the dialog: its main part if the whole page came. Names inside get a prefix, so
  // that a field of the dialog is not mistaken for one of the page; a form posts to where it came from.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "dialog-body") return;
    const came = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
    const part = $("main", came) || came.body;
    for (const element of all("[id]", part)) element.id = `in-dialog-${element.id}`;
    for (const name of ["for", "aria-describedby", "aria-labelledby", "form"])
      for (const element of all(`[${name}]`, part)) element.setAttribute(name, element.getAttribute(name).split(" ").map((id) => `in-dialog-${id}`).join(" "));
    for (const form of all("form", part)) if (!form.getAttribute("action")) form.setAttribute("action", event.detail.pathInfo.requestPath);
    event.detail.serverResponse = part.innerHTML;
    document.getElementById("dialog").setAttribute("aria-label", event.detail.requestConfig.elt.textContent.trim());
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "dialog-body") return;
    all("form[data-draft]", event.detail.target).forEach(startDraft);
    brushes(event.detail.target);
    document.getElementById("dialog").showModal();
  });

  // Copying: data-copy holds the text, data-copied the word shown for two seconds.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    const word = $("[data-word]", button) || button;
    const before = word.textContent;
    word.textContent = button.dataset.copied;
    setTimeout(() => { word.textContent = before; }, 2000);
  });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  // Reading aloud, by the machine's own voice.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-read-aloud]");
    if (!button || !window.speechSynthesis) return;
    if (speechSynthesis.speaking) { speechSynthesis.cancel(); button.setAttribute("aria-pressed", "false"); return; }
    const speech = new SpeechSynthesisUtterance($("main").innerText);
    speech.lang = root.lang.startsWith("zh") ? "zh-CN" : root.lang;
    speech.onend = () => button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    speechSynthesis.speak(speech);
  });

  // Drafts: what was typed into a form with data-draft stays in this browser until it is sent or a day has passed.
  // Passwords, files, hidden fields and fields with data-no-draft (identity numbers) are never kept.
  const DAY = 24 * 3600 * 1000;
  const keepable = (field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type) && !field.closest("[data-no-draft]");
  const draftKey = (form) => `linli-draft:${root.dataset.person || ""}:${form.dataset.draft}`;
  function readDraft(form) {
    try {
      const draft = JSON.parse(localStorage.getItem(draftKey(form)));
      return draft && Date.now() - draft.at < DAY ? draft.fields : null;
    } catch { return null; }
  }
  function saveDraft(form) {
    const fields = {};
    for (const field of form.elements) {
      if (!keepable(field)) continue;
      if (["checkbox", "radio"].includes(field.type)) { if (field.checked) (fields[field.name] ||= []).push(field.value); }
      else if (field.value) (fields[field.name] ||= []).push(field.value);
    }
    try { localStorage.setItem(draftKey(form), JSON.stringify({ at: Date.now(), fields })); } catch { /* a full or closed store: the form still works */ }
  }
  function restoreDraft(form, fields) {
    const left = structuredClone(fields);
    for (const field of form.elements) {
      if (!keepable(field)) continue;
      const kept = left[field.name] || [];
      if (["checkbox", "radio"].includes(field.type)) field.checked = kept.includes(field.value);
      else if (kept.length) field.value = kept.shift();
    }
    const note = $("[data-draft-note]", form);
    if (note) note.hidden = false;
  }
  function startDraft(form) {
    const fields = readDraft(form);
    if (fields && Object.keys(fields).length && !$("[aria-invalid]", form)) restoreDraft(form, fields);
    form.addEventListener("input", () => saveDraft(form));
    // Without network the browser would replace the form by a page of its own: it stays, and says so.
    form.addEventListener("submit", (event) => {
      saveDraft(form);
      sessionStorage.setItem(SENT, JSON.stringify({ draft: form.dataset.draft, person: root.dataset.person || "", path: location.pathname }));
      const note = $("[data-draft-offline]", form);
      if (note) note.hidden = navigator.onLine;
      if (note && !navigator.onLine) { event.preventDefault(); event.stopImmediatePropagation(); note.scrollIntoView({ block: "center" }); }
    });
    $("[data-draft-forget]", form)?.addEventListener("click", () => { localStorage.removeItem(draftKey(form)); form.reset(); $("[data-draft-note]", form).hidden = true; });
  }
  // The page that follows a form, without an error and without the form, has taken it: its draft may go. A sign-in page
  // in between, or a line that broke, has not.
  const SENT = "linli-sent";
  function forgetTakenDraft() {
    const sent = JSON.parse(sessionStorage.getItem(SENT) || "null");
    sessionStorage.removeItem(SENT);
    if (!sent || !document.referrer || new URL(document.referrer).pathname !== sent.path) return;
    const status = performance.getEntriesByType("navigation")[0]?.responseStatus || 200;
    const isBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
    if (status >= 400 || isBack || sent.person !== (root.dataset.person || "")) return;
    if (all("form[data-draft]").some((form) => form.dataset.draft === sent.draft)) return;
    localStorage.removeItem(draftKey({ dataset: { draft: sent.draft } }));
  }
  // A page that says data-draft-sent="key" got the form: its draft may go. A message says it by its extra_tags.
  function forgetSentDrafts() {
    for (const element of all("[data-draft-sent]")) localStorage.removeItem(draftKey({ dataset: { draft: element.dataset.draftSent } }));
  }

  // A form is sent once, however often its button is pressed. Coming back by the Back button opens it again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent && !form.hasAttribute("hx-get")) { event.preventDefault(); return; }
    if (form.method === "post") { form.dataset.sent = "1"; setTimeout(() => { delete form.dataset.sent; }, 4000); }
  });
  window.addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) delete form.dataset.sent; });
  document.addEventListener("change", (event) => { if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit(); });

  // Pictures: faces and plates are covered before they are sent. The brush comes only where there is a field for it.
  function brushes(within) {
    for (const input of all("input[data-blur]", within)) import(input.dataset.blur).then((brush) => brush.enhance(input));
  }

  // Whoever signs out, or gives the telephone to another, leaves nothing of their round behind in this browser. What
  // waits to be sent stays, bound to its writer: docs/how-to/field.md.
  const ROUND = "linli-round";
  async function leaveRound() {
    const whose = localStorage.getItem(ROUND);
    if (!whose || whose === root.dataset.person || root.hasAttribute("data-shell")) return;
    for (const name of await caches.keys()) if (name.startsWith(`${ROUND}-`)) await caches.delete(name);
    for (const worker of await navigator.serviceWorker.getRegistrations()) if (worker.scope.endsWith("/desk/round/")) await worker.unregister();
    const opened = indexedDB.open(ROUND);
    opened.onsuccess = () => {
      if (opened.result.objectStoreNames.contains("phone")) opened.result.transaction("phone", "readwrite").objectStore("phone").clear();
      opened.result.close();
    };
    localStorage.removeItem(ROUND);
  }

  function start() {
    brushes();
    leaveRound().catch(() => { /* a browser without these stores has kept nothing */ });
    forgetSentDrafts();
    forgetTakenDraft();
    all("form[data-draft]").forEach(startDraft);
    $("[data-focus]")?.focus();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
