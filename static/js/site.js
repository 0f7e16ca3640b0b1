// What every page can do: open the search on a phone, print, show the first error of a form.

import "./facet-keys.js";
import "./rows.js";

function wireSearch() {
  const toggle = document.querySelector("[data-search-toggle]");
  const form = document.getElementById("site-search");
  if (!toggle || !form) return;
  toggle.addEventListener("click", () => {
    const open = form.classList.toggle("site-search--open");
    toggle.setAttribute("aria-expanded", String(open));
    if (open) form.querySelector("input").focus();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !form.classList.contains("site-search--open")) return;
    form.classList.remove("site-search--open");
    toggle.setAttribute("aria-expanded", "false");
    toggle.focus();
  });
}

function wirePrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

// A second click must not register the same project twice.
function guardForms() {
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
      event.submitter?.setAttribute("aria-busy", "true");
    });
  }
}

// Leaving a form half filled asks first.
function guardInput() {
  for (const form of document.querySelectorAll("form[data-once]")) {
    let touched = false;
    form.addEventListener("input", () => (touched = true));
    form.addEventListener("submit", () => (touched = false));
    window.addEventListener("beforeunload", (event) => {
      if (touched) event.preventDefault();
    });
  }
}

// Who comes for the first time is told once where the registry explains itself.
function welcome() {
  const line = document.querySelector("[data-welcome]");
  if (!line || localStorage.getItem("welcomed")) return;
  line.hidden = false;
  const dismiss = () => {
    localStorage.setItem("welcomed", "yes");
    line.hidden = true;
    document.getElementById("results-title")?.focus();
  };
  line.querySelector("[data-dismiss]").addEventListener("click", dismiss);
  line.querySelector("a").addEventListener("click", () => localStorage.setItem("welcomed", "yes"));
}

// The address of this page without the language, which is the reader's.
function ownAddress() {
  const params = new URLSearchParams(window.location.search);
  params.delete("lang");
  const query = params.toString();
  return window.location.pathname + (query ? `?${query}` : "");
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  // Without https browsers give no clipboard.
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

// Panels are exchanged while the reader works, so the page listens, not the buttons.
function wireKeeping() {
  const show = () => {
    for (const button of document.querySelectorAll("[data-copy-link][hidden]")) button.hidden = false;
  };
  show();
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", async (event) => {
    const save = event.target.closest("[data-save-view]");
    if (save) save.search = new URLSearchParams({ address: ownAddress() });
    const button = event.target.closest("[data-copy-link]");
    if (!button) return;
    await copy(window.location.origin + (button.dataset.copyLink || ownAddress()));
    const words = button.firstChild;
    const before = words.textContent;
    button.setAttribute("aria-live", "polite");
    words.textContent = button.dataset.done;
    setTimeout(() => (words.textContent = before), 2000);
  });
}

wireKeeping();
welcome();
wireSearch();
wirePrint();
guardInput();
guardForms();
document.getElementById("error-summary")?.focus();
// A page taken from the back-forward cache is to be used again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
