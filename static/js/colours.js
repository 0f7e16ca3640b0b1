// Light or dark: as the system is set, until the reader chooses otherwise. The cookie tells the server,
// which then asks for the right colours before anything is drawn.

const MEDIA = { dark: "screen", light: "not all", system: "screen and (prefers-color-scheme: dark)" };
const SCHEMES = { dark: "dark", light: "light", system: "light dark" };
const YEAR = 365 * 24 * 3600;

const system = window.matchMedia("(prefers-color-scheme: dark)");
const sheet = document.getElementById("dark-colours");
const button = document.querySelector("[data-dark-switch]");

const isDark = () => window.matchMedia(sheet.media).matches;
const tell = () => button.setAttribute("aria-pressed", String(isDark()));

function choose(dark) {
  // Who chooses what the system says anyway follows the system again.
  const choice = dark === system.matches ? "system" : dark ? "dark" : "light";
  sheet.media = MEDIA[choice];
  document.querySelector("meta[name=color-scheme]").content = SCHEMES[choice];
  document.cookie = `theme=${choice}; path=/; max-age=${choice === "system" ? 0 : YEAR}; samesite=lax`;
  tell();
}

if (button) {
  tell();
  button.addEventListener("click", () => choose(!isDark()));
  system.addEventListener("change", tell);
}
