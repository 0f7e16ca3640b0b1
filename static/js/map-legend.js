// The legend filters: its keys of sectors and levels are buttons for values of the address.

import { withToggled } from "./map-url.js";

// The address that a click asks for; null when it hit no key that filters.
export function afterClick(target, params) {
  const key = target.closest("[data-toggles]");
  return key && withToggled(params, key.dataset.toggles, key.value);
}

export function syncLegend(params) {
  for (const key of document.querySelectorAll("[data-toggles]")) {
    key.setAttribute("aria-pressed", params.getAll(key.dataset.toggles).includes(key.value));
  }
}
