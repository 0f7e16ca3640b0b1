// Puts the server's new panels in place of the old ones without losing the reader's place.

import { rest } from "./facet-find.js";

const PANELS = ["facets", "results"];
const BOXES = new Set(["checkbox", "radio"]);
// What boxes show for an address that does not name it.
const DEFAULTS = [["show", "parks"], ["shade", ""], ["unit", "prefecture"]];

export function parsePanels(text) {
  const parsed = new DOMParser().parseFromString(text, "text/html");
  const panels = PANELS.map((id) => parsed.getElementById(id));
  if (panels.includes(null)) throw new Error("the answer holds no panels");
  return panels;
}

// How each part that unfolds was put there; what differs, the reader has folded or unfolded.
let given = openStates(document);
const wanted = new Map();

export function swapPanels(panels) {
  const focus = rememberFocus();
  const find = rest(document);
  for (const [id, open] of openStates(document)) if (given.get(id) !== open) wanted.set(id, open);
  for (const panel of panels) document.getElementById(panel.id).replaceWith(document.adoptNode(panel));
  for (const [id, open] of wanted) {
    const details = document.getElementById(id);
    if (details) details.open = open;
  }
  given = openStates(document);
  find();
  focus();
}

function openStates(root) {
  const all = PANELS.flatMap((id) => [...root.querySelectorAll(`#${id} details[id]`)]);
  return new Map(all.map((details) => [details.id, details.open]));
}

// Return a function that gives the focus back to the same control, or to the results if it is gone.
function rememberFocus() {
  const focused = document.activeElement;
  const panel = PANELS.map((id) => document.getElementById(id)).find((it) => it.contains(focused));
  if (!panel) return () => {};
  const { id } = focused;
  return () => {
    const again = id && document.getElementById(id);
    (again || document.getElementById("results-title"))?.focus({ preventScroll: Boolean(again) });
  };
}

// What a screen reader is told when the records have changed.
export function announcement() {
  return document.querySelector("[data-announce]")?.textContent.trim() ?? "";
}

// The boxes follow the address at once: the next choice may come before the next panels do.
export function syncBoxes(params) {
  const form = document.getElementById("facets");
  const shown = new URLSearchParams(params);
  for (const [name, value] of DEFAULTS) if (!shown.has(name)) shown.set(name, value);
  for (const box of form.elements) {
    if (BOXES.has(box.type) && box.name) box.checked = shown.getAll(box.name).includes(box.value);
  }
}

export function syncSearch(params) {
  const box = document.querySelector("#site-search input[name=q]");
  if (box && box !== document.activeElement) box.value = params.get("q") ?? "";
}

// The links to the other language were written for the address the page was opened with.
export function syncLanguageLinks(params) {
  for (const link of document.querySelectorAll("a[rel=alternate][hreflang]")) {
    const next = new URLSearchParams(params);
    next.set("lang", link.hreflang);
    link.search = next;
  }
}
