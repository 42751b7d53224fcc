// Keys within a list: J and K lead to the next and to the previous line, Enter opens it, and a
// digit leads to the button of that number. They act only while the focus is in the list, so that
// dictating or typing elsewhere does not set them off. The position of a key counts, not its
// letter, because positions are the same on an Urdu keyboard.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const here = event.target instanceof Element ? event.target : document.body;
  const list = here.closest("[data-keys]");
  if (!list || here.matches("input, select, textarea")) return;
  const shown = (found) => found.getClientRects().length > 0;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
  if (digit) {
    const buttons = [...list.querySelectorAll("[data-choice]")].filter(shown);
    buttons[Number(digit[1]) - 1]?.focus();
    return;
  }
  const step = { KeyJ: 1, KeyK: -1 }[event.code];
  if (!step) return;
  const lines = [...list.querySelectorAll("[data-line], [data-choice]")].filter(shown);
  const around = here.closest("tr, li, p");
  const at = lines.findIndex((line) => line === here || (around && around.contains(line)));
  const next = at < 0 ? 0 : Math.min(Math.max(at + step, 0), lines.length - 1);
  lines[next]?.focus();
  event.preventDefault();
});
