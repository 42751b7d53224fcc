// Draws a box on the picture of a page and puts its corners into the form. Without it they are typed.
"use strict";
(() => {
  const plate = document.getElementById("plate");
  const drawing = document.getElementById("drawing");
  const edges = ["left", "top", "right", "bottom"].map((name) => document.getElementById(name));
  const hint = document.getElementById("draw-hint");
  if (!plate || !drawing || edges.includes(null)) return;
  hint.textContent = "Draw a box on the page, or type its edges in percent.";
  plate.classList.add("drawable");
  let start = null;

  const at = (event) => {
    const around = plate.getBoundingClientRect();
    const within = (value) => Math.min(Math.max(value, 0), 1);
    return [
      within((event.clientX - around.left) / around.width),
      within((event.clientY - around.top) / around.height),
    ];
  };

  const show = (first, second) => {
    const [left, right] = [first[0], second[0]].sort((a, b) => a - b);
    const [top, bottom] = [first[1], second[1]].sort((a, b) => a - b);
    const { width, height } = plate.viewBox.baseVal;
    drawing.setAttribute("x", left * width);
    drawing.setAttribute("y", top * height);
    drawing.setAttribute("width", (right - left) * width);
    drawing.setAttribute("height", (bottom - top) * height);
    // Outwards to the whole percent, so that nothing of what was drawn stays uncovered.
    const percent = [Math.floor(left * 100), Math.floor(top * 100), Math.ceil(right * 100), Math.ceil(bottom * 100)];
    edges.forEach((edge, place) => { edge.value = percent[place]; });
  };

  plate.addEventListener("pointerdown", (event) => {
    start = at(event);
    plate.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  plate.addEventListener("pointermove", (event) => { if (start) show(start, at(event)); });
  plate.addEventListener("pointerup", (event) => { if (start) show(start, at(event)); start = null; });
  plate.addEventListener("pointercancel", () => { start = null; });
})();
