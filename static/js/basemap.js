// The sheet of paper under every map: land, province, belts, water, borders and their names.
// All of it is scenery: nothing here takes a click or the keyboard.
/* global L */

import { html, svg } from "./dom.js";

const NEAR = 7.25;
const FAR = 5.5;
const COUNTIES = 8;

export async function fetchBasemap(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`base map: ${response.status}`);
  return response.json();
}

// Draw `data` (the answer of /basemap.json) on `map`; `options` come from the map:ready event.
export function drawBasemap(map, data, options = {}) {
  nameContainer(map, options);
  const pens = makePens(map, ["land", "belts", "water", "borders"]);
  pens.land(data.province, "sheet-province");
  const belts = drawBelts(pens.belts, data.belts);
  pens.water(data.rivers, "sheet-river");
  pens.water(data.lakes, "sheet-lake");
  pens.lines(sharedBorders(data.prefectures), "sheet-prefecture");
  pens.borders(data.province, "sheet-outline");
  const labels = [
    ...data.prefectures.features.map((feature) => prefectureLabel(map, feature)),
    ...(options.neighbours ?? []).map((place) => neighbourLabel(map, place)),
  ];
  const counties = once(() => fetchBasemap(data.counties_url));
  addCountiesWhenNear(map, counties, labels, pens.lines);
  const follow = () => followZoom(map, labels);
  map.on("zoomend", follow);
  follow();
  return { belts, labels, prefectures: data.prefectures, counties };
}

// A function that calls `ask` once; after a failure it asks again.
function once(ask) {
  let asked;
  return () => {
    asked ??= ask().catch((error) => {
      asked = null;
      throw error;
    });
    return asked;
  };
}

// Counties are drawn when somebody first looks so near that there is room for them.
function addCountiesWhenNear(map, fetchCounties, labels, drawLines) {
  const look = async () => {
    if (map.getZoom() < COUNTIES) return;
    map.off("zoomend", look);
    try {
      const counties = await fetchCounties();
      drawLines(sharedBorders(counties), "sheet-county");
      labels.push(...counties.features.map((feature) => countyLabel(map, feature)));
      map.fire("moveend");
    } catch {
      // The map is complete without them: the next zoom tries again.
      map.on("zoomend", look);
    }
  };
  map.on("zoomend", look);
  look();
}

// From afar a name stands for the area; near by, where the cities are dots, for the city.
function followZoom(map, labels) {
  const near = map.getZoom() >= NEAR;
  const { classList } = map.getContainer();
  classList.toggle("is-near", near);
  classList.toggle("is-far", map.getZoom() < FAR);
  classList.toggle("shows-counties", map.getZoom() >= COUNTIES);
  for (const { marker, span, area, seat } of labels) {
    marker.setLatLng(latLng(near && seat ? seat : area));
    span.classList.toggle("is-seat", Boolean(near && seat));
  }
}

// A focusable region needs a name.
function nameContainer(map, options) {
  const container = map.getContainer();
  container.setAttribute("role", "group");
  if (options.label) container.setAttribute("aria-label", options.label);
}

// One renderer a pane; padding lets a short drag show what lies beside the view.
function makePens(map, panes) {
  const pens = {};
  for (const pane of panes) {
    const renderer = L.svg({ pane, padding: 0.5 });
    const look = { pane, renderer, interactive: false, smoothFactor: 0.6 };
    pens[pane] = (geojson, className) => L.geoJSON(geojson, { ...look, className }).addTo(map);
    if (pane === "borders") {
      pens.lines = (lines, className) =>
        L.polyline(lines, { ...look, className, smoothFactor: 0 }).addTo(map);
    }
  }
  return pens;
}

function drawBelts(pen, belts) {
  return new Map(
    belts.features.map((feature) => {
      const { slug } = feature.properties;
      return [slug, pen(feature, `sheet-belt sheet-belt--${slug}`)];
    }),
  );
}

// Neighbours share their border. Drawn once from each side, the dashes of one fill the gaps of the
// other; so each segment is drawn by the first polygon that has it.
function sharedBorders(prefectures) {
  const seen = new Set();
  const lines = [];
  for (const ring of prefectures.features.flatMap(ringsOf)) {
    let line = [];
    for (let i = 1; i < ring.length; i += 1) {
      const key = [ring[i - 1].join(), ring[i].join()].sort().join(";");
      if (seen.has(key)) {
        if (line.length) lines.push(line);
        line = [];
        continue;
      }
      seen.add(key);
      if (!line.length) line.push(latLng(ring[i - 1]));
      line.push(latLng(ring[i]));
    }
    if (line.length) lines.push(line);
  }
  return lines;
}

function ringsOf({ geometry }) {
  return geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat();
}

function latLng([lon, lat]) {
  return [lat, lon];
}

function prefectureLabel(map, { properties: { name, label, seat } }) {
  if (seat) seatDot(map, seat);
  return { ...textLabel(map, name, label, "sheet-label"), seat };
}

function countyLabel(map, { properties: { name, label } }) {
  return textLabel(map, name, label, "sheet-label sheet-label--county");
}

function neighbourLabel(map, { name, point }) {
  return textLabel(map, name, point, "sheet-label sheet-label--neighbour");
}

function seatDot(map, point) {
  const dot = svg("svg", { width: 8, height: 8, viewBox: "-4 -4 8 8", "aria-hidden": "true" });
  dot.append(svg("circle", { r: 2.25, class: "sheet-seat" }));
  scenery(map, point, L.divIcon({ html: dot, className: "sheet-dot", iconSize: [8, 8] }));
}

function textLabel(map, text, point, className) {
  const span = html("span", { "aria-hidden": "true" }, text);
  const icon = L.divIcon({ html: span, className, iconSize: [0, 0] });
  return { marker: scenery(map, point, icon), span, area: point, container: map.getContainer() };
}

function scenery(map, point, icon) {
  const options = { icon, pane: "labels", interactive: false, keyboard: false };
  return L.marker(latLng(point), options).addTo(map);
}
