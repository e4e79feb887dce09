// Faces and plates are covered before a picture leaves the telephone: what is painted over becomes a few coarse blocks
// in the bytes that are sent. The original never is. Without this file the plain field works as before.
const MOST_EDGE = 2048;
const QUALITY = 0.85;

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

// One picture on a canvas, with what was covered as sets of blocks: undoing one set draws the others again.
class Picture {
  constructor(bitmap) {
    const scale = Math.min(1, MOST_EDGE / Math.max(bitmap.width, bitmap.height));
    this.canvas = make("canvas");
    this.canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    this.canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    this.bitmap = bitmap;
    this.block = Math.max(12, Math.round(Math.max(this.canvas.width, this.canvas.height) / 40));
    this.strokes = [];
    this.context = this.canvas.getContext("2d", { willReadFrequently: true });
    this.draw();
  }
  draw() {
    this.context.drawImage(this.bitmap, 0, 0, this.canvas.width, this.canvas.height);
    for (const stroke of this.strokes) for (const key of stroke) this.coarsen(key);
  }
  coarsen(key) {
    const [column, row] = key.split(",").map(Number);
    const x = column * this.block, y = row * this.block;
    const width = Math.min(this.block, this.canvas.width - x), height = Math.min(this.block, this.canvas.height - y);
    const { data } = this.context.getImageData(x, y, width, height);
    const sum = [0, 0, 0];
    for (let at = 0; at < data.length; at += 4) for (const n of [0, 1, 2]) sum[n] += data[at + n];
    this.context.fillStyle = `rgb(${sum.map((all) => Math.round(all / (data.length / 4))).join(" ")})`;
    this.context.fillRect(x, y, width, height);
  }
  begin() { this.strokes.push(new Set()); }
  cover(left, top, right, bottom) {
    const last = (size) => Math.ceil(size / this.block) - 1;
    const clip = (value, most) => Math.min(most, Math.max(0, Math.floor(value / this.block)));
    for (let column = clip(left, last(this.canvas.width)); column <= clip(right, last(this.canvas.width)); column += 1)
      for (let row = clip(top, last(this.canvas.height)); row <= clip(bottom, last(this.canvas.height)); row += 1) {
        const key = `${column},${row}`;
        if (!this.strokes.at(-1).has(key)) { this.strokes.at(-1).add(key); this.coarsen(key); }
      }
  }
  undo() { this.strokes.pop(); this.draw(); }
  file() {
    return new Promise((resolve) => { this.canvas.toBlob((blob) => resolve(new File([blob], "photo.jpg", { type: "image/jpeg" })), "image/jpeg", QUALITY); });
  }
}

// Let somebody look at one picture; gives the file that may be sent, or null when they leave it out.
function lookAt(picture, words, n, total) {
  const title = make("h2", { id: "blur-title" }, total > 1 ? `${words.title} (${n}/${total})` : words.title);
  const frame = make("div", { class: "blur-frame", "aria-hidden": "true" });
  const stage = make("div", { class: "blur-stage", tabindex: "0", role: "group", "aria-label": words.stage, "aria-describedby": "blur-help" }, picture.canvas, frame);
  picture.canvas.setAttribute("aria-hidden", "true");
  const said = make("p", { class: "visually-hidden", role: "status" });
  const button = (label, kind = "") => make("button", { type: "button", class: `btn ${kind}`.trim() }, label);
  const [smaller, larger, undo, done, leave] = [button("−"), button("+"), button(words.undo), button(words.nothing, "btn-primary"), button(words.leave, "btn-link")];
  smaller.setAttribute("aria-label", words.smaller);
  larger.setAttribute("aria-label", words.larger);
  const dialog = make("dialog", { class: "blur", "aria-labelledby": "blur-title" }, title, make("p", { class: "help", id: "blur-help" }, words.help), stage, make("div", { class: "moves" }, smaller, larger, undo), make("div", { class: "moves form-end" }, done, leave), said);
  document.body.append(dialog);
  const { canvas } = picture;
  const box = { x: canvas.width / 2, y: canvas.height / 2, size: Math.max(canvas.width, canvas.height) / 8 };

  function show() {
    const scale = canvas.clientWidth / canvas.width || 1;
    const style = { left: box.x - box.size / 2, top: box.y - box.size / 2, width: box.size, height: box.size };
    for (const [name, value] of Object.entries(style)) frame.style[name] = `${value * scale}px`;
    undo.disabled = !picture.strokes.length;
    done.textContent = picture.strokes.length ? words.done : words.nothing;
  }
  function resize(factor) {
    box.size = Math.min(Math.max(canvas.width, canvas.height), Math.max(picture.block, box.size * factor));
    show();
  }
  function stamp() {
    picture.cover(box.x - box.size / 2, box.y - box.size / 2, box.x + box.size / 2 - 1, box.y + box.size / 2 - 1);
    show();
  }
  function cover() { picture.begin(); stamp(); said.textContent = words.covered; }
  function takeBack() { picture.undo(); said.textContent = words.undone; show(); }
  function follow(event) {
    const seen = canvas.getBoundingClientRect();
    box.x = ((event.clientX - seen.left) * canvas.width) / seen.width;
    box.y = ((event.clientY - seen.top) * canvas.height) / seen.height;
  }
  canvas.addEventListener("pointerdown", (event) => { event.preventDefault(); stage.focus(); canvas.setPointerCapture(event.pointerId); follow(event); cover(); });
  canvas.addEventListener("pointermove", (event) => { if (canvas.hasPointerCapture(event.pointerId)) { follow(event); stamp(); } });
  stage.addEventListener("keydown", (event) => {
    const step = picture.block * (event.shiftKey ? 4 : 1);
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key]) {
      box.x = Math.min(canvas.width, Math.max(0, box.x + moves[event.key][0]));
      box.y = Math.min(canvas.height, Math.max(0, box.y + moves[event.key][1]));
      show();
    } else if (event.key === "+" || event.key === "=") resize(1.25);
    else if (event.key === "-") resize(0.8);
    else if (event.key === "Enter" || event.key === " ") cover();
    else if (event.key === "Backspace" && picture.strokes.length) takeBack();
    else return;
    event.preventDefault();
  });
  smaller.addEventListener("click", () => resize(0.8));
  larger.addEventListener("click", () => resize(1.25));
  undo.addEventListener("click", () => { takeBack(); stage.focus(); });

  return new Promise((resolve) => {
    const close = async (file) => { const given = await file; dialog.remove(); resolve(given); };
    done.addEventListener("click", () => { done.disabled = true; close(picture.file()); });  // writing the picture takes a moment
    leave.addEventListener("click", () => close(null));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
    dialog.showModal();
    stage.focus();
    show();
  });
}

async function looked(files, words) {
  const kept = [];
  for (const [n, file] of files.entries()) {
    let bitmap;
    try { bitmap = await createImageBitmap(file); } catch { kept.push(file); continue; } // no picture: the server says so
    const given = await lookAt(new Picture(bitmap), words, n + 1, files.length);
    bitmap.close();
    if (given) kept.push(given);
  }
  return kept;
}

export function enhance(input) {
  if (input.dataset.blurOn) return;
  input.dataset.blurOn = "1";
  const words = JSON.parse(input.dataset.words);
  const note = make("p", { class: "help", role: "status" });
  input.after(note);
  input.addEventListener("change", async () => {
    const files = [...input.files];
    input.value = ""; // until somebody has looked at them nothing can be sent
    const kept = new DataTransfer();
    for (const file of await looked(files, words)) kept.items.add(file);
    input.files = kept.files;
    note.textContent = kept.files.length ? fill(words.ready, { n: kept.files.length }) : "";
    input.focus();
    input.dispatchEvent(new CustomEvent("looked", { bubbles: true }));
  });
}
