// A map of areas without tiles: nothing leaves the machine. The list behind the map has the same links.
(() => {
  "use strict";
  function draw(box) {
    const data = JSON.parse(document.getElementById(box.dataset.map).textContent);
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const isTall = box.classList.contains("map-tall");
    const isSmall = box.clientWidth < 480 && data.features.length > 6; // sixteen names do not fit on a phone: their numbers do
    const map = L.map(box, { attributionControl: false, zoomSnap: 0.1, zoomControl: isTall, dragging: isTall, doubleClickZoom: isTall, boxZoom: isTall, keyboard: isTall, touchZoom: isTall, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still });
    const layer = L.geoJSON(data, {
      style: (feature) => ({ className: `area area-${feature.properties.level || 0}${feature.properties.here ? " area-here" : ""}` }),
      pointToLayer: (feature, place) => L.circleMarker(place, { radius: 9 }),
      onEachFeature: (feature, shape) => {
        const { name, href, note } = feature.properties;
        shape.bindTooltip(isSmall && /\d+/.exec(name)?.[0] || name, feature.geometry.type === "Point" ? { direction: "top" } : { permanent: true, direction: "center", className: "map-name" });
        if (href) shape.on("click", () => { window.location.href = href; });
        shape.on("add", () => {
          const path = shape.getElement();
          if (!path || !href) return;
          path.setAttribute("tabindex", "0");
          path.setAttribute("role", "link");
          path.setAttribute("aria-label", note ? `${name}, ${note}` : name);
          path.addEventListener("keydown", (event) => { if (event.key === "Enter") window.location.href = href; });
        });
      },
    }).addTo(map);
    if (layer.getBounds().isValid()) map.fitBounds(layer.getBounds(), { padding: [8, 8] });
  }
  document.querySelectorAll("[data-map]").forEach(draw);
})();
