// A cluster is a ring of sector shares round its count: specialisation shows before any click.

import { say, svg } from "./dom.js";
import { MarkIcon } from "./markers.js";

// Closer than this the sheet shows nothing but one colour.
const CLOSE = 10;

// Zoom in as far as the sheet says where one is; what still lies in one place is spread out there.
export function openCluster(map, cluster) {
  const bounds = cluster.getBounds();
  const margins = { padding: [64, 64], maxZoom: CLOSE };
  const zoom = Math.min(CLOSE, map.getBoundsZoom(bounds.pad(0.2)));
  if (zoom - map.getZoom() < 1) cluster.spiderfy();
  else map.fitBounds(bounds, margins);
}

export function clusterIcon(cluster, config, text) {
  const records = cluster.getAllChildMarkers().map((marker) => marker.record);
  const shares = countSectors(records, Object.keys(config.sectors));
  const size = records.length < 10 ? 38 : records.length < 30 ? 44 : 52;
  return new MarkIcon({
    html: drawRing(shares, records.length, size, config),
    className: "map-cluster",
    iconSize: [size, size],
    label: clusterLabel(shares, records.length, config, text),
  });
}

// [slug, count] in the fixed order of the sectors, so that a ring is the same twice.
function countSectors(records, order) {
  const counts = new Map(order.map((slug) => [slug, 0]));
  for (const { sector } of records) {
    const slug = counts.has(sector) ? sector : "unknown";
    counts.set(slug, counts.get(slug) + 1);
  }
  return [...counts].filter(([, count]) => count > 0);
}

function clusterLabel(shares, count, config, text) {
  const [slug, most] = shares.reduce((best, share) => (share[1] > best[1] ? share : best));
  const pattern = most * 2 > count ? text.clusterMostly : text.clusterMixed;
  return say(pattern, { count, sector: config.sectors[slug].name });
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
    const share = (number / count) * 100;
    ring.append(arc(radius, width, start, share, config.sectors[slug].colour));
    start += share;
  }
  ring.append(svg("text", { class: "map-ring__count", y: 4.5 }, String(count)));
  return ring;
}

function arc(radius, width, start, share, colour) {
  const gap = share < 100 ? 1 : 0;
  return svg("circle", {
    r: radius,
    fill: "none",
    stroke: colour,
    "stroke-width": width,
    pathLength: 100,
    "stroke-dasharray": `${share - gap} ${100 - share + gap}`,
    "stroke-dashoffset": 25 - start,
  });
}
