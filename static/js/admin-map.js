// The map of a geometry field in the admin: draws what is stored; a click sets a point.
/* global L */

const PROVINCE = [
  [43.4, 121.1],
  [53.6, 135.1],
];

async function drawOutlines(map, url) {
  const answer = await fetch(url);
  if (!answer.ok) return;
  const layers = await answer.json();
  // Below everything else, so that the outlines never cover the stored geometry.
  L.geoJSON(layers.prefectures, { interactive: false, pane: "tilePane", className: "admin-map__outline" }).addTo(map);
}

function setUp(frame) {
  const text = document.getElementById(frame.dataset.textarea);
  const map = L.map(frame, { attributionControl: false, maxZoom: 18 }).fitBounds(PROVINCE);
  const stored = L.geoJSON(frame.dataset.geojson ? JSON.parse(frame.dataset.geojson) : undefined, {
    pointToLayer: (_feature, place) => L.circleMarker(place, { className: "admin-map__point" }),
    className: "admin-map__area",
  }).addTo(map);
  if (stored.getLayers().length) map.fitBounds(stored.getBounds(), { maxZoom: 9 });
  if (frame.dataset.point) {
    map.on("click", ({ latlng }) => {
      stored.clearLayers();
      L.circleMarker(latlng, { className: "admin-map__point" }).addTo(stored);
      text.value = `POINT (${latlng.lng.toFixed(5)} ${latlng.lat.toFixed(5)})`;
    });
  }
  drawOutlines(map, frame.dataset.basemap);
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-admin-map]").forEach(setUp);
});
