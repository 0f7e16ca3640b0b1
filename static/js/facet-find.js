// A long facet narrows its options while somebody types: by name, in either language or in pinyin.

const FIND = "[data-find]";
const PARTS = ".option, .branch, .facet__more";

document.addEventListener("input", ({ target }) => {
  if (target.matches?.(FIND)) find(target);
});
// Enter would send the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches?.(FIND)) event.preventDefault();
});

// Put all options of `root` back as they were; returns a function that finds again what was typed.
export function rest(root) {
  const typed = [...root.querySelectorAll(FIND)].filter(({ value }) => value);
  const values = typed.map((box) => [box.id, box.value]);
  for (const box of typed) find(box, "");
  return () => {
    for (const [id, value] of values) {
      const box = document.getElementById(id);
      if (!box) continue;
      box.value = value;
      find(box);
    }
  };
}

function find(box, text = box.value) {
  const words = text.trim().toLowerCase();
  const facet = box.closest("fieldset");
  const found = narrow(facet, words);
  const nothing = facet.querySelector("[data-nothing]");
  nothing.textContent = found ? "" : nothing.dataset.nothing;
}

// Hide what does not hold `words`; says whether anything is left. What unfolds is unfolded for what
// is found inside, and goes back to how it was when nothing is looked for any more.
function narrow(parent, words) {
  const parts = [...parent.children].filter((part) => part.matches(PARTS));
  const left = parts.map((part) => {
    const shown = part.matches(".option") ? holds(part, words) : narrowPart(part, words);
    part.hidden = !shown;
    return shown;
  });
  return left.includes(true);
}

function narrowPart(part, words) {
  if (part.matches(".facet__more")) return unfold(part, words, narrow(part, words));
  const inside = part.querySelector(":scope > details");
  // Whose own name is found keeps all its parts, folded as they are.
  const own = holds(part.querySelector(":scope > .option"), words);
  const found = narrow(inside, own ? "" : words);
  unfold(inside, own ? "" : words, found);
  return own || found;
}

function unfold(details, words, found) {
  details.dataset.was ??= String(details.open);
  details.open = words ? found : details.dataset.was === "true";
  if (!words) delete details.dataset.was;
  return found;
}

function holds(option, words) {
  const { textContent, dataset } = option;
  return `${textContent} ${dataset.words ?? ""}`.toLowerCase().includes(words);
}
