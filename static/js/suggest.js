// A box suggests names while somebody types: a combobox with a list, as WAI-ARIA has it.
// Without this script, or while the server is silent, Enter searches as ever.

import { html, say } from "./dom.js";

const PAUSE_MS = 120;

class Suggest {
  constructor(box) {
    this.box = box;
    this.input = box.querySelector("input");
    this.panel = box.querySelector("[data-suggest]");
    this.list = this.panel.querySelector("[role=listbox]");
    this.none = this.panel.querySelector(".suggest__none");
    this.status = box.querySelector("[data-suggest-status]");
    this.options = [];
    this.active = -1;
  }

  start() {
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": this.list.id, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    // While pinyin is being turned into characters, the letters are not yet what is searched for.
    this.input.addEventListener("input", (event) => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    this.input.addEventListener("keydown", (event) => event.isComposing || this.onKey(event));
    this.input.form.addEventListener("submit", () => this.close());
    this.box.addEventListener("focusout", (event) => this.box.contains(event.relatedTarget) || this.close());
    // The box keeps the focus while an option is pressed.
    this.panel.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.onClick(event));
  }

  later() {
    window.clearTimeout(this.waiting);
    this.asking?.abort();
    this.waiting = window.setTimeout(() => this.ask(), PAUSE_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    if (!text) return this.close();
    this.asking = new AbortController();
    const url = `${this.panel.dataset.suggest}&q=${encodeURIComponent(text)}`;
    try {
      const response = await fetch(url, { signal: this.asking.signal });
      if (!response.ok) return this.close();
      const { groups, asked } = await response.json();
      return asked ? this.show(this.fitting(groups), text) : this.close();
    } catch (error) {
      // Suggestions are a help, not a need: without an answer there are none.
      return error.name === "AbortError" ? null : this.close();
    }
  }

  // A box that asks for a spot suggests what has one, and terms of place that narrow instead.
  fitting(groups) {
    if (!("suggestSpots" in this.box.dataset)) return groups;
    const kept = groups.map((group) => ({
      ...group,
      items: group.items.filter(({ spot }) => spot || group.kind === "belts"),
    }));
    return kept.filter(({ items }) => items.length);
  }

  show(groups, text) {
    this.options = [];
    this.activate(-1);
    this.list.replaceChildren(...groups.map((group) => this.group(group)));
    this.none.hidden = groups.length > 0;
    this.none.textContent = groups.length ? "" : say(this.panel.dataset.none, { text });
    this.status.textContent = this.none.textContent || say(this.panel.dataset.count, { count: this.options.length });
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", String(groups.length > 0));
  }

  group({ kind, label, items }) {
    const id = `${this.list.id}-${kind}`;
    const head = html("div", { class: "suggest__kind", id, role: "presentation" }, label);
    const group = html("div", { role: "group", "aria-labelledby": id }, head);
    group.append(...items.map((item) => this.option(item)));
    return group;
  }

  option(item) {
    const id = `${this.list.id}-${this.options.length}`;
    const label = html("span", { class: "suggest__label" }, item.label);
    const parts = item.detail ? [label, " ", html("span", { class: "suggest__detail" }, item.detail)] : [label];
    const element = html("div", { class: "suggest__option", role: "option", id, "aria-selected": "false" }, ...parts);
    this.options.push({ element, item });
    return element;
  }

  onKey(event) {
    if (this.panel.hidden) {
      if (event.key === "ArrowDown" && this.input.value.trim()) this.ask();
      return;
    }
    const number = this.options.length;
    const moves = { ArrowDown: this.active + 1, ArrowUp: this.active < 0 ? number - 1 : this.active - 1 };
    if (event.key in moves) this.activate(moves[event.key] < number ? moves[event.key] : -1);
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.options[this.active].item);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  onClick(event) {
    const option = event.target.closest("[role=option]");
    const found = this.options.find(({ element }) => element === option);
    if (found) this.choose(found.item);
  }

  // -1: the box itself.
  activate(index) {
    this.options[this.active]?.element.setAttribute("aria-selected", "false");
    this.active = index;
    const element = this.options[index]?.element;
    element?.setAttribute("aria-selected", "true");
    element?.scrollIntoView({ block: "nearest" });
    if (element) this.input.setAttribute("aria-activedescendant", element.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  // The page may take a suggestion for itself: the map narrows to a term where it stands.
  choose(item) {
    this.close();
    const event = new CustomEvent("suggestion", { bubbles: true, cancelable: true, detail: item });
    if (this.input.dispatchEvent(event)) window.location.assign(item.url);
  }

  close() {
    window.clearTimeout(this.waiting);
    this.asking?.abort();
    this.activate(-1);
    this.panel.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const box of document.querySelectorAll("[data-suggest-box]")) new Suggest(box).start();
