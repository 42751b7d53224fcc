// Searches a copy on a disk, without a network: names, titles and references, and the words of
// questions and answers, which are loaded bundle by bundle.
"use strict";

(() => {
  const script = document.currentScript;
  const form = document.querySelector("form[role=search]");
  const found = document.getElementById("found-here");
  const nothing = document.getElementById("nothing-here");
  const more = document.getElementById("more-here");
  const most = 100;
  const bundled = new Map();
  let pages = null;
  let left = 0;
  // Titles in every page language; the language of addresses without a prefix comes first.
  let language = 0;
  let prefix = "";

  // Treats variants of letters and digits as equal, as domain/words/folding.py does.
  const twins = {
    "ي": "ی", "ى": "ی", "ې": "ی", "ك": "ک", "ڪ": "ک", "ة": "ہ", "ۃ": "ہ", "ه": "ہ", "ھ": "ہ", "ە": "ہ",
    "ٱ": "ا", "ء": "", "ٴ": "", "ـ": "", "ı": "i",
  };
  const zeros = [0x660, 0x6f0, 0x966, 0x9e6];
  const digit = (written) => {
    const code = written.codePointAt(0);
    const zero = zeros.find((each) => code >= each && code < each + 10);
    return zero ? String(code - zero) : written;
  };
  const fold = (words) =>
    words
      .normalize("NFKC")
      .toLowerCase()
      .replace(/ß/g, "ss")
      .normalize("NFKD")
      .replace(/[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u093c]|\p{Cf}/gu, "")
      .replace(/\p{Nd}/gu, digit)
      .replace(/[يىېكڪةۃهھەٱءٴـı]/g, (letter) => twins[letter]);

  const whole = (told) => {
    const named = (shelf) =>
      Object.entries(told[shelf]).map(([key, titles]) => ({
        address: `${shelf}/${key}`,
        title: titles[language],
        sought: fold(`${key} ${titles.join(" ")}`),
        beside: "",
      }));
    const title = (shelf, key) => told[shelf][key] || told.languages.map(() => key);
    const requests = told.requests.map(([reference, block, body, day]) => {
      const names = [title("bodies", body), title("blocks", block)];
      return {
        address: `requests/${reference}`,
        title: names.map((each) => each[language]).join(": "),
        sought: fold(`${reference} ${block} ${body} ${day} ${names.flat().join(" ")}`),
        beside: `${reference}, ${day}`,
        reference,
      };
    });
    return ["blocks", "bodies", "laws", "statements"].flatMap(named).concat(requests);
  };

  // Whether the texts of a record loaded so far contain all parts of a word.
  const says = (page, word) => {
    const bundle = page.reference && bundled.get(page.reference);
    const held = (part) => {
      const places = Object.hasOwn(bundle.words, part) ? bundle.words[part] : [];
      return places === 0 || places.includes(bundle.place);
    };
    return Boolean(bundle) && word.split("-").filter(Boolean).every(held);
  };

  const show = () => {
    const words = fold(form.elements.q.value).split(/[^\p{L}\p{N}\p{M}-]+/u).filter((word) => /[^-]/.test(word));
    const fits = (page) => words.every((word) => page.sought.includes(word) || says(page, word));
    const hits = words.length ? pages.filter(fits) : [];
    found.replaceChildren(
      ...hits.slice(0, most).map((page) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = new URL(`../${prefix}${page.address}/index.html`, script.src).href;
        link.textContent = page.title;
        const beside = document.createElement("span");
        beside.className = "soft small line";
        beside.textContent = page.beside;
        line.append(link, " ", beside);
        return line;
      }),
    );
    nothing.hidden = hits.length > 0 || left > 0;
    more.hidden = hits.length <= most;
  };

  // A page opened from a disk cannot fetch, but it can load a script.
  const load = (name) => {
    const file = document.createElement("script");
    file.src = new URL(`../search/${name}.js`, script.src).href;
    document.head.append(file);
  };

  window.copyOfTheRecord = (told) => {
    language = Math.max(0, told.languages.indexOf(document.documentElement.lang));
    prefix = language ? `${told.languages[language]}/` : "";
    pages = whole(told);
    left = told.bundles;
    show();
    // The newest records first.
    for (let number = left; number > 0; number -= 1) {
      load(`words-${number}`);
    }
  };

  window.wordsOfTheCopy = ([references, words]) => {
    references.forEach((reference, place) => bundled.set(reference, { words, place }));
    left -= 1;
    show();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pages) {
      show();
      return;
    }
    load("lines");
  });
})();
