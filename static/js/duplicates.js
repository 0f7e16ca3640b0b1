// While a form is filled in: records that may be the one being entered, from the server.

import { html } from "./dom.js";

const PAUSE_MS = 600;
const FIELDS = [
  "name_zh", "name_en", "enterprise_name", "division", "lon", "lat", "location_precision",
  "capacity", "project_code", "credit_code",
];

class Watch {
  constructor(box) {
    this.box = box;
    this.form = document.querySelector(box.dataset.form);
    this.list = box.querySelector("[data-duplicates-list]");
    this.asked = "";
    this.timer = 0;
  }

  listen() {
    for (const name of FIELDS) {
      const input = this.form.elements[name];
      input?.addEventListener("input", () => this.later());
      input?.addEventListener("change", () => this.later());
    }
    this.ask();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  query() {
    const query = new URLSearchParams();
    for (const name of FIELDS) {
      const value = this.form.elements[name]?.value.trim();
      if (value) query.set(name, value);
    }
    query.set("kind", this.box.dataset.kind);
    if (this.box.dataset.code) query.set("code", this.box.dataset.code);
    query.set("lang", document.documentElement.lang.startsWith("en") ? "en" : "zh-hans");
    return query.toString();
  }

  // Only the answer to the last question counts; without one nothing is claimed.
  async ask() {
    const asked = this.query();
    if (asked === this.asked) return;
    this.asked = asked;
    const response = await fetch(`${this.box.dataset.url}?${asked}`).catch(() => null);
    const found = response?.ok ? await response.json() : { records: [], hidden: [] };
    if (asked === this.asked) this.show(found);
  }

  show({ records, hidden }) {
    this.list.replaceChildren(...records.map((one) => this.row(one)), ...hidden.map(sentence));
    this.box.hidden = !records.length && !hidden.length;
  }

  row({ code, name, url, place, reasons }) {
    const link = html("a", { href: url, target: "_blank", rel: "noopener" }, name);
    const where = html("span", { class: "quiet small" }, ` ${code}${place ? ` · ${place}` : ""}`);
    const why = html("span", { class: "small" });
    why.append(...reasons.flatMap((reason) => [html("span", { class: "badge" }, reason), " "]));
    return html("li", {}, html("p", {}, link, where), html("p", {}, why));
  }
}

function sentence(text) {
  return html("li", {}, text);
}

const box = document.querySelector("[data-duplicates]");
if (box) new Watch(box).listen();
