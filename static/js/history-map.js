// The map of a history page: where a place or an outline was before and after.
/* global L */

import { drawSheet, fitProvince, mapReady, orSayFailed, readJson } from "./small-map.js";

const LOOK = { pane: "borders", interactive: false };
// Closer there is nothing on the base map to go by.
const CLOSEST = 10;

function shape(geojson, side) {
  if (!geojson) return null;
  const look = { ...LOOK, className: `shift shift--${side}`, radius: 6 };
  return L.geoJSON(JSON.parse(geojson), { style: look, pointToLayer: (_point, place) => L.circleMarker(place, look) });
}

// Lines between the places say which way it went.
function way(before, after) {
  if (!before || !after) return null;
  const ends = [before, after].map((one) => one.getBounds().getCenter());
  return L.polyline(ends, { ...LOOK, className: "shift shift--way" });
}

function show(map, shown, shifts) {
  shown.clearLayers();
  for (const shift of shifts) {
    const before = shape(shift.before, "before");
    const after = shape(shift.after, "after");
    [before, after, way(before, after)].filter(Boolean).forEach((layer) => shown.addLayer(layer));
  }
  map.fitBounds(shown.getBounds(), { animate: false, padding: [32, 32], maxZoom: CLOSEST });
}

// Each button answers for the shifts of its act, which stand in the same order. A page without
// buttons shows all.
function wireButtons(shifts, draw) {
  let first = 0;
  for (const button of document.querySelectorAll("[data-shifts]")) {
    const own = shifts.slice(first, first + Number(button.dataset.shifts));
    first += own.length;
    button.hidden = false;
    button.addEventListener("click", () => {
      draw(own);
      document.querySelector(".map-frame").scrollIntoView({ block: "nearest" });
    });
    if (own.length === first) draw(own);
  }
  if (!first) draw(shifts);
}

async function start() {
  const { map, options } = await mapReady();
  const config = readJson("map-config");
  fitProvince(map, options);
  await orSayFailed(config.text.failed, async () => {
    await drawSheet({ map, options }, config.basemap_url);
    const shown = L.featureGroup().addTo(map);
    wireButtons(readJson("shifts").shifts, (own) => show(map, shown, own));
    map.getContainer().dataset.ready = "yes";
  });
}

start();
