// Elements are made by hand: no text of a record ever passes through innerHTML.

const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function html(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

// "{count} records" with {count: 3} becomes "3 records".
export function say(pattern, values) {
  return pattern.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
}
