// Names stay readable: each is put where it touches no marker and no other name, or is left out.

const GAP = 2;
const STEPS = [0, 14, 22, 32, 42];
// A name farther from its place than this part of the map's width may stand in a neighbour's.
const REACH = 1 / 24;
// Above and below first: a name beside its place may be taken for that of a neighbour.
const DIRECTIONS = [[0, -1], [0, 1], [1.3, 0], [-1.3, 0], [1, -0.8], [-1, -0.8], [1, 0.8], [-1, 0.8]];

// Put every label of `labels` (as drawBasemap returns them) free of `obstacles` (rects of the screen)
// and wholly inside the map.
export function placeLabels(labels, obstacles) {
  if (!labels.length) return;
  const view = labels[0].container.getBoundingClientRect();
  const taken = [...obstacles];
  const boxes = labels.map(({ span }) => restingBox(span));
  labels.forEach(({ span }, i) => {
    // What is out of sight may come into it by a drag.
    if (!touches(boxes[i], view)) return;
    const place = findPlace(boxes[i], taken, view);
    span.classList.toggle("is-hidden", !place);
    if (!place) return;
    span.style.translate = `${place.x}px ${place.y}px`;
    taken.push(shifted(boxes[i], place));
  });
}

// Where the label would stand if it had not been moved.
function restingBox(span) {
  const { x, y, width, height } = span.getBoundingClientRect();
  const [dx = 0, dy = 0] = (span.style.translate || "").split(" ").map(Number.parseFloat);
  return { x: x - (dx || 0), y: y - (dy || 0), width, height };
}

function findPlace(box, taken, view) {
  for (const step of STEPS.filter((one) => one <= Math.max(STEPS[1], view.width * REACH))) {
    for (const [dx, dy] of DIRECTIONS) {
      const move = { x: Math.round(dx * step), y: Math.round(dy * step) };
      const there = shifted(box, move);
      if (inside(there, view) && !taken.some((other) => touches(there, other))) return move;
      if (step === 0) break;
    }
  }
  return null;
}

function shifted(box, { x, y }) {
  return { ...box, x: box.x + x, y: box.y + y };
}

function inside(a, b) {
  return (
    a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height
  );
}

function touches(a, b) {
  return (
    a.x < b.x + b.width + GAP &&
    b.x < a.x + a.width + GAP &&
    a.y < b.y + b.height + GAP &&
    b.y < a.y + a.height + GAP
  );
}
