// On a phone the filters stand in a dialog: focus is kept inside, Escape closes it and goes back.

const PHONE = window.matchMedia("(width < 900px)");
// An open legend would cover what a small map shows.
const TIGHT = window.matchMedia("(width < 1400px), (height < 860px)");

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

export function foldLegend() {
  const legend = document.querySelector("[data-legend]");
  const fold = () => {
    // Paper may be as narrow as a phone, but has room for the legend.
    if (!document.querySelector(".is-printing")) legend.open = !TIGHT.matches;
  };
  fold();
  TIGHT.addEventListener("change", fold);
}
