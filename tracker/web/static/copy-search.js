// Searches a copy that lies on a disk: names, titles and references, without a network.
// The record itself searches the words of texts, too, and needs no script for it.
"use strict";

(() => {
  const script = document.currentScript;
  const form = document.querySelector("form[role=search]");
  const found = document.getElementById("found-here");
  const nothing = document.getElementById("nothing-here");
  const more = document.getElementById("more-here");
  const language = document.documentElement.lang === "ur" ? 1 : 0;
  const most = 100;
  let pages = null;

  // Letters and digits that are written in two ways are taken for one.
  const twins = { "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ہ", "ه": "ہ", "ؤ": "و", "أ": "ا", "إ": "ا", "آ": "ا" };
  const fold = (words) =>
    words
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
      .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[يىكةهؤأإآ]/g, (letter) => twins[letter]);

  const whole = (told) => {
    const named = (shelf) =>
      Object.entries(told[shelf]).map(([key, titles]) => ({
        address: `${shelf}/${key}`,
        title: titles[language],
        sought: fold(`${key} ${titles.join(" ")}`),
        beside: "",
      }));
    const title = (shelf, key) => told[shelf][key] || [key, key];
    const requests = told.requests.map(([reference, block, body, day]) => {
      const names = [title("bodies", body), title("blocks", block)];
      return {
        address: `requests/${reference}`,
        title: names.map((each) => each[language]).join(": "),
        sought: fold(`${reference} ${block} ${body} ${day} ${names.flat().join(" ")}`),
        beside: `${reference}, ${day}`,
      };
    });
    return ["blocks", "bodies", "laws", "statements"].flatMap(named).concat(requests);
  };

  const show = () => {
    const words = fold(form.elements.q.value).split(/[^\p{L}\p{N}-]+/u).filter(Boolean);
    const hits = words.length ? pages.filter((page) => words.every((word) => page.sought.includes(word))) : [];
    found.replaceChildren(
      ...hits.slice(0, most).map((page) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        const prefix = language ? "ur/" : "";
        link.href = new URL(`../${prefix}${page.address}/index.html`, script.src).href;
        link.textContent = page.title;
        const beside = document.createElement("span");
        beside.className = "soft small line";
        beside.textContent = page.beside;
        line.append(link, " ", beside);
        return line;
      }),
    );
    nothing.hidden = hits.length > 0;
    more.hidden = hits.length <= most;
  };

  window.copyOfTheRecord = (told) => {
    pages = whole(told);
    show();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pages) {
      show();
      return;
    }
    // A page from a disk may fetch nothing, but it may load a script.
    const lines = document.createElement("script");
    lines.src = new URL("../search/lines.js", script.src).href;
    document.head.append(lines);
  });
})();
