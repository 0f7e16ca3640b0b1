// Searching by place: the panel, the shape on the map, and “only what is in view”.
/* global L */

import { PLACE, withPlace, withTerm } from "./map-url.js";

const PAUSE_MS = 300;
const STILL_PX = 3;
const ROUND = 10_000; // four decimals of a degree are about ten metres
const STYLE = { className: "place-shape", interactive: false };

export class PlaceTools {
  // `host` is the page: it knows the address and loads the records.
  constructor(map, url, host) {
    Object.assign(this, { map, url, host });
    this.shape = L.featureGroup().addTo(map);
    this.menu = document.getElementById("place-menu");
    this.button = document.getElementById("place-button");
    this.problem = this.menu.querySelector("[data-place-error]");
    this.box = document.getElementById("place-follow");
    this.spot = document.getElementById("place-spot");
    // What the box calls the place whose code is asked for.
    this.named = { label: "", code: "" };
    this.listen();
  }

  listen() {
    for (const form of this.menu.querySelectorAll("form")) {
      form.addEventListener("submit", (event) => this.onSubmit(event));
    }
    for (const button of this.menu.querySelectorAll("[data-draw]")) {
      button.addEventListener("click", () => this.draw(button.dataset.draw));
    }
    this.menu.querySelector("[data-place-clear]").addEventListener("click", () => this.take({}));
    this.box.addEventListener("change", () => this.take(this.box.checked ? this.inView() : {}));
    this.spot.addEventListener("suggestion", (event) => this.onSuggestion(event));
    document.querySelector("[data-open-place]").addEventListener("click", (event) => this.open(event));
  }

  // ---- what the reader asks for

  async draw(kind) {
    this.menu.hidePopover();
    const { draw } = await import("./place-draw.js");
    const drawn = await draw(this.map, kind, document.querySelector("[data-place-hint]"));
    this.button.focus();
    if (drawn) this.take(drawn);
  }

  // Closed, the menu gives the focus back to the link that opened it.
  open(event) {
    event.preventDefault();
    this.menu.showPopover();
    this.spot.focus();
  }

  // What was suggested is meant exactly; a belt has no one place to be near to, so it narrows.
  onSuggestion(event) {
    event.preventDefault();
    event.stopPropagation();
    const { label, spot, filter } = event.detail;
    if (spot) {
      this.call(label, spot);
      document.getElementById("place-km").select();
    } else {
      this.spot.value = "";
      this.menu.hidePopover();
      this.host.go(withTerm(this.host.params, ...filter));
    }
  }

  call(label, code) {
    this.named = { label, code };
    this.spot.value = label;
  }

  // The server reads what was typed: it knows codes, names and every way of writing a coordinate.
  async onSubmit(event) {
    event.preventDefault();
    const asked = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value.trim()));
    if (asked.get("near") === this.named.label) asked.set("near", this.named.code);
    const { params, errors } = await this.ask(asked);
    this.complain(errors?.[0] ?? "");
    if (!params) return;
    this.menu.hidePopover();
    this.goesThere = true;
    this.take(params);
  }

  async ask(query) {
    const response = await fetch(`${this.url}?${query}`);
    if (!response.ok && response.status !== 400) throw new Error(`place: ${response.status}`);
    return response.json();
  }

  complain(words) {
    this.problem.hidden = !words;
    this.problem.textContent = words;
  }

  take(place) {
    return this.host.go(withPlace(this.host.params, place));
  }

  // ---- what is asked for

  // Make panel and map say what the address says.
  async show(params) {
    const asked = new URLSearchParams([...params].filter(([name, value]) => PLACE.includes(name) && value));
    this.sync(params, asked);
    if (asked.toString() === this.shown) return;
    this.shown = asked.toString();
    const { shapes = [], label } = asked.size ? await this.ask(asked) : {};
    if (asked.toString() !== this.shown) return;
    if (label) this.call(label, params.get("near"));
    this.shape.clearLayers();
    for (const shape of shapes) this.shape.addLayer(drawn(shape));
    // What was typed may lie anywhere; what was drawn is in view.
    if (this.goesThere && shapes.length) this.map.fitBounds(this.shape.getBounds(), { animate: false });
    this.goesThere = false;
  }

  sync(params, asked) {
    const isSet = asked.size > 0;
    this.box.checked = params.has("follow");
    this.menu.querySelector("[data-place-clear]").hidden = !isSet;
    for (const form of this.menu.querySelectorAll("form")) {
      for (const field of form.elements) if (field.name) field.value = params.get(field.name) ?? "";
    }
    if (this.spot.value && this.spot.value === this.named.code) this.spot.value = this.named.label;
  }

  // ---- only what is in view

  inView() {
    const bounds = this.map.getBounds();
    const out = [bounds.getWest(), bounds.getSouth()].map((edge) => Math.floor(edge * ROUND) / ROUND);
    const up = [bounds.getEast(), bounds.getNorth()].map((edge) => Math.ceil(edge * ROUND) / ROUND);
    this.remember();
    return { bbox: [...out, ...up].join(","), follow: "1" };
  }

  // Where the map stood when the rectangle was made or fitted; only leaving it changes the rectangle.
  remember() {
    this.centre = this.map.getCenter();
    this.zoom = this.map.getZoom();
  }

  hasMoved() {
    if (!this.centre || this.map.getZoom() !== this.zoom) return true;
    const middle = this.map.getSize().divideBy(2);
    return this.map.latLngToContainerPoint(this.centre).distanceTo(middle) > STILL_PX;
  }

  // A popup that made room for itself, or a window of another size, is no move of the reader's.
  onMove(made) {
    window.clearTimeout(this.waiting);
    if (made) this.remember();
    if (!this.hasMoved()) return;
    this.waiting = window.setTimeout(() => {
      this.host.replace(withPlace(this.host.params, this.inView()));
      this.host.load();
    }, PAUSE_MS);
  }
}

function drawn({ corners, lon, lat, km }) {
  if (corners) return L.polygon(corners.map(([x, y]) => [y, x]), STYLE);
  return L.circle([lat, lon], { radius: km * 1000, ...STYLE });
}
