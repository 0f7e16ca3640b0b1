// The whole province: where the map starts and where one button leads back to.
/* global L */

import { html, svg } from "./dom.js";

export function addHomeButton(map, options) {
  const home = new Home(map, options);
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const button = homeButton(options.homeTitle);
    L.DomEvent.on(button, "click", () => home.go({ animate: true }));
    const bar = html("div", { class: "leaflet-bar" }, button);
    L.DomEvent.disableClickPropagation(bar);
    return bar;
  };
  control.addTo(map);
  return home;
}

function homeButton(title) {
  const icon = svg(
    "svg",
    { width: 18, height: 18, viewBox: "0 0 18 18", "aria-hidden": "true", class: "map-icon" },
    svg("path", { d: "M2.5 6.5v-4h4M11.5 2.5h4v4M15.5 11.5v4h-4M6.5 15.5h-4v-4" }),
    svg("circle", { cx: 9, cy: 9, r: 2 }),
  );
  return html("button", { type: "button", class: "map-button", title, "aria-label": title }, icon);
}

class Home {
  constructor(map, { bounds }) {
    this.map = map;
    this.bounds = L.latLngBounds(bounds);
    this.wasHome = true;
    this.isHeld = () => false;
    // The window changed its size: who looked at the whole province still wants to.
    map.on("resize", () => this.wasHome && !this.isHeld() && this.go());
    map.on("moveend", () => {
      if (this.going) this.arrive();
      this.wasHome = this.isHome();
    });
  }

  go({ animate = false } = {}) {
    this.going = true;
    this.map.fitBounds(this.bounds, { animate, ...this.margins() });
  }

  // Others that hear of the move ask whether this is home, so it must be known by then.
  arrive() {
    this.going = false;
    this.centre = this.map.getCenter();
    this.zoom = this.map.getZoom();
  }

  // Room for what lies on the sheet: pills above, legend at the lower left.
  margins() {
    const wide = this.map.getSize().x > 600;
    return wide
      ? { paddingTopLeft: [96, 56], paddingBottomRight: [24, 40] }
      : { paddingTopLeft: [12, 56], paddingBottomRight: [12, 40] };
  }

  isHome() {
    if (!this.centre || this.map.getZoom() !== this.zoom) return false;
    return this.map.latLngToContainerPoint(this.centre).distanceTo(this.map.getSize().divideBy(2)) < 4;
  }
}
