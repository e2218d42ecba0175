// The search: opens over the page, answers while someone types, and says aloud how much it found.
import { search, unpack } from "./rank.js";

// Long enough that a screen reader is not interrupted at every letter.
const PAUSE = 300;

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * @param {import("./rank.js").Index} index
 * @param {HTMLScriptElement} script Its place is known below the guide's root, and it names the page of all pages.
 * @param {HTMLElement} opener
 */
function start(index, script, opener) {
  const { texts } = index;
  const looks = new CSSStyleSheet();
  looks.replaceSync(index.styles);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, looks];
  const ready = unpack(index);
  const allPages = script.dataset.pages || "";
  // The script stands in the folder "assets" of the guide; a guide in a folder names its files in full.
  const root = new URL("..", script.src).href;
  const file = allPages.endsWith("index.html") ? "index.html" : "";

  const field = make("input", {
    id: "search-words",
    type: "text",
    inputmode: "search",
    enterkeyhint: "search",
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    "aria-describedby": "search-hint",
  });
  const list = make("ol", { class: "search-results" });
  const status = make("p", { class: "search-status", role: "status" });
  const close = make("button", { type: "button", class: "search-close" }, texts.close);
  const form = make(
    "form",
    { role: "search" },
    make("label", { for: "search-words" }, texts.label),
    make("p", { id: "search-hint", class: "search-hint" }, texts.hint),
    field,
  );
  const dialog = make(
    "dialog",
    { class: "search", "aria-labelledby": "search-title" },
    make(
      "div",
      { class: "search-body" },
      make("div", { class: "search-top" }, make("h2", { id: "search-title" }, texts.title), close),
      form,
      status,
      list,
      make("p", { class: "search-all" }, make("a", { href: allPages }, texts.all)),
    ),
  );

  const show = () => {
    const words = field.value.trim();
    const { places, read } = search(ready, words);
    list.replaceChildren(
      ...places.map((place) => {
        const link = make("a", { href: root + place.address + file + (place.id && `#${place.id}`) }, place.words);
        const below = make("span", {}, place.id ? place.title : place.description);
        return make("li", {}, link, below);
      }),
    );
    const count = ["none", "one"][places.length] || "many";
    const said = words && (read && places.length ? `${texts.read} ` : "") + texts[count];
    status.textContent = said
      .replace("{count}", String(places.length))
      .replace("{read}", () => read)
      .replace("{words}", () => words);
  };

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(show, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show();
    list.querySelector("a")?.focus();
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    // A link may lead to a heading of this very page. A click beside the dialog closes it too.
    if (event.target === dialog || (event.target instanceof Element && event.target.closest("a"))) dialog.close();
  });
  dialog.addEventListener("close", () => opener.setAttribute("aria-expanded", "false"));

  const open = () => {
    dialog.showModal();
    opener.setAttribute("aria-expanded", "true");
    field.select();
    field.focus();
  };
  opener.addEventListener("click", open);
  document.body.append(dialog);
  open();
}

const script = document.currentScript;
const opener = document.querySelector("button.search-link");
if (script instanceof HTMLScriptElement && opener instanceof HTMLElement) {
  // The publish step puts the index in front of this script.
  const { guideIndex } = /** @type {{ guideIndex: import("./rank.js").Index }} */ (/** @type {unknown} */ (window));
  start(guideIndex, script, opener);
}
