// Paper has its own size: the map is laid out for it before the print and given back afterwards.

const PX_PER_MM = 96 / 25.4;
const MARGIN_MM = 12;
// Width and height of the upright sheet in millimetres.
const PAPER_MM = { A4: [210, 297], A3: [297, 420] };
// The head of the site and what rounding takes.
const SPARE_PX = 72;
const LEAST_PX = 320;

export class Printer {
  // `settled` resolves when the map has drawn what the layout of the paper asks for.
  constructor({ map, layout, home, settled }) {
    Object.assign(this, { map, layout, home, settled });
    this.legend = document.querySelector("[data-legend]");
    this.heading = document.querySelector(".main--map > h1");
    this.dialog = document.querySelector("[data-print-dialog]");
    this.form = this.dialog.querySelector("[data-print-form]");
    this.page = new CSSStyleSheet();
    this.listen();
  }

  listen() {
    for (const button of this.dialog.querySelectorAll("[data-print-cancel]")) {
      button.addEventListener("click", () => this.dialog.close());
    }
    this.form.addEventListener("submit", () => this.print());
    // The browser's own command knows nothing of the dialog: an upright A4 sheet suits most.
    window.addEventListener("beforeprint", () => this.before || this.layOut({ ...this.choices(), paper: "" }));
    window.addEventListener("afterprint", () => this.giveBack());
  }

  open() {
    this.form.elements.title.value = titleOf(this.form.elements.title.dataset.province);
    this.dialog.showModal();
  }

  choices() {
    return Object.fromEntries(new FormData(this.form));
  }

  async print() {
    this.layOut(this.choices());
    await this.settled();
    window.print();
  }

  layOut({ paper, orientation, title, list }) {
    const [width, height] = sizeOf(paper || "A4", paper ? orientation : "portrait");
    this.before = {
      open: this.legend.open,
      heading: this.heading.textContent,
      document: document.title,
      centre: this.map.getCenter(),
      zoom: this.map.getZoom(),
      whole: this.home.isHome(),
    };
    const seen = this.before.whole ? this.home.bounds : this.map.getBounds();
    this.legend.open = true;
    if (title && paper) this.heading.textContent = document.title = title;
    this.page.replaceSync(paper ? `@page { size: ${paper} ${orientation}; margin: ${MARGIN_MM}mm; }` : "");
    document.adoptedStyleSheets = [this.page];
    const { classList, style } = this.layout;
    classList.add("is-printing");
    classList.toggle("is-wide-paper", width > 1000);
    classList.toggle("is-without-list", Boolean(paper) && !list);
    style.setProperty("--print-width", `${width}px`);
    style.setProperty("--print-map", `${this.roomFor(height)}px`);
    this.map.invalidateSize({ animate: false });
    this.map.fitBounds(seen, { animate: false, padding: this.before.whole ? [12, 12] : [0, 0] });
  }

  // What title, sentence, legend and sources leave of the page.
  roomFor(height) {
    const parts = [this.heading, document.querySelector(".results__head"), document.querySelector(".map-foot")];
    const taken = parts.reduce((sum, part) => sum + part.getBoundingClientRect().height, SPARE_PX);
    return Math.max(LEAST_PX, Math.floor(height - taken));
  }

  giveBack() {
    if (!this.before) return;
    const { open, heading, document: name, centre, zoom, whole } = this.before;
    this.before = null;
    this.legend.open = open;
    this.heading.textContent = heading;
    document.title = name;
    document.adoptedStyleSheets = [];
    this.layout.classList.remove("is-printing", "is-wide-paper", "is-without-list");
    this.map.invalidateSize({ animate: false });
    if (whole) this.home.go();
    else this.map.setView(centre, zoom, { animate: false });
  }
}

// Width and height of what lies within the margins, in pixels of the page.
function sizeOf(paper, orientation) {
  const [short, long] = PAPER_MM[paper].map((mm) => Math.floor((mm - 2 * MARGIN_MM) * PX_PER_MM));
  return orientation === "landscape" ? [long, short] : [short, long];
}

// The kinds that are shown and the filters that are set, in words.
function titleOf(province) {
  const kinds = [...document.querySelectorAll(".pill:has([name=show]:checked)")];
  const chips = [...document.querySelectorAll("#results .chip")];
  return [province, ...kinds.map((pill) => pill.textContent.trim()), ...chips.map((chip) => chip.lastChild.textContent.trim())].join(" · ");
}
