// Who points at a ring, or comes to it with the keyboard, is told what is in it.
/* global L */

import { html, say, svg } from "./dom.js";
import { shares } from "./markers.js";
import { grouped, share as percent, sum } from "./numbers.js";

const LEADING = 3;
// Above the ring, unless that is beyond the sheet.
const ROOM = 170;

export class Tips {
  constructor(map, config, text) {
    Object.assign(this, { map, config, text });
    this.tip = L.tooltip({ className: "ring-tip", interactive: true, opacity: 1 });
    this.listen(map.getContainer());
    map.on("zoomstart", () => this.hide());
  }

  listen(container) {
    container.addEventListener("pointerover", (event) => event.pointerType !== "touch" && this.pointAt(event.target));
    container.addEventListener("pointerout", (event) => this.leave(event.relatedTarget));
    container.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && this.pointAt(event.target));
    container.addEventListener("focusout", (event) => this.leave(event.relatedTarget));
    container.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
  }

  pointAt(target) {
    const ring = target.closest(".map-cluster");
    if (ring && ring !== this.ring) this.show(ring);
  }

  // The pointer may wander from the ring onto its words.
  leave(towards) {
    const inside = [this.ring, this.tip.getElement()].some((element) => element?.contains(towards));
    if (!inside) this.hide();
  }

  show(ring) {
    this.hide();
    this.ring = ring;
    const place = L.DomUtil.getPosition(ring);
    const above = this.map.layerPointToContainerPoint(place).y > ROOM;
    const away = ring.offsetHeight / 2 - 4;
    this.tip.options.direction = above ? "top" : "bottom";
    this.tip.options.offset = L.point(0, above ? -away : away);
    this.tip.setContent(this.words(shares.get(ring))).setLatLng(this.map.layerPointToLatLng(place));
    this.tip.addTo(this.map);
    ring.setAttribute("aria-describedby", this.tip.getElement().id);
  }

  hide() {
    this.ring?.removeAttribute("aria-describedby");
    this.ring = null;
    this.tip.remove();
  }

  words(share) {
    const lines = [this.money(share), this.tooMany(share)].filter(Boolean);
    return html(
      "div",
      {},
      html("strong", {}, say(this.text.tipCount, { count: grouped(share.count) })),
      html("ul", {}, ...this.leading(share)),
      ...lines.map((line) => html("p", {}, line)),
    );
  }

  leading({ sectors, count }) {
    const most = Object.entries(sectors).sort(([, a], [, b]) => b - a).slice(0, LEADING);
    const others = count - most.reduce((total, [, number]) => total + number, 0);
    const lines = most.map(([slug, number]) => {
      const { name, colour } = this.config.sectors[slug];
      const key = svg("svg", { width: 10, height: 10, viewBox: "-5 -5 10 10", "aria-hidden": "true" }, svg("circle", { r: 5, fill: colour }));
      return html("li", {}, key, html("span", {}, name), html("span", { class: "ring-tip__share" }, percent(number, count)));
    });
    if (!others) return lines;
    return [...lines, html("li", {}, html("i"), html("span", {}, this.text.tipOthers), html("span", { class: "ring-tip__share" }, percent(others, count)))];
  }

  // Only projects have investments.
  money({ kinds, investment_yuan: yuan, investment_known: known }) {
    const all = kinds.projects ?? 0;
    if (!all) return "";
    if (!known) return this.text.tipNoSum;
    return say(this.text.tipSum, { known: grouped(known), all: grouped(all), sum: sum(yuan) });
  }

  tooMany({ count, bounds: [west, south, east, north] }) {
    const inOnePlace = west === east && south === north;
    return inOnePlace && count > this.config.most_in_frame ? this.text.tipTooMany : "";
  }
}
