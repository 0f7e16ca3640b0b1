// The small map of a record page: where in the province the record lies.
/* global L */

import { createMarker } from "./markers.js";
import { drawSheet, fitProvince, mapReady, readJson, sayFailed } from "./small-map.js";

// Close enough to see the neighbouring towns, far enough to see which corner of the province it is.
const ZOOM = { precise: 7.5, imprecise: 6.75 };

async function start() {
  const { map, options } = await mapReady();
  const locator = readJson("locator");
  fitProvince(map, options);
  const marker = createMarker(locator.record, locator).addTo(map);
  // It stands alone and leads nowhere: the keyboard need not stop at it.
  marker.getElement().tabIndex = -1;
  map.setView(
    L.latLng(locator.record.lat, locator.record.lon),
    locator.record.precise ? ZOOM.precise : ZOOM.imprecise,
    { animate: false },
  );
  try {
    await drawSheet({ map, options }, locator.basemap_url, () => [marker.getElement().getBoundingClientRect()]);
  } catch (error) {
    sayFailed(locator.text.failed);
    console.warn(error);
  }
}

start();
