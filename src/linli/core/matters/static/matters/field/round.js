// My round: keep its stops for the way, draw the map, and walk from here when asked. Where one stands is used on this
// page alone: it is not sent, not kept, and gone when the page is left.
(() => {
  "use strict";
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = document.documentElement;
  const page = $("#round");
  const data = JSON.parse($("#round-data").textContent);
  const view = JSON.parse($("#round-map").textContent);
  const { store } = window.linliField;

  async function remember() {
    await store.keepRound({ person: root.dataset.person, ...data });
    localStorage.setItem("linli-round", root.dataset.person);
    const { mine } = await store.captures(root.dataset.person);
    const line = $("#waits");
    line.hidden = !mine.length;
    $("[data-n]", line).textContent = mine.length;
    if (navigator.serviceWorker) await navigator.serviceWorker.register(page.dataset.worker, { scope: page.dataset.scope });
  }

  // The same way as the server's, from another start.
  const METRES = 111320;
  const far = (a, b) => Math.hypot((b[0] - a[0]) * METRES, (b[1] - a[1]) * METRES * Math.cos((a[0] * Math.PI) / 180));
  function walk(stops, start) {
    const left = [...stops], way = [];
    for (let here = start; left.length;) {
      left.sort((a, b) => far(here, a.point) - far(here, b.point));
      way.push(left.shift());
      here = way.at(-1).point;
    }
    for (let better = true, rounds = 0; better && rounds < 12; rounds += 1) {
      better = false;
      for (let i = 0; i < way.length - 1; i += 1)
        for (let j = i + 1; j < way.length; j += 1) {
          const before = i ? way[i - 1].point : start, after = way[j + 1]?.point;
          let gain = far(before, way[i].point) - far(before, way[j].point);
          if (after) gain += far(way[j].point, after) - far(way[i].point, after);
          if (gain > 0.5) { way.splice(i, j - i + 1, ...way.slice(i, j + 1).reverse()); better = true; }
        }
    }
    return way;
  }
  function fromHere(here) {
    for (const list of all("[data-stops]")) {
      const cards = new Map(all("[data-stop]", list).map((card) => [Number(card.dataset.stop), card]));
      const stops = view.stops.filter((stop) => cards.has(stop.number));
      const order = [...walk(stops.filter((stop) => stop.point), here), ...stops.filter((stop) => !stop.point)];
      order.forEach((stop) => list.append(cards.get(stop.number)));
    }
    all("[data-stop]").forEach((card, n) => { $("[data-number]", card).textContent = n + 1; });
    const numbers = new Map(all("[data-stop]").map((card, n) => [Number(card.dataset.stop), n + 1]));
    draw(here, numbers);
  }

  let map, layer;
  function draw(start, numbers) {
    const box = $("#round-view");
    if (!box || !window.L) return;
    const placed = view.stops.filter((stop) => stop.point).sort((a, b) => numbers.get(a.number) - numbers.get(b.number));
    box.hidden = !placed.length;
    if (!placed.length) return;
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    map ||= L.map(box, { attributionControl: false, zoomSnap: 0.1, scrollWheelZoom: false, keyboard: false, zoomAnimation: !still, fadeAnimation: !still });
    layer?.remove();
    layer = L.featureGroup();
    for (const grid of view.grids) L.geoJSON(grid.outline, { interactive: false, style: { className: "area area-0" } }).addTo(layer);
    const way = placed.filter((stop) => !stop.soon).map((stop) => stop.point);
    if (way.length) L.polyline(start ? [start, ...way] : way, { interactive: false, className: "round-way" }).addTo(layer);
    if (start) L.circleMarker(start, { radius: 7, interactive: false, className: "round-start" }).addTo(layer);
    for (const stop of placed) {
      const icon = L.divIcon({ className: `round-pin${stop.soon ? " round-pin-soon" : ""}`, html: String(numbers.get(stop.number)), iconSize: [32, 32] });
      L.marker(stop.point, { icon, interactive: false, keyboard: false }).addTo(layer); // the list below is what one presses
    }
    layer.addTo(map);
    map.fitBounds(L.latLngBounds(start ? [start, ...placed.map((stop) => stop.point)] : placed.map((stop) => stop.point)), { padding: [32, 32], maxZoom: 17 });
  }

  $("#from-here")?.addEventListener("click", (event) => {
    const said = $("#from-here-said");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => { fromHere([coords.latitude, coords.longitude]); said.textContent = page.dataset.fromHere; },
      () => { said.textContent = page.dataset.notHere; },
      { timeout: 15000 },
    );
    event.preventDefault();
  });
  draw(view.start, new Map(view.stops.map((stop) => [stop.number, stop.number])));
  remember().finally(() => { root.dataset.ready = "1"; });
})();
