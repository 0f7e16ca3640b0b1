// The records on the map: asked for with the query of the address, drawn as marks and rings.

import { createMarker } from "./markers.js";

export class Records {
  constructor(map, cluster, links, config) {
    Object.assign(this, { map, cluster, links, config });
  }

  // Ask for the records of `query` (the part of the address that chooses them).
  async ask(query, signal) {
    const response = await fetch(query ? `${this.config.data_url}?${query}` : this.config.data_url, { signal });
    // A filter that makes no sense has no records; the panel says what is wrong with it.
    if (response.status === 400) return { total: 0, records: [] };
    if (!response.ok) throw new Error(`records: ${response.status}`);
    return response.json();
  }

  show({ records }) {
    const markers = new Map(records.map((record) => [record.code, createMarker(record, this.config)]));
    this.links.clear();
    this.cluster.clearLayers();
    this.cluster.addLayers([...markers.values()]);
    this.links.use(markers);
  }
}
