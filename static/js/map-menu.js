// Small menus over the map: the browser opens and closes them, this puts each below its button.

const GAP = 6;

export function wireMenus() {
  for (const menu of document.querySelectorAll("[data-menu-of]")) {
    menu.addEventListener("toggle", ({ newState }) => {
      if (newState === "open") place(menu, document.getElementById(menu.dataset.menuOf));
    });
  }
}

function place(menu, button) {
  const { left, bottom } = button.getBoundingClientRect();
  const most = document.documentElement.clientWidth - menu.offsetWidth - GAP;
  menu.style.left = `${Math.max(GAP, Math.min(left, most))}px`;
  menu.style.top = `${bottom + GAP}px`;
}
