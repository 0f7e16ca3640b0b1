// A cluster is a ring of sector shares round its count: specialisation shows before any click.
// Those that the server counted and those that the map joins itself are drawn by the same hand.
/* global L */

import { say, svg } from "./dom.js";
import { MarkIcon } from "./markers.js";
import { grouped, short } from "./numbers.js";
import { inOrder, joined } from "./shares.js";

// Closer than this the sheet shows nothing but one colour.
const CLOSE = 10;
// A ring of so many records and less has this diameter in pixels.
const SIZES = [[9, 38], [29, 44], [999, 52], [9_999, 60], [Infinity, 68]];

// The markers behind a ring: of records, and of rings that came from the server.
export function markersOf(layer) {
  return layer.getAllChildMarkers?.() ?? [layer];
}

export function shareOf(layer) {
  return joined(markersOf(layer).map((marker) => marker.share));
}

// Zoom in as far as the sheet says where one is; what still lies in one place is spread out there.
// `fetchAll` puts the marks of all records in the place of rings that the server made.
export async function openRing(map, layer, fetchAll) {
  const { bounds: [west, south, east, north] } = shareOf(layer);
  const bounds = L.latLngBounds([south, west], [north, east]);
  const zoom = Math.min(CLOSE, map.getBoundsZoom(bounds.pad(0.2)));
  if (zoom - map.getZoom() >= 1) return map.fitBounds(bounds, { padding: [64, 64], maxZoom: CLOSE });
  const spread = markersOf(layer).every(({ record }) => record) ? layer : await fetchAll(layer);
  if (spread?.spiderfy) return spread.spiderfy();
  return spread ?? map.fitBounds(bounds, { padding: [64, 64], maxZoom: map.getZoom() + 3 });
}

// The marker of a cluster as /map.json gives it.
export function createRing(cluster, config, text) {
  const marker = L.marker([cluster.lat, cluster.lon], { icon: ringIcon(cluster, config, text), keyboard: true, riseOnHover: true });
  marker.share = cluster;
  return marker;
}

export function ringIcon(share, config, text) {
  const shares = inOrder(share.sectors, Object.keys(config.sectors));
  const [, size] = SIZES.find(([most]) => share.count <= most);
  return new MarkIcon({
    draw: () => drawRing(shares, share.count, size, config),
    className: "map-cluster",
    iconSize: [size, size],
    label: ringLabel(shares, share.count, config, text),
    share,
  });
}

function ringLabel(shares, count, config, text) {
  const [slug, most] = shares.reduce((best, share) => (share[1] > best[1] ? share : best));
  const pattern = most * 2 > count ? text.clusterMostly : text.clusterMixed;
  return say(pattern, { count: grouped(count), sector: config.sectors[slug].name });
}

function drawRing(shares, count, size, config) {
  const half = size / 2;
  const width = Math.round(size * 0.17);
  const radius = half - width / 2 - 1.5;
  const ring = svg("svg", {
    width: size,
    height: size,
    viewBox: `${-half} ${-half} ${size} ${size}`,
    class: "map-ring",
    "aria-hidden": "true",
  });
  ring.append(svg("circle", { r: half, class: "map-ring__edge" }));
  ring.append(svg("circle", { r: radius, class: "map-ring__paper" }));
  let start = 0;
  for (const [slug, number] of shares) {
    const part = (number / count) * 100;
    ring.append(arc(radius, width, start, part, config.sectors[slug].colour));
    start += part;
  }
  ring.append(svg("text", { class: "map-ring__count", y: 4.5 }, short(count)));
  return ring;
}

// A share too small for a gap beside it still shows as a hair.
function arc(radius, width, start, share, colour) {
  const drawn = share < 100 ? Math.max(share - 1, 0.4) : share;
  return svg("circle", {
    r: radius,
    fill: "none",
    stroke: colour,
    "stroke-width": width,
    pathLength: 100,
    "stroke-dasharray": `${drawn} ${100 - drawn}`,
    "stroke-dashoffset": 25 - start,
  });
}
