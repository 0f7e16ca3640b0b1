// The arrow keys go from filter to filter: with Tab alone every value of each would be a step.

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (!target.matches(".facets summary, .facets input[type=checkbox]")) return;
  const heads = [...target.closest(".facets").querySelectorAll(".facet > summary")];
  const own = heads.indexOf(target.closest(".facet").querySelector("summary"));
  const above = heads[own] === target ? own - 1 : own;
  const goal = { ArrowDown: own + 1, ArrowUp: above, Home: 0, End: heads.length - 1 }[key];
  if (goal === undefined) return;
  event.preventDefault();
  heads[goal]?.focus();
});
