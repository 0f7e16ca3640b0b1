// Parks chosen for comparison: kept for this tab, shown in a tray, ticked wherever they are listed.

import { say } from "./dom.js";

const KEY = "compare";
const MOST = 4;

const tray = document.querySelector("[data-tray]");
const status = document.querySelector("[data-tray-status]");

function read() {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function write(codes) {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(codes));
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

class Choice {
  constructor() {
    const shown = document.querySelector("[data-compare-shown]");
    this.isComparison = Boolean(shown);
    this.codes = shown?.dataset.compareShown.split(" ").filter(Boolean) ?? read();
    if (shown) write(this.codes);
  }

  set(code, on) {
    if (on && !this.codes.includes(code) && this.codes.length >= MOST) {
      return say(tray.dataset.full, { most: MOST });
    }
    const others = this.codes.filter((other) => other !== code);
    this.keep(on ? [...others, code] : others);
    return this.inWords();
  }

  keep(codes) {
    this.codes = codes;
    write(codes);
  }

  inWords() {
    return say(tray.dataset.chosen, { count: this.codes.length });
  }

  show() {
    for (const box of document.querySelectorAll("input[data-compare]")) {
      box.checked = this.codes.includes(box.value);
    }
    tray.hidden = this.isComparison || !this.codes.length;
    tray.querySelector("[data-tray-count]").textContent = this.inWords();
    const query = new URLSearchParams(this.codes.map((code) => ["r", code]));
    tray.querySelector("[data-tray-open]").search = query.toString();
  }
}

function start() {
  const choice = new Choice();
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("input[data-compare]")) return;
    status.textContent = choice.set(target.value, target.checked);
    choice.show();
  });
  tray.querySelector("[data-tray-clear]").addEventListener("click", () => {
    choice.keep([]);
    choice.show();
    status.textContent = choice.inWords();
    document.querySelector("input[data-compare]")?.focus();
  });
  // The panels of the map come anew with every filter.
  const side = document.querySelector("[data-results-side]");
  if (side) new MutationObserver(() => choice.show()).observe(side, { childList: true, subtree: true });
  // Back from the comparison: what was taken away there is no longer ticked here.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    choice.codes = choice.isComparison ? choice.codes : read();
    choice.show();
  });
  choice.show();
}

start();
