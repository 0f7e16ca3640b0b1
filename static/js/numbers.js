// Numbers in the reader's language.

const LANGUAGE = document.documentElement.lang;
const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(LANGUAGE, { style: "percent" });
const compact = new Intl.NumberFormat(LANGUAGE, { notation: "compact" });
const large = new Intl.NumberFormat(LANGUAGE, {
  notation: "compact",
  compactDisplay: "long",
  maximumSignificantDigits: 4,
});

// 12,345
export function grouped(number) {
  return whole.format(number);
}

// What has room in a ring: 9999, 1.2万, 12k.
export function short(number) {
  return number < 10_000 ? String(number) : compact.format(number).toLowerCase();
}

// A whole number of percent, which for a small share is not nothing: 37%, <1%.
export function share(part, all) {
  return part > 0 && part / all < 0.005 ? `<${percent.format(0.01)}` : percent.format(part / all);
}

// A large sum in words, without its unit: 12.3 亿, 1.23 billion.
export function sum(number) {
  return large.format(number).replace(/(\d)([万亿])/, "$1 $2");
}
