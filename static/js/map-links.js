// Card and marker are two views of one record: what happens to one shows on the other.
/* global L */

import { html } from "./dom.js";

export function cardOf(code) {
  return document.querySelector(`#results [data-code="${CSS.escape(code)}"]`);
}

export class Links {
  constructor(map, cluster, text) {
    this.map = map;
    this.cluster = cluster;
    this.text = text;
    this.markers = new Map();
    this.popup = L.popup({ className: "map-popup", offset: [0, -10], maxWidth: 260, minWidth: 180 });
    this.popup.on("remove", () => this.dismissed());
    this.listenToCards();
    this.listenToMarkers();
  }

  // `markers`: code -> marker, after each change of the records.
  use(markers) {
    this.markers = markers;
  }

  listenToCards() {
    const side = document.querySelector("[data-results-side]");
    const hot = (on) => (event) => {
      const card = event.target.closest?.("[data-code]");
      if (card) this.heat(this.markers.get(card.dataset.code), on);
    };
    for (const [name, on] of [["pointerover", true], ["pointerout", false], ["focusin", true], ["focusout", false]]) {
      side.addEventListener(name, hot(on));
    }
  }

  heat(marker, on) {
    const shown = marker && (this.cluster.getVisibleParent(marker) ?? marker);
    shown?.getElement?.()?.classList.toggle("is-hot", on);
  }

  listenToMarkers() {
    const cards = (on) => ({ propagatedFrom, layer }) => {
      const target = propagatedFrom ?? layer;
      const markers = target.getAllChildMarkers?.() ?? [target];
      for (const { record } of markers) cardOf(record.code)?.classList.toggle("is-hot", on);
    };
    this.cluster.on("mouseover clustermouseover", cards(true));
    this.cluster.on("mouseout clustermouseout", cards(false));
  }

  // Mark the card and point at the marker; nothing covers the record, which stands beside the map.
  show(code, { scroll = true, pop = true } = {}) {
    this.clear();
    const card = cardOf(code);
    card?.setAttribute("aria-current", "true");
    if (card && scroll) card.scrollIntoView({ block: "nearest", behavior: smooth() });
    const marker = this.markers.get(code);
    if (marker && pop) this.openPopup(marker);
  }

  // The reader closed the popup (we close it ourselves only to open the next).
  dismissed() {
    if (this.clearing) return;
    this.clear();
    this.onDismiss();
  }

  clear() {
    this.clearing = true;
    for (const card of document.querySelectorAll("#results [aria-current]")) {
      card.removeAttribute("aria-current");
    }
    this.popup.remove();
    this.clearing = false;
  }

  openPopup(marker) {
    const shown = this.cluster.getVisibleParent(marker) ?? marker;
    this.popup.setLatLng(shown.getLatLng()).setContent(this.popupContent(marker.record));
    this.popup.openOn(this.map);
    const close = this.popup.getElement().querySelector(".leaflet-popup-close-button");
    close.setAttribute("aria-label", this.text.close);
  }

  popupContent({ name, note, place, precise, url }) {
    const lines = [note, place, precise ? "" : this.text.imprecise].filter(Boolean);
    return html(
      "div",
      {},
      html("strong", {}, name),
      ...lines.map((line) => html("p", {}, line)),
      html("a", { href: url }, this.text.open),
    );
  }
}

function smooth() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
