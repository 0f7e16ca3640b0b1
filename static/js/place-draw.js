// Drawing with mouse, pen or finger: a sheet of glass over the map takes the pointer until it is done.
/* global L */

import { html } from "./dom.js";

// A hand that moves less has clicked; a click that near to a corner means that corner.
const STILL_PX = 6;
const SAME_PX = 12;
const DECIMALS = 5; // about one metre
const STYLE = { className: "place-shape", interactive: false };

// Resolves with the parameters of the shape (see records/places.py), or null when it was given up.
export function draw(map, kind, hint) {
  return new Promise((resolve) => new Drawing(map, kind, hint, resolve));
}

class Drawing {
  constructor(map, kind, hint, resolve) {
    Object.assign(this, { map, kind, hint, resolve });
    this.corners = [];
    this.canvas = html("div", { class: "place-canvas" });
    this.stop = new AbortController();
    this.preview = L.layerGroup().addTo(map);
    map.getContainer().append(this.canvas);
    L.DomEvent.disableClickPropagation(this.canvas);
    this.listen();
    this.hint.querySelector("[data-place-words]").textContent = hint.dataset[kind];
    this.hint.querySelector("[data-draw-finish]").hidden = kind !== "polygon";
    this.hint.hidden = false;
  }

  listen() {
    const on = (target, name, action, options = {}) => {
      target.addEventListener(name, action, { signal: this.stop.signal, ...options });
    };
    on(this.canvas, "pointerdown", (event) => this.down(event));
    on(this.canvas, "pointermove", (event) => this.move(event));
    on(this.canvas, "pointerup", (event) => this.up(event));
    on(document, "keydown", (event) => this.key(event), { capture: true });
    on(this.hint.querySelector("[data-draw-finish]"), "click", () => this.finish());
    on(this.hint.querySelector("[data-draw-cancel]"), "click", () => this.end(null));
  }

  down(event) {
    if (event.button) return;
    this.canvas.setPointerCapture(event.pointerId);
    if (this.kind !== "polygon" && !this.corners.length) this.corners = [this.at(event)];
    this.isDown = true;
  }

  move(event) {
    if (this.corners.length) this.show([...this.corners, this.at(event)]);
  }

  up(event) {
    if (!this.isDown) return;
    this.isDown = false;
    const here = this.at(event);
    if (this.kind === "polygon") this.addCorner(here);
    else if (this.apart(this.corners[0], here) > STILL_PX) this.finish(here);
  }

  addCorner(here) {
    const ends = [this.corners[0], this.corners.at(-1)].filter(Boolean);
    if (ends.some((corner) => this.apart(corner, here) < SAME_PX)) this.finish();
    else this.corners.push(here);
    this.show(this.corners);
  }

  key(event) {
    if (event.key === "Escape") this.end(null);
    else if (event.key === "Enter" && !event.target.closest("button")) this.finish();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  at(event) {
    return this.map.mouseEventToLatLng(event);
  }

  apart(one, other) {
    return this.map.latLngToContainerPoint(one).distanceTo(this.map.latLngToContainerPoint(other));
  }

  show(corners) {
    this.preview.clearLayers();
    if (corners.length > 1) this.preview.addLayer(this.outline(corners));
    else if (this.kind === "polygon") this.preview.addLayer(L.circleMarker(corners[0], { radius: 3, ...STYLE }));
  }

  outline(corners) {
    if (this.kind === "rectangle") return L.rectangle(L.latLngBounds(corners), STYLE);
    if (this.kind === "polygon") return L.polygon(corners, STYLE);
    return L.circle(corners[0], { radius: this.map.distance(...corners), ...STYLE });
  }

  finish(here) {
    if (here) this.end(this.parameters(this.corners[0], here));
    else if (this.corners.length > 2) this.end({ area: this.corners.map(written).join(";") });
  }

  parameters(from, to) {
    if (this.kind === "circle") {
      return { near: written(from), km: String(Math.max(0.1, Math.round(this.map.distance(from, to) / 100) / 10)) };
    }
    const bounds = L.latLngBounds([from, to]);
    return { bbox: [bounds.getSouthWest(), bounds.getNorthEast()].map(written).join(",") };
  }

  end(parameters) {
    this.stop.abort();
    this.canvas.remove();
    this.preview.remove();
    this.hint.hidden = true;
    this.resolve(parameters);
  }
}

function written({ lng, lat }) {
  return `${Number(lng.toFixed(DECIMALS))},${Number(lat.toFixed(DECIMALS))}`;
}
