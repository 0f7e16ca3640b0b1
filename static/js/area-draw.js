// The map of the page that takes a boundary: what is drawn stands in the list of corners, and what
// is typed there is drawn. The list alone is sent, so the page works as well without a map.
/* global L */

import { say } from "./dom.js";
import { draw } from "./place-draw.js";
import { drawSheet, fitProvince, mapReady, orSayFailed, readJson } from "./small-map.js";

const DECIMALS = 5; // about one metre
const MOST_HANDLES = 200;
const CLOSEST_ZOOM = 15;
const ZOOM_OF_A_POINT = 11;
const DEGREES = new Set(["", "wgs84", "cgcs2000"]);
const LINE = /^\s*(?:[A-Za-z]{0,3}\d{1,5}[,;:、)\s]+(?=\S+[,;\s]+\S))?(-?\d+(?:\.\d+)?)[,;\s]+(-?\d+(?:\.\d+)?)\s*$/;
const HECTARE_M2 = 10_000;
const EARTH_RADIUS_M = 6_371_009;

class AreaDraw {
  constructor(map, config) {
    Object.assign(this, { map, text: config.text });
    this.list = document.getElementById("id_corners");
    this.drawn = document.getElementById("id_drawn");
    this.datum = document.getElementById("id_datum");
    this.status = document.querySelector("[data-area-status]");
    this.shapes = L.featureGroup().addTo(map);
    this.showNow(config);
  }

  // The boundary that there is, and the point of the record.
  showNow({ now, point }) {
    const style = { className: "diff-shape diff-shape--old", fill: false };
    this.now = L.featureGroup().addTo(this.map);
    if (now) this.now.addLayer(L.geoJSON(now, { interactive: false, style }));
    if (point) {
      const [lon, lat] = point.coordinates;
      this.now.addLayer(L.circleMarker([lat, lon], { radius: 6, interactive: false, ...style }));
    }
  }

  listen() {
    this.list.addEventListener("input", () => this.show());
    this.list.addEventListener("change", () => this.show({ follow: true }));
    this.datum.addEventListener("change", () => this.show());
    this.offer("[data-area-draw]", () => this.draw());
    this.offer("[data-area-clear]", () => this.write([]));
  }

  offer(selector, action) {
    const button = document.querySelector(selector);
    button.hidden = false;
    button.addEventListener("click", action);
  }

  async draw() {
    const found = await draw(this.map, "polygon", document.querySelector("[data-place-hint]"));
    if (!found) return;
    const corners = found.area.split(";").map((pair) => pair.split(",").map(Number));
    this.datum.value = "";
    this.write([...(this.parts() ?? []), corners]);
  }

  write(parts) {
    const lines = ([lon, lat]) => `${lon.toFixed(DECIMALS)}, ${lat.toFixed(DECIMALS)}`;
    this.list.value = parts.map((part) => part.map(lines).join("\n")).join("\n\n");
    this.drawn.value = this.list.value;
    this.show();
  }

  // The corners of each part as [lon, lat]; null when a line is no pair of plain degrees.
  parts() {
    const parts = [[]];
    this.unread = 0;
    this.list.value.split("\n").forEach((line, index) => {
      if (!line.trim()) return parts.at(-1).length && parts.push([]);
      const corner = DEGREES.has(this.datum.value) ? degrees(line) : null;
      if (corner) parts.at(-1).push(corner);
      else this.unread ||= index + 1;
      return null;
    });
    return this.unread ? null : parts.filter((part) => part.length);
  }

  show({ follow = false } = {}) {
    this.shapes.clearLayers();
    const parts = this.parts();
    this.tell(parts);
    if (!parts?.length) return;
    for (const part of parts) {
      this.shapes.addLayer(L.polygon(part.map(place), { className: "diff-shape diff-shape--new area-shape", interactive: false }));
    }
    if (parts.flat().length <= MOST_HANDLES) this.addHandles(parts);
    if (follow) this.fit(this.shapes);
  }

  // A corner is dragged to where it belongs.
  addHandles(parts) {
    for (const part of parts) {
      part.forEach((corner, index) => {
        const handle = L.marker(place(corner), { icon: L.divIcon({ className: "area-corner", iconSize: [14, 14] }), draggable: true, keyboard: false });
        handle.on("dragend", () => {
          const { lng, lat } = handle.getLatLng();
          part[index] = [lng, lat];
          this.write(parts);
        });
        this.shapes.addLayer(handle);
      });
    }
  }

  tell(parts) {
    const count = parts?.flat().length ?? 0;
    const ha = (parts ?? []).reduce((sum, part) => sum + areaHa(part), 0);
    const values = { number: this.unread, count, ha: ha.toFixed(2) };
    const crosses = parts?.some(crossesItself);
    const read = crosses ? this.text.crosses : this.text.corners;
    const pattern = this.unread ? this.text.unread : count ? read : this.text.none;
    this.status.textContent = say(pattern, values);
  }

  fit(group) {
    const bounds = group.getBounds();
    // Around a point alone there has to be something by which to know the place.
    const maxZoom = bounds.isValid() && bounds.getNorthEast().equals(bounds.getSouthWest()) ? ZOOM_OF_A_POINT : CLOSEST_ZOOM;
    if (bounds.isValid()) this.map.fitBounds(bounds, { animate: false, maxZoom, padding: [32, 32] });
  }
}

function place([lon, lat]) {
  return L.latLng(lat, lon);
}

// Latitudes and longitudes of the province do not overlap, so the order tells itself.
function degrees(line) {
  const found = LINE.exec(line.replaceAll("，", ","));
  if (!found) return null;
  const [first, second] = [Number(found[1]), Number(found[2])];
  const [lon, lat] = first < second ? [second, first] : [first, second];
  return lon <= 180 && lat <= 90 ? [lon, lat] : null;
}

// About so many hectares, on a plane that touches the globe there; the server measures it exactly.
function areaHa(part) {
  const scale = (Math.PI / 180) * EARTH_RADIUS_M;
  const shrink = Math.cos((part[0][1] * Math.PI) / 180);
  const flat = part.map(([lon, lat]) => [(lon - part[0][0]) * scale * shrink, (lat - part[0][1]) * scale]);
  const twice = flat.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = flat[(index + 1) % flat.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2 / HECTARE_M2;
}

// Of a few corners only: each edge is compared with each other.
function crossesItself(part) {
  if (part.length > MOST_HANDLES) return false;
  const edges = part.map((corner, index) => [corner, part[(index + 1) % part.length]]);
  return edges.some((one, index) => edges.slice(index + 1).some((other) => cross(one, other)));
}

function cross([a, b], [c, d]) {
  const side = ([x1, y1], [x2, y2], [x, y]) => Math.sign((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

async function start() {
  const { map, options } = await mapReady();
  const config = readJson("area-map");
  fitProvince(map, options);
  const area = new AreaDraw(map, config);
  area.listen();
  area.fit(area.now);
  area.show({ follow: true });
  await orSayFailed(config.text.failed, () => drawSheet({ map, options }, config.basemap_url));
}

start();
