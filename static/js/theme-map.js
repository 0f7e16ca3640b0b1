// The map of a sector, chain, link, belt, division or enterprise: its records, and its outline.
// Nothing is asked for before a reader comes near it or the page has been read in and rests.
/* global L */

import { ringIcon, shareOf } from "./clusters.js";
import { Records } from "./map-records.js";
import { Tips } from "./map-tips.js";
import { drawSheet, fitProvince, mapReady, readJson, sayFailed } from "./small-map.js";

const REST_MS = 1500;
const config = readJson("theme-map");
const { text } = config;

// The list on the page is the other view of these records: nothing here waits to be told.
const links = { markers: new Map(), clear() {}, use(markers) { this.markers = markers; } };
const status = { busy() {}, fail: failed };

window.registryMap = { clusterIcon: (cluster) => ringIcon(shareOf(cluster), config, text) };

function failed(error) {
  sayFailed(text.failed);
  console.warn(error);
}

async function drawOutline(map) {
  if (!config.outline_url) return;
  const response = await fetch(config.outline_url);
  if (!response.ok) throw new Error(`outline: ${response.status}`);
  const geometry = await response.json();
  if (!geometry) return;
  const look = { pane: "borders", className: "sheet-asked", interactive: false };
  const outline = L.geoJSON(geometry, { ...look, renderer: L.svg({ pane: "borders" }) }).addTo(map);
  if (!config.fits_outline) return;
  map.fitBounds(outline.getBounds(), { animate: false, padding: [16, 16], maxZoom: 9 });
}

function open(records, layer) {
  if (layer.record) window.location.assign(layer.record.url + config.carried);
  else records.open(layer);
}

// A button answers to Enter and Space.
function wireKeys(container) {
  container.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key) || !event.target.matches(".leaflet-marker-icon")) return;
    event.preventDefault();
    event.target.click();
    if (!event.target.isConnected) container.focus();
  });
}

function marksIn(container) {
  return [...container.querySelectorAll(".leaflet-marker-icon")].map((mark) => mark.getBoundingClientRect());
}

async function draw({ map, cluster, options }) {
  const container = map.getContainer();
  const records = new Records({ map, cluster, links, status, config, text });
  new Tips(map, config, text);
  cluster.on("clusterclick click", ({ layer }) => open(records, layer));
  wireKeys(container);
  try {
    await drawSheet({ map, options }, config.basemap_url, () => marksIn(container));
    await drawOutline(map);
    records.show(await records.ask(config.query));
    map.fire("moveend");
    container.dataset.ready = "yes";
  } catch (error) {
    failed(error);
  }
}

// Who prints the page wants the map on paper, even when it was never in sight.
function rest() {
  return new Promise((resolve) => {
    window.addEventListener("load", () => window.setTimeout(resolve, REST_MS), { once: true });
  });
}

function near(element) {
  return new Promise((resolve) => {
    const watch = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      watch.disconnect();
      resolve();
    }, { rootMargin: "200px" });
    watch.observe(element);
  });
}

async function start() {
  const ready = await mapReady();
  fitProvince(ready.map, ready.options);
  await Promise.race([near(ready.map.getContainer()), rest()]);
  await draw(ready);
}

start();
