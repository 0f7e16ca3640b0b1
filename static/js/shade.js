// Divisions in shades of one colour, under the marks. The table beside the map says the same.
/* global L */

import { html } from "./dom.js";

// Where nothing hovers, a first tap shows the value and a second one on the same division filters.
const HOVERS = window.matchMedia("(hover: hover)");
// Links here lead to one division; rows of the table carry its code.
const ROW = "[data-division]";

export class Shade {
  // `onPick` gets the code of a division that is chosen on the map.
  constructor(map, url, onPick) {
    Object.assign(this, { map, url, onPick });
    this.paths = new Map();
    this.renderer = L.svg({ pane: "shades", padding: 0.5 });
    this.listenToTable();
  }

  // Ask for the divisions of `params` with their outlines; `drawing` resolves with the sheet (as
  // drawBasemap returns it). Null when none are to be shaded or the query makes no sense.
  async ask(params, query, drawing, signal) {
    if (!params.has("shade")) return null;
    const asked = new URLSearchParams(query);
    for (const name of ["shade", "unit"]) if (params.has(name)) asked.set(name, params.get(name));
    const [response, sheet] = await Promise.all([fetch(`${this.url}?${asked}`, { signal }), drawing]);
    if (response.status === 400 || !sheet) return null;
    if (!response.ok) throw new Error(`divisions: ${response.status}`);
    const answer = await response.json();
    const outlines = answer.unit === "county" ? await sheet.counties() : sheet.prefectures;
    return { ...answer, outlines };
  }

  show(answer) {
    this.layer?.remove();
    this.paths.clear();
    this.map.getContainer().classList.toggle("is-shaded", Boolean(answer));
    showLegend(answer);
    if (answer) this.layer = this.draw(answer).addTo(this.map);
  }

  draw({ divisions, outlines }) {
    const known = new Map(divisions.map((division) => [division.code, division]));
    const codeOf = ({ properties }) => properties.code;
    return L.geoJSON(outlines, {
      pane: "shades",
      renderer: this.renderer,
      smoothFactor: 0.6,
      filter: (feature) => known.has(codeOf(feature)),
      style: (feature) => look(known.get(codeOf(feature))),
      onEachFeature: (feature, path) => this.wire(path, known.get(codeOf(feature))),
    });
  }

  wire(path, { code, name, text }) {
    this.paths.set(code, path);
    path.bindTooltip(html("span", {}, html("strong", {}, name), ` ${text}`), {
      sticky: true,
      className: "map-tip",
    });
    path.on("mouseover", () => this.heat(code, true));
    path.on("mouseout", () => this.heat(code, false));
    path.on("click", () => this.tap(code));
  }

  tap(code) {
    if (HOVERS.matches || this.tapped === code) this.onPick(code);
    this.tapped = code;
  }

  heat(code, on) {
    this.paths.get(code)?.getElement()?.classList.toggle("is-hot", on);
    document.querySelector(`#shading tr[data-division="${CSS.escape(code)}"]`)?.classList.toggle("is-hot", on);
  }

  // A row that is pointed at or focused shows its division on the map.
  listenToTable() {
    const side = document.querySelector("[data-results-side]");
    const hot = (on) => ({ target }) => {
      const code = target.closest?.(ROW)?.dataset.division;
      if (code) this.point(code, on);
    };
    for (const name of ["pointerover", "focusin"]) side.addEventListener(name, hot(true));
    for (const name of ["pointerout", "focusout"]) side.addEventListener(name, hot(false));
  }

  point(code, on) {
    const path = this.paths.get(code);
    this.heat(code, on);
    if (on) path?.openTooltip(path.getBounds().getCenter());
    else path?.closeTooltip();
  }
}

function look({ class: step }) {
  const unknown = step === null;
  return {
    className: `shade shade--${unknown ? "unknown" : step}`,
    // The pattern is drawn in the page, where a style sheet cannot point to.
    ...(unknown ? { fillColor: "url(#shade-unknown)" } : {}),
    fillOpacity: 1,
    weight: 1,
  };
}

function showLegend(answer) {
  const legend = document.querySelector("[data-shade-legend]");
  legend.hidden = !answer?.classes.length;
  if (legend.hidden) return;
  const { none, unknown } = legend.dataset;
  const keys = answer.classes.map(({ class: step, text }) => [step, text]);
  const steps = new Set(answer.divisions.map((division) => division.class));
  if (steps.has(0)) keys.unshift([0, none]);
  if (steps.has(null)) keys.push(["unknown", unknown]);
  const list = html("ul", {}, ...keys.map(([step, text]) => html("li", {}, swatch(step), text)));
  legend.replaceChildren(html("p", {}, answer.title), list);
}

function swatch(step) {
  return html("span", { class: `shade-swatch shade-swatch--${step}`, "aria-hidden": "true" });
}
