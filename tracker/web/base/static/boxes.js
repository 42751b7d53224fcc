// Draws a box on the picture of a page and writes its edges into the form: by dragging, by
// selecting two corners, or while its edges are typed or changed with the arrow keys.
// Without this script the edges are typed, and the box appears when the page is shown again.
"use strict";
(() => {
  const plate = document.getElementById("plate");
  const drawing = document.getElementById("drawing");
  const edges = ["left", "top", "right", "bottom"].map((name) => document.getElementById(name));
  const hint = document.getElementById("draw-hint");
  if (!plate || !drawing || edges.includes(null)) return;
  hint.textContent = hint.dataset.drawn;
  plate.classList.add("drawable");
  let start = null;
  let dragged = false;

  const at = (event) => {
    const around = plate.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value, 0), 1);
    return [
      within((event.clientX - around.left) / around.width),
      within((event.clientY - around.top) / around.height),
    ];
  };

  const outline = (left, top, right, bottom) => {
    const { width, height } = plate.viewBox.baseVal;
    drawing.setAttribute("x", left * width);
    drawing.setAttribute("y", top * height);
    drawing.setAttribute("width", Math.max(right - left, 0) * width);
    drawing.setAttribute("height", Math.max(bottom - top, 0) * height);
  };

  const draw = (first, second) => {
    const [left, right] = [first[0], second[0]].sort((a, b) => a - b);
    const [top, bottom] = [first[1], second[1]].sort((a, b) => a - b);
    outline(left, top, right, bottom);
    // Round outwards to whole percent, so that everything drawn is covered.
    const percent = [Math.floor(left * 100), Math.floor(top * 100), Math.ceil(right * 100), Math.ceil(bottom * 100)];
    edges.forEach((edge, place) => { edge.value = percent[place]; });
  };

  const typed = () => {
    if (edges.some((edge) => edge.value === "")) return;
    outline(...edges.map((edge) => Math.min(Math.max(edge.valueAsNumber, 0), 100) / 100));
  };

  for (const edge of edges) edge.addEventListener("input", () => { start = null; typed(); });
  typed();
  plate.addEventListener("pointerdown", (event) => {
    plate.setPointerCapture(event.pointerId);
    event.preventDefault();
    dragged = start !== null;
    start ??= at(event);
    draw(start, at(event));
  });
  plate.addEventListener("pointermove", (event) => {
    if (!start) return;
    const here = at(event);
    dragged ||= event.buttons > 0 && Math.hypot(here[0] - start[0], here[1] - start[1]) > 0.01;
    draw(start, here);
  });
  plate.addEventListener("pointerup", (event) => {
    if (start && dragged) {
      draw(start, at(event));
      start = null;
    }
  });
  plate.addEventListener("pointercancel", () => { start = null; });
})();
