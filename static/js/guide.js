// The style guide opens the menus and the dialog of the map as the map does.

import { wireMenus } from "./map-menu.js";

wireMenus();
const dialog = document.querySelector("[data-print-dialog]");
document.querySelector("[data-guide-dialog]").addEventListener("click", () => dialog.showModal());
for (const button of dialog.querySelectorAll("[data-print-cancel]")) {
  button.addEventListener("click", () => dialog.close());
}
