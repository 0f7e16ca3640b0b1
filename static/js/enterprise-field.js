// The enterprise of a project: names of registered ones while somebody types a name or a code, and
// whether the one that stands there is registered.

import { html } from "./dom.js";

const PAUSE_MS = 250;

class EnterpriseField {
  constructor(box) {
    this.box = box;
    this.input = document.getElementById(box.dataset.enterprise);
    this.list = box.querySelector("datalist");
    this.status = box.querySelector("[role=status]");
    this.add = box.querySelector("a");
    this.asked = "";
    this.timer = 0;
  }

  listen() {
    this.input.setAttribute("list", this.list.id);
    this.input.setAttribute("autocomplete", "off");
    this.input.addEventListener("input", (event) => event.isComposing || this.later());
    this.input.addEventListener("compositionend", () => this.later());
    // Who comes back from the tab in which an enterprise was registered sees that it is.
    window.addEventListener("focus", () => this.ask());
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  // Only the answer to the last question counts; without one nothing is claimed.
  async ask() {
    const text = this.input.value.trim();
    this.asked = text;
    this.link(text);
    const found = text ? await this.found(text) : null;
    if (text === this.asked) this.show(text, found);
  }

  async found(text) {
    const query = new URLSearchParams({ q: text });
    query.set("lang", document.documentElement.lang.startsWith("en") ? "en" : "zh-hans");
    const response = await fetch(`${this.box.dataset.url}?${query}`).catch(() => null);
    return response?.ok ? (await response.json()).enterprises : null;
  }

  link(text) {
    const query = text ? `?${new URLSearchParams({ name: text })}` : "";
    this.add.href = this.add.pathname + query;
  }

  show(text, found) {
    this.list.replaceChildren(...(found ?? []).map(option));
    const same = found?.find((one) => [one.name, one.code, one.credit_code].includes(text));
    const rest = found && text ? [this.box.dataset.none] : [];
    this.status.replaceChildren(...(same ? this.registered(same) : rest));
    this.add.hidden = Boolean(same);
  }

  registered({ name, url, code, place, state }) {
    const link = html("a", { href: url, target: "_blank", rel: "noopener" }, name);
    const about = [code, place, state].filter(Boolean).join(" · ");
    return [this.box.dataset.known, link, ` ${about}`];
  }
}

function option({ name, code, credit_code: credit, place }) {
  return html("option", { value: name, label: [code, credit, place].filter(Boolean).join(" · ") });
}

const box = document.querySelector("[data-enterprise]");
if (box && !document.getElementById(box.dataset.enterprise).disabled) new EnterpriseField(box).listen();
