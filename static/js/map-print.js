// Paper has its own size: the map is laid out for it before the print and given back afterwards.

export function wirePrint(map, layout, home) {
  const legend = document.querySelector("[data-legend]");
  const turn = (printing) => {
    const whole = home.isHome();
    layout.classList.toggle("is-printing", printing);
    map.invalidateSize({ animate: false });
    if (whole) home.go();
  };
  let wasOpen;
  window.addEventListener("beforeprint", () => {
    wasOpen = legend.open;
    legend.open = true;
    turn(true);
  });
  window.addEventListener("afterprint", () => {
    legend.open = wasOpen;
    turn(false);
  });
}
