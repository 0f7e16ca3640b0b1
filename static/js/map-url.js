// The address of the page is its state; these functions read and write it.

// How the reader looks at the records: these choose none.
const LOOK = ["layers", "shade", "unit", "ground", "v"];
// Of these, what changes without new panels.
const MOVING = ["layers", "ground", "v"];
const VIEW = new Set([...LOOK, "select", "follow"]);
// Where to look (see records/places.py), one place at a time.
export const PLACE = ["bbox", "area", "near", "km"];
// Of these the table of shaded divisions depends on, and nothing else in the panels.
const SHADE = new Set(["shade", "unit"]);

// The part of the address that chooses records, in a fixed order: equal queries compare equal.
// What no filter knows (see `known`) is passed over here as it is in the list.
export function recordQuery(params, known) {
  return sorted([...params].filter(([name]) => !VIEW.has(name) && known.includes(name)));
}

// The part of the address that the panels depend on.
export function panelQuery(params) {
  return sorted([...params].filter(([name]) => !VIEW.has(name) || SHADE.has(name)));
}

function sorted(pairs) {
  const kept = pairs.filter(([, value]) => value !== "");
  const query = new URLSearchParams(kept);
  query.sort();
  return query.toString();
}

// Take the boxes of `form` into `params`; what has no box there stays.
export function withForm(params, form) {
  const types = ["checkbox", "radio"];
  const boxes = [...form.elements].filter(({ type, name }) => types.includes(type) && name);
  const known = new Set(boxes.map(({ name, value }) => `${name}=${value}`));
  const next = new URLSearchParams([...params].filter(([name, value]) => !known.has(`${name}=${value}`)));
  for (const { name, value, checked } of boxes) if (checked && value) next.append(name, value);
  return withoutDefaults(next);
}

// Parks alone are what the map shows when nothing is asked, and prefectures what it shades.
function withoutDefaults(params) {
  if (params.getAll("show").join() === "parks") params.delete("show");
  if (!params.has("shade") || params.get("unit") === "prefecture") params.delete("unit");
  return params;
}

export function withValue(params, name, value) {
  const next = new URLSearchParams(params);
  if (value) next.set(name, value);
  else next.delete(name);
  return next;
}

// Add a value of a filter, or take it away where it is set.
export function withToggled(params, name, value) {
  const next = new URLSearchParams(params);
  if (next.getAll(name).includes(value)) next.delete(name, value);
  else next.append(name, value);
  return next;
}

// Narrow by a term instead of by the text that led to it.
export function withTerm(params, name, value) {
  const next = withValue(params, "q", "");
  if (!next.getAll(name).includes(value)) next.append(name, value);
  return next;
}

// Look at the records of `params` as `now` looks at its own. A link was made when the panels were;
// since then the map may have been moved and its layers switched.
export function withLook(params, now) {
  const next = new URLSearchParams(params);
  for (const name of MOVING) next.delete(name);
  for (const name of ["show", ...LOOK]) {
    if (!next.has(name)) for (const value of now.getAll(name)) next.append(name, value);
  }
  if (now.has("follow") && next.has("bbox")) next.set("follow", "1");
  else next.delete("follow");
  return next;
}

// Look at `place` instead of where `params` look; what is in view is no part of a view then.
export function withPlace(params, place) {
  const next = new URLSearchParams([...params].filter(([name]) => ![...PLACE, "follow"].includes(name)));
  for (const [name, value] of Object.entries(place)) next.set(name, value);
  if (place.follow) next.delete("v");
  return next;
}

// The rectangle that is followed, as Leaflet wants it: [[south, west], [north, east]].
export function readFollowed(params) {
  const edges = (params.get("bbox") ?? "").split(",").map(Number.parseFloat);
  if (!params.has("follow") || edges.length !== 4 || !edges.every(Number.isFinite)) return null;
  const [west, south, east, north] = edges;
  return west < east && south < north ? [[south, west], [north, east]] : null;
}

// Slashes and commas may stand in a query as they are; a readable address is easier to pass on.
export function toAddress(params) {
  const query = params.toString().replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3B", ";");
  return query ? `?${query}` : window.location.pathname;
}

// v=zoom/latitude/longitude
export function readView(params) {
  const [zoom, lat, lng, ...more] = (params.get("v") ?? "").split("/").map(Number);
  const good = [zoom, lat, lng].every(Number.isFinite) && !more.length;
  return good && Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { zoom, center: [lat, lng] } : null;
}

export function writeView(map) {
  const { lat, lng } = map.getCenter();
  return `${Math.round(map.getZoom() * 100) / 100}/${lat.toFixed(3)}/${lng.toFixed(3)}`;
}
