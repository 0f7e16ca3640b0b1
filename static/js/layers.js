// What lies on the sheet besides records. The address names only the layers that were switched
// away from the state in which the page gives them: `layers=rivers` is a map without its rivers.

const boxes = () => [...document.querySelectorAll("[data-layer]")];

// Set boxes and sheet to what the address says.
export function showLayers(map, params) {
  const switched = (params.get("layers") ?? "").split(",");
  for (const box of boxes()) {
    const { layer } = box.dataset;
    box.checked = box.defaultChecked !== switched.includes(layer);
    map.getContainer().classList.toggle(`is-without-${layer}`, !box.checked);
  }
  map.fire("look", { params });
}

// Take the boxes into the address.
export function withLayers(params) {
  const switched = boxes().filter((box) => box.checked !== box.defaultChecked);
  const next = new URLSearchParams(params);
  if (switched.length) next.set("layers", switched.map((box) => box.dataset.layer).join());
  else next.delete("layers");
  return next;
}
