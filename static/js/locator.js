// The small map of a record page: where in the province the record lies.

import { createMarker } from "./markers.js";
import { drawOutline, drawSheet, fitOutline, fitProvince, mapReady, orSayFailed, readJson } from "./small-map.js";

async function start() {
  const { map, options } = await mapReady();
  const locator = readJson("locator");
  fitProvince(map, options);
  const outline = drawOutline(map, locator.outline);
  const marker = locator.record && createMarker(locator.record, locator).addTo(map);
  // A reviewer looks closely; a reader wants to know which corner of the province it is.
  const { zoom } = map.getContainer().closest(".map").dataset;
  if (outline && (zoom || !marker)) fitOutline(map, outline);
  else if (zoom) map.setView(marker.getLatLng(), Number(zoom), { animate: false });
  // It stands alone and leads nowhere: the keyboard need not stop at it.
  if (marker) marker.getElement().tabIndex = -1;
  await orSayFailed(locator.text.failed, () => drawSheet({ map, options }, locator.basemap_url, () => (marker ? [marker.getElement().getBoundingClientRect()] : [])));
}

start();
