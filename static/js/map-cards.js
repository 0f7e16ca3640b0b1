// More cards of a list, put below those that are there. Without script the link opens the table.

export async function appendCards(link, params) {
  if (link.hasAttribute("aria-busy")) return;
  link.setAttribute("aria-busy", "true");
  try {
    const parsed = await ask(link, params.getAll("show"));
    // The list may have changed meanwhile.
    if (link.isConnected) append(link, parsed);
  } finally {
    link.removeAttribute("aria-busy");
  }
}

// The cards lead to records, and those back to what this map shows.
async function ask(link, kinds) {
  const address = new URL(link.href);
  for (const kind of kinds) address.searchParams.append("show", kind);
  // no-store: the fragment has the address of the table and must never be shown as the table.
  const response = await fetch(address, { cache: "no-store", headers: { "X-Fragment": "cards" } });
  if (!response.ok) throw new Error(`cards: ${response.status}`);
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

// The focus goes on to the first of the new cards.
function append(link, parsed) {
  const foot = link.closest(".results__more");
  const list = foot.previousElementSibling;
  const next = parsed.querySelector(".results__more");
  const isNew = (card) => !list.querySelector(`[data-code="${card.querySelector("[data-code]").dataset.code}"]`);
  // A page of the table may begin before the end of the list.
  const added = [...parsed.querySelectorAll(".cards > li")].filter(isNew).map((card) => document.adoptNode(card));
  list.append(...added);
  foot.replaceWith(...(next ? [document.adoptNode(next)] : []));
  added[0]?.querySelector("a").focus();
}
