// The records on the map: asked for with the query of the address, drawn as marks and rings.
// Where they are too many for that, the server sends rings for the frame that is looked at.

import { createRing, markersOf, openRing, shareOf } from "./clusters.js";
import { covers, framed, frameOf } from "./map-frame.js";
import { createMarker } from "./markers.js";

const PAUSE_MS = 150;
// So near that a cell of the server's grid holds one place only.
const NEAREST = 22;
// The corners are rounded, and a box of one point would be none.
const MARGIN = 0.00002;

export class Records {
  constructor({ map, cluster, links, status, config, text }) {
    Object.assign(this, { map, cluster, links, status, config, text });
    this.pending = 0;
    this.onDrawn = () => {};
    map.on("moveend", () => this.follow());
  }

  // Ask for the records of `query` (the part of the address that chooses them).
  async ask(query, signal) {
    this.stay();
    this.pending += 1;
    try {
      return await this.look(query, signal);
    } finally {
      this.pending -= 1;
    }
  }

  // What there is to see from here.
  async look(query, signal) {
    const frame = frameOf(this.map);
    return { ...(await this.fetch(query, frame, signal)), query, frame };
  }

  async fetch(query, frame, signal) {
    const response = await fetch(`${this.config.data_url}?${framed(query, frame)}`, { signal });
    // A filter that makes no sense has no records; the panel says what is wrong with it.
    if (response.status === 400) return { total: 0, complete: true, records: [], clusters: [] };
    if (!response.ok) throw new Error(`records: ${response.status}`);
    return response.json();
  }

  // Draw an answer of `ask`.
  show(answer) {
    this.links.clear();
    this.draw(answer);
    // The map may have been moved while the answer was on its way.
    this.follow();
  }

  draw(answer) {
    const markers = new Map(answer.records.map((record) => [record.code, createMarker(record, this.config)]));
    const rings = answer.clusters.map((cluster) => createRing(cluster, this.config, this.text));
    const pane = this.map.getPane("markerPane");
    const focused = pane.contains(document.activeElement);
    this.cluster.clearLayers();
    this.cluster.addLayers([...markers.values(), ...rings]);
    // What had the focus is gone: go on from the map, not from the top of the page.
    if (focused) this.map.getContainer().focus({ preventScroll: true });
    this.links.use(markers);
    this.shown = answer;
    this.onDrawn(answer);
  }

  // ---- rings for another frame

  // The old rings stay until the new ones are there.
  follow() {
    if (this.stay()) this.status.busy(false);
    if (this.pending || !this.shown || this.shown.complete || covers(this.shown.frame, this.map)) return;
    this.waiting = window.setTimeout(() => this.renew(), PAUSE_MS);
  }

  // Forget the frame that is being asked for, if one is.
  stay() {
    const { following } = this;
    window.clearTimeout(this.waiting);
    following?.abort();
    this.following = null;
    return Boolean(following);
  }

  async renew() {
    const following = new AbortController();
    this.following = following;
    this.status.busy(true);
    try {
      this.draw(await this.look(this.shown.query, following.signal));
    } catch (error) {
      if (error.name !== "AbortError") this.status.fail(error);
    } finally {
      if (this.following === following && this.stay()) this.status.busy(false);
    }
  }

  // ---- a ring that opens

  open(layer) {
    return openRing(this.map, layer, (ring) => this.fetchAll(ring));
  }

  // Put marks in the place of the server's rings behind `layer`: the ring of them all, or nothing
  // where there are too many.
  async fetchAll(layer) {
    const rings = markersOf(layer).filter(({ record }) => !record);
    if (shareOf(layer).count > this.config.most_in_frame) return null;
    const frames = rings.map(({ share }) => ({ box: widened(share.bounds), zoom: NEAREST }));
    const answers = await Promise.all(frames.map((frame) => this.fetch(this.shown.query, frame)));
    const known = this.links.markers;
    const added = answers
      .flatMap(({ records }) => records)
      .filter(({ code }) => !known.has(code))
      .map((record) => createMarker(record, this.config));
    this.cluster.removeLayers(rings);
    this.cluster.addLayers(added);
    for (const marker of added) known.set(marker.record.code, marker);
    return added.length ? this.cluster.getVisibleParent(added[0]) : null;
  }
}

function widened([west, south, east, north]) {
  return [west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN];
}
