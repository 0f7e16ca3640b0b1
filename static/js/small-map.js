// What the small maps of a record page and of a form share.
/* global L */

import { drawBasemap, fetchBasemap } from "./basemap.js";
import { placeLabels } from "./labels.js";

// Closer there is nothing on the base map to go by.
const CLOSEST_ZOOM = 10;

// Resolves with the Leaflet objects once Folium's script has made the map.
export function mapReady() {
  return new Promise((resolve) => {
    window.addEventListener("map:ready", ({ detail }) => resolve(detail), { once: true });
  });
}

export function readJson(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export function fitProvince(map, options) {
  map.fitBounds(L.latLngBounds(options.bounds), { animate: false, padding: [8, 8] });
}

// The outline of a record, which nobody clicks; nothing where there is none.
export function drawOutline(map, outline) {
  if (!outline) return null;
  const style = { className: "diff-shape diff-shape--new", fill: false };
  return L.geoJSON(outline, { interactive: false, style }).addTo(map);
}

export function fitOutline(map, outline) {
  map.fitBounds(outline.getBounds(), { animate: false, maxZoom: CLOSEST_ZOOM, padding: [40, 40] });
}

// Draw the sheet under `marks` (a function that gives the rectangles names must keep clear of).
export async function drawSheet({ map, options }, url, marks = () => []) {
  const data = await fetchBasemap(url);
  const { labels } = drawBasemap(map, data, { ...options, neighbours: [] });
  const place = () => placeLabels(labels, marks(), map.getContainer().getBoundingClientRect());
  map.on("zoomend moveend", place);
  place();
  return data;
}

export function sayFailed(message) {
  const place = document.querySelector("[data-map-failed]");
  if (!place) return;
  place.textContent = message;
  place.hidden = false;
}

/** Do what draws a map; when it fails, say so on the page. */
export async function orSayFailed(message, work) {
  try {
    await work();
  } catch (error) {
    sayFailed(message);
    console.warn(error);
  }
}
