// The box for a pasted coordinate: asks the server what the text means and shows its answer.
// The server reads the text once more when the form arrives; without this script nothing is lost.

import { html, say } from "./dom.js";
import { readJson } from "./small-map.js";

const PAUSE_MS = 350;

class Intake {
  constructor(config) {
    this.config = config;
    this.text = document.getElementById("id_location_text");
    this.datum = document.getElementById("id_location_datum");
    this.method = document.getElementById("id_location_method");
    this.lon = document.getElementById("id_lon");
    this.lat = document.getElementById("id_lat");
    this.division = document.getElementById("id_division");
    this.park = document.getElementById("id_park");
    this.place = document.querySelector("[data-intake-answer]");
    this.asked = 0;
  }

  listen() {
    this.text.addEventListener("input", () => this.wait());
    this.datum.addEventListener("change", () => this.ask());
    this.division?.addEventListener("change", ({ isTrusted }) => isTrusted && this.ask());
    this.park?.addEventListener("change", ({ isTrusted }) => isTrusted && this.ask());
    document.addEventListener("picker:taken", () => this.forget("map"));
    for (const input of [this.lon, this.lat]) {
      // Only what a person types: the script itself tells the map in the same way.
      input.addEventListener("change", ({ isTrusted }) => isTrusted && this.forget(""));
    }
    if (this.text.value) this.ask();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE_MS);
  }

  // The point now comes from elsewhere, so the text no longer says where it is.
  forget(method) {
    this.asked += 1;
    this.text.value = "";
    this.datum.value = "";
    this.method.value = method;
    this.place.replaceChildren();
  }

  async ask() {
    clearTimeout(this.timer);
    const number = (this.asked += 1);
    if (!this.text.value.trim()) {
      this.place.replaceChildren();
      return;
    }
    const query = new URLSearchParams({
      text: this.text.value,
      datum: this.datum.value,
      division: this.division?.value ?? "",
      park: this.park?.value ?? "",
      lang: document.documentElement.lang,
    });
    const answer = await this.fetched(query);
    if (number === this.asked) this.show(answer);
  }

  async fetched(query) {
    try {
      const response = await fetch(`${this.config.url}?${query}`);
      if (!response.ok) throw new Error(response.statusText);
      return await response.json();
    } catch (error) {
      console.warn(error);
      return { error: this.config.text.failed, notes: [], fixes: [] };
    }
  }

  show(answer) {
    const lines = answer.notes.map((note) => html("p", {}, note));
    if (answer.lon !== null && answer.lon !== undefined) lines.unshift(...this.take(answer));
    const problem = answer.error || answer.warning;
    if (problem) lines.push(html("p", { class: "intake__problem" }, problem));
    const fixes = answer.fixes.map((fix) => this.button(fix));
    if (fixes.length) lines.push(html("div", { class: "button-row" }, ...fixes));
    this.place.replaceChildren(...lines);
  }

  button(fix) {
    const button = html("button", { class: "button button--small", type: "button" }, fix.label);
    button.addEventListener("click", () => {
      if (fix.text) this.text.value = fix.text;
      this.datum.value = fix.datum;
      this.text.focus();
      this.ask();
    });
    return button;
  }

  // Put the point into the two fields, which the map follows, and fill what is empty.
  take(answer) {
    this.method.value = "";
    this.lon.value = answer.lon;
    this.lat.value = answer.lat;
    this.lon.dispatchEvent(new Event("change"));
    const values = { lon: answer.lon.toFixed(6), lat: answer.lat.toFixed(6) };
    const lines = [html("p", { class: "intake__point" }, say(this.config.text.point, values))];
    if (this.fill(this.division, answer.division)) lines.push(html("p", {}, this.config.text.division));
    if (this.fill(this.park, answer.park)) lines.push(html("p", {}, this.config.text.park));
    return lines;
  }

  fill(select, value) {
    if (!select || select.value || !value) return false;
    if (![...select.options].some((option) => option.value === String(value))) return false;
    select.value = String(value);
    return true;
  }
}

new Intake(readJson("intake")).listen();
