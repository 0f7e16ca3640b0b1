// What the map says of itself: busy, failed, and the words for those who hear it.

export class Status {
  constructor(layout, text) {
    Object.assign(this, { layout, text });
  }

  busy(on) {
    // Only the word "true" says that a region is busy.
    if (on) this.layout.setAttribute("aria-busy", "true");
    else this.layout.removeAttribute("aria-busy");
    if (on) this.layout.classList.remove("is-failed");
    window.clearTimeout(this.slow);
    this.layout.classList.remove("is-slow");
    // A quick answer must not flicker.
    if (on) {
      this.slow = window.setTimeout(() => {
        this.layout.classList.add("is-slow");
        this.say(this.text.loading);
      }, 250);
    }
  }

  fail(error) {
    console.warn(error.message);
    this.layout.classList.add("is-failed");
    document.querySelector("[data-failed-message]").textContent = this.text.failed;
  }

  say(words) {
    document.querySelector("[data-status]").textContent = words;
  }
}
