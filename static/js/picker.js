// The map of the project form: a click sets longitude and latitude; typing them moves the mark.
// Who uses no pointer types the numbers, or moves the map with the arrow keys and takes its centre.
/* global L */

import { html, say, svg } from "./dom.js";
import { drawOutline, drawSheet, fitOutline, fitProvince, mapReady, orSayFailed, readJson } from "./small-map.js";

const DECIMALS = 5; // about one metre
const DIVISION_ZOOM = 9;

class Picker {
  constructor(map, config) {
    this.map = map;
    this.text = config.text;
    this.lon = document.getElementById(config.lon_id);
    this.lat = document.getElementById(config.lat_id);
    this.division = document.getElementById(config.division_id);
    this.seats = config.seats;
    this.status = document.querySelector("[data-picker-status]");
    this.marker = L.marker(map.getCenter(), { icon: pin(), draggable: true, keyboard: false });
    this.prefectures = [];
  }

  listen() {
    this.map.on("click", ({ latlng }) => this.take(latlng));
    this.marker.on("dragend", () => this.take(this.marker.getLatLng()));
    for (const input of [this.lon, this.lat]) {
      input.addEventListener("change", () => this.show({ follow: true }));
    }
    this.division?.addEventListener("change", () => this.goToDivision());
    this.offer("[data-picker-centre]", () => this.take(this.map.getCenter()));
    this.offer("[data-picker-clear]", () => this.clear());
  }

  // Before there is a point, the map shows the division in which it will lie.
  goToDivision() {
    const seat = this.seats[this.division?.value];
    if (seat && !this.point()) this.map.setView(L.latLng(seat[1], seat[0]), DIVISION_ZOOM);
  }

  // The buttons are hidden until they can do something.
  offer(selector, action) {
    const button = document.querySelector(selector);
    button.hidden = false;
    button.addEventListener("click", action);
  }

  take({ lng, lat }) {
    this.lon.value = lng.toFixed(DECIMALS);
    this.lat.value = lat.toFixed(DECIMALS);
    document.dispatchEvent(new CustomEvent("picker:taken"));
    this.show();
  }

  clear() {
    this.lon.value = "";
    this.lat.value = "";
    document.dispatchEvent(new CustomEvent("picker:taken"));
    this.show();
  }

  // Draw what the two fields say.
  show({ follow = false } = {}) {
    const point = this.point();
    if (!point) {
      this.marker.remove();
      this.say(this.text.none);
      return;
    }
    this.marker.setLatLng(point).addTo(this.map);
    if (follow && !this.map.getBounds().pad(-0.1).contains(point)) this.map.setView(point);
    this.say(this.describe(point));
  }

  point() {
    const [lon, lat] = [this.lon, this.lat].map((input) => Number.parseFloat(input.value));
    return Number.isFinite(lon) && Number.isFinite(lat) ? L.latLng(lat, lon) : null;
  }

  describe({ lat, lng }) {
    const values = { lon: lng.toFixed(DECIMALS), lat: lat.toFixed(DECIMALS) };
    const found = this.prefectures.find((feature) => covers(feature.geometry, lng, lat));
    if (found) return say(this.text.inside, { ...values, place: found.properties.name });
    return say(this.prefectures.length ? this.text.outside : this.text.point, values);
  }

  say(message) {
    if (this.status) this.status.textContent = message;
  }
}

function pin() {
  const drawing = svg("svg", { width: 28, height: 36, viewBox: "0 0 28 36", "aria-hidden": "true" });
  drawing.append(
    svg("path", { class: "picker-pin", d: "M14 35C14 35 26 21 26 13A12 12 0 1 0 2 13C2 21 14 35 14 35Z" }),
    svg("circle", { class: "picker-pin__eye", cx: 14, cy: 13, r: 4.5 }),
  );
  return L.divIcon({ html: html("span", {}, drawing), className: "picker-mark", iconSize: [28, 36], iconAnchor: [14, 35] });
}

// Even–odd rule over all rings, so that a hole counts as outside.
function covers({ type, coordinates }, x, y) {
  const rings = type === "Polygon" ? coordinates : coordinates.flat();
  return rings.filter((ring) => crossings(ring, x, y) % 2 === 1).length % 2 === 1;
}

function crossings(ring, x, y) {
  let count = 0;
  for (let i = 1; i < ring.length; i += 1) {
    const [x1, y1] = ring[i - 1];
    const [x2, y2] = ring[i];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) count += 1;
  }
  return count;
}

async function start() {
  const { map, options } = await mapReady();
  const config = readJson("picker");
  fitProvince(map, options);
  const outline = drawOutline(map, config.outline);
  const picker = new Picker(map, config);
  picker.listen();
  picker.show({ follow: true });
  if (outline) fitOutline(map, outline);
  else if (picker.point()) map.setView(picker.point(), DIVISION_ZOOM, { animate: false });
  else picker.goToDivision();
  await orSayFailed(config.text.failed, async () => {
    const data = await drawSheet({ map, options }, config.basemap_url);
    picker.prefectures = data.prefectures.features;
    picker.show();
  });
}

start();
