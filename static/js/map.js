// The park map: the address says what is shown, list and map show it together.

import { drawBasemap, fetchBasemap } from "./basemap.js";
import { ringIcon, shareOf } from "./clusters.js";
import { placeLabels } from "./labels.js";
import { showLayers, withLayers } from "./layers.js";
import { appendCards } from "./map-cards.js";
import { addHomeButton } from "./map-home.js";
import * as legend from "./map-legend.js";
import { Links } from "./map-links.js";
import { wireMenus } from "./map-menu.js";
import * as panels from "./map-panels.js";
import { Printer } from "./map-print.js";
import { Records } from "./map-records.js";
import { foldLegend, wireFilterDialog } from "./map-sheet.js";
import { Status } from "./map-status.js";
import { Tips } from "./map-tips.js";
import * as address from "./map-url.js";
import { PlaceTools } from "./place.js";
import { Shade } from "./shade.js";

const config = JSON.parse(document.getElementById("map-config").textContent);
const layout = document.querySelector("[data-map-layout]");
const text = document.querySelector("[data-map-text]").dataset;

class ParkMap {
  constructor({ map, cluster, options }) {
    Object.assign(this, { map, cluster, options });
    this.params = new URLSearchParams(window.location.search);
    this.links = new Links(map, cluster, text);
    this.status = new Status(layout, text);
    this.records = new Records({ map, cluster, links: this.links, status: this.status, config, text });
    this.tips = new Tips(map, config, text);
    this.home = addHomeButton(map, options);
    this.shade = new Shade(map, config.divisions_url, (code) => this.pickDivision(code));
    this.place = new PlaceTools(map, config.place_url, this);
    this.home.isHeld = () => this.params.has("follow");
    this.labels = [];
  }

  async start() {
    this.showView({ first: true });
    this.listen();
    wireFilterDialog();
    foldLegend();
    wireMenus();
    this.printer = new Printer({ map: this.map, layout, home: this.home, settled: () => this.settled() });
    if (config.grounds) this.layGround();
    this.drawing = this.drawSheet();
    await Promise.all([this.drawing, this.load({ withPanels: false })]);
    layout.dataset.ready = "yes";
  }

  async layGround() {
    const { Ground } = await import("./ground.js");
    this.ground = new Ground(this.map, config.grounds, this.params);
  }

  async drawSheet() {
    try {
      this.sheet = drawBasemap(this.map, await fetchBasemap(config.basemap_url), this.options);
      this.labels = this.sheet.labels;
      this.belts = this.sheet.belts;
      this.showBelts();
      this.settle();
    } catch (error) {
      this.status.fail(error);
    }
    return this.sheet;
  }

  // ---- what the reader does

  listen() {
    layout.addEventListener("change", (event) => this.onChange(event));
    layout.addEventListener("submit", (event) => this.onSubmit(event));
    layout.addEventListener("click", (event) => this.onClick(event));
    layout.addEventListener("keydown", (event) => this.onKey(event));
    document.getElementById("site-search")?.addEventListener("submit", (event) => this.onSearch(event));
    document.addEventListener("suggestion", (event) => this.onSuggestion(event));
    window.addEventListener("popstate", () => this.onBack());
    this.map.on("autopanstart", () => (this.willMakeRoom = true));
    this.map.on("movestart", () => this.onMoveStart());
    this.map.on("moveend", () => this.onMove());
    this.cluster.on("animationend spiderfied unspiderfied", () => this.settle());
    this.cluster.on("clusterclick", ({ layer }) => this.records.open(layer));
    this.cluster.on("click", ({ layer }) => this.onMark(layer));
    this.records.onDrawn = (answer) => this.onDrawn(answer);
    this.links.onDismiss = () => this.replace(address.withValue(this.params, "select", ""));
  }

  onMark(layer) {
    if (layer.record) this.select(layer.record.code);
    else this.records.open(layer);
  }

  onDrawn({ total }) {
    layout.dataset.count = String(total);
    this.tips.hide();
    this.settle();
  }

  onChange(event) {
    const { target } = event;
    if (target.matches("[data-layer]")) this.look(withLayers(this.params));
    else if (target.matches("[data-ground]")) this.look(address.withValue(this.params, "ground", target.value));
    else if (target.form?.id === "facets") this.go(address.withForm(this.params, target.form));
  }

  onSubmit(event) {
    if (event.target.id !== "facets") return;
    event.preventDefault();
    this.go(address.withForm(this.params, event.target));
  }

  onSearch(event) {
    event.preventDefault();
    const words = new FormData(event.target).get("q").trim();
    this.go(address.withValue(this.params, "q", words));
  }

  // A term that was suggested narrows the map; a record is opened.
  onSuggestion(event) {
    const { filter } = event.detail;
    if (!filter) return;
    event.preventDefault();
    event.target.value = "";
    this.go(address.withTerm(this.params, ...filter));
  }

  // Links to this very page (chips, clear, perhaps) change the records without a reload.
  onClick(event) {
    if (event.target.closest("[data-retry]")) return this.retry();
    if (event.target.closest("[data-map-print]")) return this.printer.open();
    const toggled = legend.afterClick(event.target, this.params);
    if (toggled) return this.go(toggled);
    const link = event.target.closest("a[href]");
    const card = event.target.closest("[data-code]");
    if (event.target.closest("label, input, [data-notices]")) return null;
    if (!link && card) return this.select(card.dataset.code);
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey) return null;
    if (event.shiftKey || link.hash || link.origin !== window.location.origin) return null;
    if (link.matches("[data-more]")) return this.more(event, link);
    if (link.pathname !== window.location.pathname) return null;
    event.preventDefault();
    return this.go(address.withLook(new URLSearchParams(link.search), this.params));
  }

  // Leaflet gives its markers the role of a button; a button answers to Enter and Space.
  onKey(event) {
    if (event.key === "Escape") this.links.dismiss();
    if (!["Enter", " "].includes(event.key) || !event.target.matches(".leaflet-marker-icon")) return;
    event.preventDefault();
    event.target.click();
    // A cluster that opens is gone: go on from the map, not from the top of the page.
    if (!this.links.focusPopup(event.target)) this.map.getContainer().focus();
  }

  onBack() {
    const params = new URLSearchParams(window.location.search);
    // A step to another part of this page.
    if (String(params) === String(this.params)) return;
    this.params = params;
    this.showView();
    this.load();
  }

  // A move may end more than once: a window of another size ends it too.
  onMoveStart() {
    this.makesRoom = this.willMakeRoom;
    this.willMakeRoom = false;
  }

  onMove() {
    this.settle();
    if (this.restoring) return;
    if (this.params.has("follow")) return void this.place.onMove(this.makesRoom);
    // A popup that makes room for itself does so on every screen anew: the link stays as it is.
    if (this.makesRoom) return;
    const view = this.home.isHome() ? "" : address.writeView(this.map);
    this.replace(address.withValue(this.params, "v", view));
  }

  // ---- the address

  go(params) {
    // Enter in a form fires change and submit: one step, one entry in the history.
    if (address.panelQuery(params) === address.panelQuery(this.params)) return panels.syncBoxes(params);
    const next = address.withValue(params, "select", "");
    this.params = next;
    window.history.pushState(null, "", address.toAddress(next));
    return this.load();
  }

  // The same records, looked at in another way: a step in the history, but nothing to ask for.
  look(params) {
    this.params = params;
    window.history.pushState(null, "", address.toAddress(params));
    panels.syncLanguageLinks(params);
    showLayers(this.map, params);
    this.settle();
  }

  replace(params) {
    this.params = params;
    window.history.replaceState(null, "", address.toAddress(params));
    panels.syncLanguageLinks(params);
  }

  showView({ first = false } = {}) {
    const view = address.readView(this.params);
    // Leaflet rounds to pixels: written back, the view would creep at every step through the history.
    this.restoring = true;
    const followed = address.readFollowed(this.params);
    if (followed) this.map.fitBounds(followed, { animate: false });
    else if (view) this.map.setView(view.center, view.zoom, { animate: false });
    else if (first || !this.home.isHome()) this.home.go();
    this.restoring = false;
    this.place.remember();
  }

  select(code) {
    if (code) this.links.show(code);
    else this.links.clear();
    this.replace(address.withValue(this.params, "select", code));
  }

  pickDivision(code) {
    const again = this.params.getAll("division").join() === code;
    return this.go(address.withValue(this.params, "division", again ? "" : code));
  }

  // ---- the records

  // List and map are asked together and changed together, or not at all.
  async load({ withPanels = true } = {}) {
    panels.syncBoxes(this.params);
    legend.syncLegend(this.params);
    showLayers(this.map, this.params);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    this.status.busy(true);
    try {
      const query = address.recordQuery(this.params, config.parameters);
      const [fragment, records, shades] = await Promise.all([
        withPanels ? this.askPanels(asking.signal) : null,
        this.records.ask(query, asking.signal),
        this.shade.ask(this.params, query, this.drawing, asking.signal),
      ]);
      if (fragment) panels.swapPanels(fragment);
      this.records.show(records);
      this.shade.show(shades);
      this.sync({ announce: withPanels });
    } catch (error) {
      if (error.name !== "AbortError") this.status.fail(error);
    } finally {
      if (this.asking === asking) this.status.busy(false);
    }
  }

  // More cards of one kind, below those that are there.
  async more(event, link) {
    event.preventDefault();
    try {
      await appendCards(link, this.params);
    } catch (error) {
      this.status.fail(error);
    }
  }

  async askPanels(signal) {
    // no-store: the fragment has the address of the page and must never be shown as the page.
    const response = await fetch(address.toAddress(this.params), {
      signal,
      cache: "no-store",
      headers: { "X-Fragment": "panels" },
    });
    if (!response.ok && response.status !== 400) throw new Error(`panels: ${response.status}`);
    return panels.parsePanels(await response.text());
  }

  sync({ announce }) {
    panels.syncBoxes(this.params);
    panels.syncSearch(this.params);
    this.place.show(this.params).catch((error) => this.status.fail(error));
    panels.syncLanguageLinks(this.params);
    this.showBelts();
    const selected = this.params.get("select");
    if (selected) this.links.show(selected);
    if (announce) this.status.say(panels.announcement());
  }

  // A belt that is asked for stands out on the sheet.
  showBelts() {
    const wanted = this.params.getAll("belt");
    for (const [slug, layer] of this.belts ?? []) {
      layer.eachLayer((path) => {
        path.getElement()?.classList.toggle("is-asked", wanted.includes(slug));
      });
    }
  }

  // ---- states

  // Resolves when nothing is asked for any more and the names have found their places.
  async settled() {
    do await new Promise((resolve) => window.setTimeout(resolve, 400));
    while (layout.hasAttribute("aria-busy"));
  }

  settle() {
    window.clearTimeout(this.settling);
    this.settling = window.setTimeout(() => {
      placeLabels(this.labels, obstacles());
    }, 80);
  }

  retry() {
    if (!this.sheet) this.drawing = this.drawSheet();
    return this.load();
  }
}

// What a name on the map must not lie under or over.
function obstacles() {
  const things = document.querySelectorAll(".map-marker, .map-cluster, [data-obstacle]");
  return [...things].map((element) => element.getBoundingClientRect());
}

window.registryMap = { clusterIcon: (cluster) => ringIcon(shareOf(cluster), config, text) };
window.addEventListener("map:ready", ({ detail }) => new ParkMap(detail).start());
