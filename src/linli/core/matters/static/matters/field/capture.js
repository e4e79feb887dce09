// The page that works without network: write down, keep, and send when its writer says so.
(() => {
  "use strict";
  const { store, sending, recorder } = window.linliField;
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = JSON.parse($("#words").textContent);
  const form = $("#capture");
  const { who: whoUrl, send: sendUrl } = form.dataset;
  const state = { person: "", round: null, editing: null, photos: [], recording: null };

  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const kindOf = () => form.elements.kind.value;
  function say(sentence, tone = "info") {
    const box = $("#said");
    box.className = `notice notice-${tone}`;
    box.textContent = sentence;
    box.hidden = !sentence;
  }

  // Who is this? Online the server says it; offline it is whoever opened the round last on this telephone.
  async function whoIsHere() {
    const round = await store.round().catch(() => null);
    const here = await sending.who(whoUrl);
    state.person = here === "offline" ? round?.person || "" : here?.person || "";
    state.round = round && round.person === state.person ? round : null;
    $("#signed-out").hidden = here !== null;
    form.hidden = !state.person;
    network();
    return here;
  }
  function network() {
    $("#network").textContent = navigator.onLine ? words.online : words.offline;
    $("#network").className = `state state-${navigator.onLine ? "ok" : "wait"}`;
    $("#keep-and-send").hidden = !navigator.onLine;
  }

  // The form
  function option(value, label) {
    const made = document.createElement("option");
    made.value = value;
    made.textContent = label;
    return made;
  }
  function offerStops() {
    const stops = state.round?.stops || [];
    form.elements.code.replaceChildren(option("", words.choose), ...stops.map((stop) => option(stop.code, `${stop.title} · ${stop.address || stop.code}`)));
    const grids = state.round?.grids || [];
    form.elements.grid.replaceChildren(...(grids.length === 1 ? [] : [option("", words.unknown)]), ...grids.map((grid) => option(grid.id, grid.name)));
  }
  function showKind() {
    for (const part of all("[data-for]", form)) part.hidden = !part.dataset.for.split(" ").includes(kindOf());
    $("#handed-on").hidden = kindOf() !== "ending" || form.elements.ending.value !== "handed_on";
    $("#text-label").textContent = words[`text_${kindOf()}`];
  }
  function showFiles() {
    $("#photos-kept").textContent = state.photos.length ? fill(words.photos, { n: state.photos.length }) : "";
    $("#photos-drop").hidden = !state.photos.length;
    const player = $("#heard");
    if (player.src) URL.revokeObjectURL(player.src);
    player.hidden = !state.recording;
    $("#recording-drop").hidden = !state.recording;
    if (state.recording) player.src = URL.createObjectURL(state.recording);
    else player.removeAttribute("src");
  }
  function empty() {
    form.reset();
    Object.assign(state, { editing: null, photos: [], recording: null });
    $("#where-said").textContent = "";
    $("#emergency").hidden = true;
    const asked = new URLSearchParams(location.search).get("for");
    if (asked) {
      form.elements.kind.value = "note";
      if (!all("option", form.elements.code).some((one) => one.value === asked)) form.elements.code.append(option(asked, asked));
      form.elements.code.value = asked;
    }
    showKind();
    showFiles();
  }
  const FIELDS = ["kind", "code", "text", "address", "grid", "lat", "lng", "ending", "handed_on_to"];
  function fieldsNow() {
    const fields = Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]));
    fields.is_shown = form.elements.is_shown.checked;
    fields.emergency_confirmed = form.elements.emergency_confirmed.checked;
    if (fields.kind === "matter") fields.code = "";
    return fields;
  }
  function wrong() {
    const fields = fieldsNow();
    if (fields.kind !== "matter" && !fields.code) return words.need_matter;
    if (fields.kind === "ending" && !fields.ending) return words.need_ending;
    if (fields.kind === "note" && (state.photos.length || state.recording)) return "";
    return fields.text.trim() ? "" : words.need_words;
  }
  async function keep() {
    const problem = wrong();
    if (problem) { say(problem, "late"); return null; }
    const old = state.editing;
    const capture = { key: old?.key || crypto.randomUUID(), person: state.person, at: old?.at || Date.now(), fields: fieldsNow(), photos: state.photos, recording: state.recording, refused: "", tried: old?.tried || false, changed: Boolean(old?.tried) };
    const kept = await store.keep(capture).catch(() => false);
    say(kept ? words.kept : words.no_room, kept ? "ok" : "late");
    if (!kept) return null;
    empty();
    await list();
    return capture;
  }
  function edit(capture) {
    empty();
    state.editing = capture;
    state.photos = capture.photos;
    state.recording = capture.recording;
    for (const name of FIELDS) {
      if (name === "code" && capture.fields.code && !all("option", form.elements.code).some((one) => one.value === capture.fields.code)) form.elements.code.append(option(capture.fields.code, capture.fields.code));
      form.elements[name].value = capture.fields[name];
    }
    for (const name of ["is_shown", "emergency_confirmed"]) form.elements[name].checked = capture.fields[name];
    $("#emergency").hidden = capture.reason !== "emergency-first";
    showKind();
    showFiles();
    form.elements.text.focus();
  }

  // What waits
  async function list() {
    const { mine, others } = await store.captures(state.person);
    $("#waiting").replaceChildren(...mine.map(item));
    $("#none-waits").hidden = mine.length > 0;
    $("#send-all").hidden = mine.length < 2;
    $("#send-all [data-word]").textContent = fill(words.send_all, { n: mine.length });
    $("#others").textContent = others ? fill(words.others, { n: others }) : "";
    return mine;
  }
  function item(capture) {
    const line = $("#waiting-item").content.firstElementChild.cloneNode(true);
    const { fields } = capture;
    const about = fields.kind === "matter" ? words.kind_matter : `${words[`kind_${fields.kind}`]} · ${fields.code}`;
    $("[data-what]", line).textContent = fields.text.trim() || words.only_files;
    const size = Math.max(1, Math.round(store.sizeOf(capture) / 1024));
    const when = new Date(capture.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    const files = capture.photos.length || capture.recording ? ` · ${fill(words.files, { n: capture.photos.length + (capture.recording ? 1 : 0), size })}` : "";
    $("[data-about]", line).textContent = `${about} · ${when}${files}`;
    const why = capture.refused || (capture.tried ? words.broken : words.waits);
    $("[data-why]", line).textContent = why;
    $("[data-why]", line).className = capture.refused ? "wrong" : "quiet";
    line.dataset.key = capture.key;
    for (const button of all("[data-do]", line)) button.addEventListener("click", () => ({ send: () => sendThese([capture]), edit: () => edit(capture), delete: () => remove(capture, button) })[button.dataset.do]());
    return line;
  }
  async function remove(capture, button) {
    if (!button.dataset.sure) { button.dataset.sure = "1"; $("[data-word]", button).textContent = words.sure; return; }
    await store.forget(capture.key);
    say(words.deleted);
    await list();
  }

  async function sendThese(captures) {
    const here = await sending.who(whoUrl);
    if (here === "offline") { say(words.offline_kept, "wait"); return; }
    if (here === null) { $("#signed-out").hidden = false; say(words.sign_in, "wait"); return; }
    const work = async () => { for (const capture of captures) await sendOne(capture, here); };
    await (navigator.locks ? navigator.locks.request("linli-round-send", work) : work());
    const left = await list();
    if (!left.length) say(words.all_sent, "ok");
  }
  async function sendOne(capture, here) {
    const waits = (await store.captures(here.person)).mine.find((one) => one.key === capture.key);
    if (!waits) return; // another tab has sent it, or it is somebody else's
    const came = await sending.send(waits, here.token, sendUrl);
    if (came.code && came.url) return arrived(waits, came);
    if (came.signedOut) $("#signed-out").hidden = false;
    const refused = came.refused ?? "";
    await store.keep({ ...waits, tried: waits.tried || Boolean(came.broken), refused, reason: came.reason || "" });
    say(refused || (came.signedOut ? words.sign_in : words.broken), refused ? "late" : "wait");
  }
  async function arrived(capture, came) {
    if (came.again && capture.changed) { // it had come in before it was changed: what is new goes on as a note
      await store.keep({ ...capture, key: crypto.randomUUID(), tried: false, changed: false, refused: fill(words.arrived_before, { code: came.code }), fields: { ...capture.fields, kind: "note", code: came.code } });
    }
    await store.forget(capture.key);
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = came.url;
    link.textContent = fill(words.sent, { code: came.code });
    line.append(link);
    $("#sent").append(line);
    say("");
  }

  // Where it is: asked once, by a press, for the matter; nothing else ever asks this telephone where it is.
  function here() {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lat.value = coords.latitude.toFixed(6);
        form.elements.lng.value = coords.longitude.toFixed(6);
        $("#where-said").textContent = fill(words.here, { metres: Math.round(coords.accuracy) });
      },
      () => { $("#where-said").textContent = words.not_here; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  }

  async function start() {
    $("#here").hidden = !navigator.geolocation;
    await whoIsHere();
    offerStops();
    empty();
    await list();
    form.addEventListener("change", (event) => {
      if (event.target === form.elements.photos) return;
      showKind();
    });
    form.elements.photos.addEventListener("looked", () => { state.photos = [...state.photos, ...form.elements.photos.files].slice(0, 6); form.elements.photos.value = ""; showFiles(); });
    form.elements.recording.addEventListener("change", () => { state.recording = form.elements.recording.files[0] || null; form.elements.recording.value = ""; showFiles(); });
    $("#photos-drop").addEventListener("click", () => { state.photos = []; showFiles(); });
    $("#recording-drop").addEventListener("click", () => { state.recording = null; showFiles(); });
    $("#here").addEventListener("click", here);
    $("#send-all").addEventListener("click", async () => sendThese(await list()));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const capture = await keep();
      if (capture && event.submitter?.id === "keep-and-send") await sendThese([capture]);
    });
    window.addEventListener("online", whoIsHere);
    window.addEventListener("offline", network);
    recorder({ button: $("#record"), word: $("#record [data-word]"), time: $("#record-time"), words, heard: (file) => { state.recording = file; showFiles(); }, failed: () => say(words.no_microphone, "wait") });
    document.documentElement.dataset.ready = "1";
  }
  start();
})();
