// On a phone the filters stand in a dialog: focus is kept inside, Escape closes it and goes back.

const PHONE = window.matchMedia("(width < 900px)");

export function wireFilterDialog() {
  const dialog = document.querySelector("[data-filter-dialog]");
  const home = document.querySelector("[data-facets-side]");
  const opener = document.querySelector("[data-open-filters]");
  const body = dialog.querySelector("[data-dialog-body]");
  opener.addEventListener("click", () => {
    body.append(document.getElementById("facets"));
    dialog.showModal();
  });
  dialog.addEventListener("close", () => home.append(document.getElementById("facets")));
  for (const button of dialog.querySelectorAll("[data-close]")) {
    button.addEventListener("click", () => dialog.close());
  }
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  PHONE.addEventListener("change", () => {
    if (!PHONE.matches && dialog.open) dialog.close();
  });
}

// A legend that is open covers half the map of a phone.
export function foldLegend() {
  const legend = document.querySelector("[data-legend]");
  const fold = () => {
    // Paper may be as narrow as a phone, but has room for the legend.
    if (!document.querySelector(".is-printing")) legend.open = !PHONE.matches;
  };
  fold();
  PHONE.addEventListener("change", fold);
}
