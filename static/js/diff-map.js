// The small map of a proposal: geometries as they are (dashed) and as they would be (solid).
/* global L */

import { drawSheet, fitProvince, mapReady, orSayFailed, readJson } from "./small-map.js";

// Closer there is nothing on the base map to go by.
const CLOSEST_ZOOM = 10;

function layer(geometry, kind) {
  return L.geoJSON(geometry, {
    interactive: false,
    style: { className: `diff-shape diff-shape--${kind}`, fill: false },
    pointToLayer: (_feature, latlng) =>
      L.circleMarker(latlng, { radius: 8, className: `diff-shape diff-shape--${kind}`, interactive: false }),
  });
}

async function start() {
  const { map, options } = await mapReady();
  const config = readJson("diff-map");
  fitProvince(map, options);
  const group = L.featureGroup();
  for (const shift of config.shifts) {
    if (shift.old) group.addLayer(layer(shift.old, "old"));
    if (shift.new) group.addLayer(layer(shift.new, "new"));
  }
  group.addTo(map);
  map.fitBounds(group.getBounds(), { animate: false, maxZoom: CLOSEST_ZOOM, padding: [40, 40] });
  await orSayFailed(config.text.failed, () => drawSheet({ map, options }, config.basemap_url));
}

start();
