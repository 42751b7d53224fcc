// Uses or dismisses a suggestion at once. Without this file the page comes back with the field
// filled. A suggestion that belongs in another form is left to the server.
"use strict";

(() => {
  const list = document.getElementById("suggested");
  if (!list) return;
  const { form } = list.querySelector("button");

  const fill = (button) => {
    for (const [name, value] of Object.entries(JSON.parse(button.dataset.fills))) {
      const field = form.elements.namedItem(name);
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    const told = document.createElement("span");
    told.className = "goodword";
    told.setAttribute("role", "status");
    told.tabIndex = -1;
    told.textContent = button.dataset.used;
    button.replaceWith(told);
    told.focus();
  };

  const dismiss = (button) => {
    const key = button.dataset.dismisses;
    const line = button.closest("li");
    const next = (line.nextElementSibling ?? line.previousElementSibling)?.querySelector("button");
    const field = form.elements.namedItem("dismissed");
    field.value = `${field.value} ${key}`.trim();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    for (const mark of document.querySelectorAll(`mark[data-suggested="${key}"]`)) {
      mark.replaceWith(...mark.childNodes);
    }
    line.remove();
    (next ?? list.querySelector("summary")).focus();
  };

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.fills) fill(button);
    else if (button.dataset.dismisses) dismiss(button);
    else return;
    event.preventDefault();
  });
})();
