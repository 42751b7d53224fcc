// Lets files be dropped on a file field, and lists them with their sizes before they are sent.
// Without this script the field works as usual.
"use strict";

(() => {
  const size = (bytes) =>
    bytes < 1e6 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;

  const line = (words, wrong) => {
    const item = document.createElement("li");
    if (wrong) item.className = "wrong";
    item.append(...words);
    return item;
  };
  const name = (file) => {
    const said = document.createElement("bdi");
    said.textContent = file.name;
    return said;
  };

  // Show what the server would refuse before anything is sent.
  const wrong = (file, field) => {
    if (file.size === 0) return field.dataset.empty;
    if (file.size > Number(field.dataset.largest)) return field.dataset.over;
    const ending = `.${file.name.split(".").pop().toLowerCase()}`;
    return field.accept.split(",").includes(ending) ? "" : field.dataset.kind;
  };

  const list = (field, told) => {
    const files = [...field.files];
    const lines = files.map((file) => {
      const why = wrong(file, field);
      return line([name(file), ` ${size(file.size)}${why ? `: ${why}` : ""}`], why);
    });
    const all = files.reduce((sum, file) => sum + file.size, 0);
    if (all > Number(field.dataset.most)) lines.push(line([field.dataset.together], true));
    told.replaceChildren(...lines);
  };

  const take = (field, dropped) => {
    const both = new DataTransfer();
    const kept = field.multiple ? [...field.files, ...dropped] : [...dropped].slice(-1);
    for (const file of kept) both.items.add(file);
    field.files = both.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const holdsFiles = (event) => [...event.dataTransfer.types].includes("Files");

  for (const field of document.querySelectorAll("input[type=file][data-largest]")) {
    const around = field.closest(".field");
    const told = document.createElement("ul");
    told.className = "chosen small";
    told.setAttribute("aria-live", "polite");
    const hint = document.createElement("span");
    hint.className = "hint";
    hint.textContent = field.dataset.drop;
    field.after(hint, told);
    around.classList.add("takes-files");
    field.addEventListener("change", () => list(field, told));
    let over = 0;
    const leave = () => {
      over = 0;
      around.classList.remove("over");
    };
    around.addEventListener("dragenter", (event) => {
      if (!holdsFiles(event)) return;
      over += 1;
      around.classList.add("over");
    });
    around.addEventListener("dragleave", () => {
      over -= 1;
      if (over <= 0) leave();
    });
    around.addEventListener("dragover", (event) => {
      if (holdsFiles(event)) event.preventDefault();
    });
    around.addEventListener("drop", (event) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      leave();
      take(field, event.dataTransfer.files);
    });
    if (field.files.length) list(field, told);
  }
  // A file dropped beside the field must not replace the page and everything typed into it.
  for (const kind of ["dragover", "drop"]) {
    window.addEventListener(kind, (event) => {
      if (holdsFiles(event) && document.querySelector(".takes-files")) event.preventDefault();
    });
  }
})();
