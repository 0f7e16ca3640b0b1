// One mark a record: colour and character say the sector, shape and size say what it is.
/* global L */

import { svg } from "./dom.js";

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
  if (record.designated) mark.append(part(shape(4), "map-mark__ring", line(look)));
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
  const outline = { ...line(look), ...(record.precise ? {} : { "stroke-dasharray": "3 2" }) };
  if (record.shape === "policy_area") return [part(shape(-0.5), "map-mark__outline", outline)];
  if (record.precise) return [part(shape(0), "map-mark__body", { fill: look.colour })];
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

export const MarkIcon = L.DivIcon.extend({
  createIcon(old) {
    const element = L.DivIcon.prototype.createIcon.call(this, old);
    if (this.options.label) element.setAttribute("aria-label", this.options.label);
    for (const name of this.options.states ?? []) element.classList.add(name);
    return element;
  },
});

export function createMarker(record, config) {
  const look = config.sectors[record.sector] ?? config.sectors.unknown;
  const label = [record.name, record.note, record.place].filter(Boolean).join(" · ");
  const icon = new MarkIcon({
    html: drawMark(record, look),
    className: "map-marker",
    iconSize: [28, 28],
    label,
    states: new Set(),
  });
  const marker = L.marker([record.lat, record.lon], { icon, keyboard: true, riseOnHover: true });
  marker.record = record;
  return marker;
}
