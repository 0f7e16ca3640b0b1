// The part of the map that records are asked for: the view, widened to whole tiles, so that a short
// drag asks for nothing and neighbours ask for the same.

// A tile is as wide as 256 pixels; a degree of latitude is drawn about 1.5 times as long.
const FLATTENING = 0.68;
const LIMITS = [180, 90];

export function frameOf(map) {
  const zoom = Math.round(map.getZoom());
  const width = 360 / 2 ** zoom;
  const height = width * FLATTENING;
  const view = map.getBounds();
  return {
    zoom,
    box: [
      Math.floor(view.getWest() / width) * width,
      Math.floor(view.getSouth() / height) * height,
      Math.ceil(view.getEast() / width) * width,
      Math.ceil(view.getNorth() / height) * height,
    ],
  };
}

// Whether what was asked for `frame` is enough for what the map shows now.
export function covers({ zoom, box: [west, south, east, north] }, map) {
  const view = map.getBounds();
  return (
    zoom === Math.round(map.getZoom()) &&
    west <= view.getWest() &&
    south <= view.getSouth() &&
    east >= view.getEast() &&
    north >= view.getNorth()
  );
}

// The query with the frame in front.
export function framed(query, { zoom, box }) {
  const onGlobe = box.map((degrees, i) => Math.max(-LIMITS[i % 2], Math.min(LIMITS[i % 2], degrees)));
  const frame = onGlobe.map((degrees) => Number(degrees.toFixed(6))).join();
  return `frame=${frame}&zoom=${zoom}${query && `&${query}`}`;
}
