// Small tables in forms: one more empty row at the press of a button, made like the last one.

class Rows {
  constructor(table) {
    this.table = table;
    this.total = table.querySelector('[name$="-TOTAL_FORMS"]');
    this.prefix = this.total.name.replace(/TOTAL_FORMS$/, "");
    this.button = table.querySelector("[data-rows-add]");
  }

  listen() {
    this.button.hidden = false;
    for (const hint of this.table.querySelectorAll("[data-rows-hint]")) hint.hidden = true;
    this.button.addEventListener("click", () => this.add());
    this.close();
  }

  // The server reads no more rows than it says.
  close() {
    this.button.disabled = Number(this.total.value) >= Number(this.table.dataset.rows);
  }

  add() {
    const last = [...this.table.querySelectorAll(".form-line")].at(-1);
    const number = Number(this.total.value);
    const row = last.cloneNode(true);
    for (const element of row.querySelectorAll("*")) this.renumber(element, number);
    for (const said of row.querySelectorAll(".errorlist, .field__error")) said.remove();
    for (const field of row.querySelectorAll(".field--error")) field.classList.remove("field--error");
    for (const input of row.querySelectorAll("input, select, textarea")) empty(input);
    const legend = row.querySelector("legend");
    legend.textContent = legend.textContent.replace(String(number), String(number + 1));
    last.after(row);
    this.total.value = number + 1;
    this.close();
    row.querySelector("input:not([type=hidden]), select, textarea").focus();
  }

  renumber(element, number) {
    const before = `${this.prefix}${number - 1}-`;
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replaceAll(before, `${this.prefix}${number}-`));
    }
  }
}

function empty(input) {
  if (input.type === "checkbox") input.checked = false;
  else if (input.tagName === "SELECT") input.selectedIndex = 0;
  else input.value = "";
  input.removeAttribute("aria-invalid");
}

for (const table of document.querySelectorAll("[data-rows]")) new Rows(table).listen();
