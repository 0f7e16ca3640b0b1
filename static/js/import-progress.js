// Shows how far the check or import of a file is, and the result when it is done.

const box = document.querySelector("[data-progress]");
const bar = box.querySelector("progress");
const words = box.querySelector("[data-progress-words]");
const PAUSE_MS = 800;

async function look() {
  try {
    const answer = await fetch(box.dataset.progress);
    const { running, done, total } = await answer.json();
    if (!running) return window.location.reload();
    if (total) {
      bar.max = total;
      bar.value = done;
      words.textContent = `${done} / ${total}`;
    }
  } catch {
    // The server may be restarting; the work goes on beside it.
  }
  return setTimeout(look, PAUSE_MS);
}

setTimeout(look, PAUSE_MS);
