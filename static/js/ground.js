// An online base map below the sheet. Loaded only where a setting allows one, and no tile is asked
// for before the reader chooses it.
/* global L */

import { html } from "./dom.js";

const SUBDOMAINS = "01234567";
// Below the land of the sheet, which then lets it shine through.
const PANE = { name: "ground", z: 140 };

export class Ground {
  // `grounds`: slug -> {tiles, source}; `params` is the address as it stands.
  constructor(map, grounds, params) {
    Object.assign(this, { map, grounds });
    map.createPane(PANE.name).style.zIndex = PANE.z;
    this.source = html("span", { "data-ground-source": "" });
    document.querySelector(".map-source").append(this.source);
    map.on("look", (event) => this.show(event.params));
    this.show(params);
  }

  show(params) {
    const slug = this.grounds[params.get("ground")] ? params.get("ground") : "";
    for (const box of document.querySelectorAll("[data-ground]")) box.checked = box.value === slug;
    if (slug === this.slug) return;
    this.slug = slug;
    this.layer?.remove();
    this.layer = slug ? L.layerGroup(this.grounds[slug].tiles.map(tileLayer)).addTo(this.map) : null;
    this.map.getContainer().classList.toggle("is-grounded", Boolean(slug));
    this.source.textContent = slug ? ` · ${this.grounds[slug].source}` : "";
  }
}

function tileLayer(address) {
  // Servers of tiles want to know which site asks, but not which page of it.
  return L.tileLayer(address, { pane: PANE.name, subdomains: SUBDOMAINS, referrerPolicy: "origin" });
}
