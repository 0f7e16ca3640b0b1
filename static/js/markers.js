// One mark a record: colour and character say the sector, shape and size say what it is.
/* global L */

import { svg } from "./dom.js";
import { shareOfRecord } from "./shares.js";

const SIZES = { national: 13, provincial: 11.5, municipal: 9.5, county: 8 };
const BOX = 40;

function polygon(radius, corners, turn = 0) {
  const points = Array.from({ length: corners }, (_, i) => {
    const angle = ((i + turn) / corners) * 2 * Math.PI - Math.PI / 2;
    return `${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`;
  });
  return () => svg("polygon", { points: points.join(" "), "stroke-linejoin": "round" });
}

function square(side) {
  const box = { x: -side, y: -side, width: 2 * side, height: 2 * side, rx: side * 0.35 };
  return () => svg("rect", box);
}

const SHAPES = {
  park: (level, grow) =>
    level === "national"
      ? polygon(SIZES.national + grow, 6)
      : () => svg("circle", { r: (SIZES[level] ?? SIZES.county) + grow }),
  policy_area: (_level, grow) => () => svg("circle", { r: 11 + grow }),
  base: (_level, grow) => square(10 + grow),
  project: (_level, grow) => polygon(12 + grow, 4),
};

// The drawing of a record; `look` is the entry of map_config.sectors for its sector.
export function drawMark(record, look) {
  const shape = (grow) => (SHAPES[record.shape] ?? SHAPES.park)(record.level, grow)();
  const mark = svg("svg", {
    width: BOX,
    height: BOX,
    viewBox: `${-BOX / 2} ${-BOX / 2} ${BOX} ${BOX}`,
    class: "map-mark",
    "aria-hidden": "true",
  });
  if (record.titled) mark.append(part(shape(4), "map-mark__ring", line(look)));
  mark.append(part(shape(1.5), "map-mark__edge"));
  mark.append(...body(record, look, shape));
  mark.append(glyph(record, look));
  return mark;
}

// A thin line in a light colour would be lost on paper: it is drawn in the ink of its character.
function line({ colour, ink }) {
  const isLight = !/^#f/i.test(ink);
  return isLight ? { stroke: ink, "stroke-opacity": 0.55 } : { stroke: colour };
}

function body(record, look, shape) {
  const outline = { ...line(look), ...(record.rough ? { "stroke-dasharray": "3 2" } : {}) };
  if (record.shape === "policy_area") return [part(shape(-0.5), "map-mark__outline", outline)];
  if (!record.rough) return [part(shape(0), "map-mark__body", { fill: look.colour })];
  return [
    part(shape(-2.5), "map-mark__body", { fill: look.colour }),
    part(shape(0), "map-mark__dashes", outline),
  ];
}

function part(element, className, attributes = {}) {
  element.setAttribute("class", className);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function glyph(record, look) {
  const hollow = record.shape === "policy_area";
  const small = (SIZES[record.level] ?? SIZES.county) < 9 && record.shape === "park";
  const size = (small ? 9 : 11) - (look.glyph.length > 1 ? 1 : 0);
  const text = svg("text", { class: "map-mark__glyph", y: size * 0.36, "font-size": size }, look.glyph.replace("？", "?"));
  text.setAttribute("fill", hollow ? "currentColor" : look.ink);
  return text;
}

// What stands behind the element of a ring.
export const shares = new WeakMap();

// Drawn when it comes into sight: of thousands of marks most stay inside a ring.
export const MarkIcon = L.DivIcon.extend({
  createIcon(old) {
    const { draw, label, states, share } = this.options;
    const element = L.DivIcon.prototype.createIcon.call(this, old);
    element.replaceChildren(draw());
    element.setAttribute("aria-label", label);
    for (const name of states ?? []) element.classList.add(name);
    if (share) shares.set(element, share);
    return element;
  },
});

// `seen` is an entry of /map.json's records.
export function createMarker(seen, config) {
  const look = config.sectors[seen.sector] ?? config.sectors.unknown;
  const record = {
    ...seen,
    url: config.record_urls[seen.group].replace("CODE", seen.code),
    note: [seen.note, seen.watch, look.known && look.name].filter(Boolean).join(" · "),
  };
  const icon = new MarkIcon({
    draw: () => drawMark(record, look),
    className: "map-marker",
    iconSize: [28, 28],
    label: [record.name, record.note, record.place].filter(Boolean).join(" · "),
    states: new Set(seen.watch ? ["is-faded"] : []),
  });
  const marker = L.marker([record.lat, record.lon], { icon, keyboard: true, riseOnHover: true });
  marker.record = record;
  marker.share = shareOfRecord(record);
  return marker;
}
