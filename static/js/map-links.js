// Card and marker are two views of one record: what happens to one shows on the other.
/* global L */

import { html } from "./dom.js";
import { withPlace } from "./map-url.js";

const BESIDE = window.matchMedia("(width >= 760px)");

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
    this.popup.on("remove", () => this.dismiss());
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
      for (const { record } of markers) if (record) cardOf(record.code)?.classList.toggle("is-hot", on);
    };
    this.cluster.on("mouseover clustermouseover", cards(true));
    this.cluster.on("mouseout clustermouseout", cards(false));
  }

  // Mark the card and point at the marker; nothing covers the record, which stands beside the map.
  show(code) {
    this.clear();
    const card = cardOf(code);
    card?.setAttribute("aria-current", "true");
    // Where the list lies under the map, scrolling to the card would push the map out of sight.
    if (BESIDE.matches) card?.scrollIntoView({ block: "nearest", behavior: smooth() });
    const marker = this.markers.get(code);
    if (marker) this.openPopup(marker);
  }

  // The reader has done with a record (we ourselves close the popup only to open the next).
  dismiss() {
    if (this.clearing || !document.querySelector("#results [aria-current], .map-popup")) return;
    this.clear();
    this.opener?.focus();
    this.opener = null;
    this.onDismiss();
  }

  // After the keyboard opened it: into the popup, and back to `opener` when it is closed.
  focusPopup(opener) {
    const link = this.popup.getElement()?.querySelector(".map-popup__link");
    if (!this.popup.isOpen() || !link) return false;
    this.opener = opener;
    link.focus();
    return true;
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

  popupContent({ code, name, note, place, rough, url }) {
    const lines = [note, place, rough ? this.text.imprecise : ""].filter(Boolean);
    return html(
      "div",
      {},
      html("strong", {}, name),
      ...lines.map((line) => html("p", {}, line)),
      html("a", { href: url + carried(), class: "map-popup__link" }, this.text.open),
      html("a", { href: nearby(code), class: "map-popup__near" }, this.text.near),
    );
  }
}

// What links of the list take along: the result that the record is in.
function carried() {
  return document.getElementById("results").dataset.carried;
}

// The records around one, by the other filters that are set.
function nearby(code) {
  return `?${withPlace(new URLSearchParams(window.location.search), { near: code, km: "25" })}`;
}

function smooth() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
