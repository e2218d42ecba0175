/* Lets a clinic choose how the planner stands on its site, and writes the code for it. Nothing is kept or sent. */

import { accepted, problemsOf, waitNotes } from "./check.js";
import { codeOf, fill, frameOf, leftOut, titleOf } from "./code.js";

const PAUSE = 500; // milliseconds without typing, after which the preview and the message come
// The heights that the script of the embed gives a frame, in pixels.
const LOWEST = 200;
const HIGHEST = 6000;

/**
 * An element that the component wrote.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E}
 */
function need(root, selector) {
  return /** @type {E} */ (root.querySelector(selector));
}

/**
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E[]}
 */
function every(root, selector) {
  return [.../** @type {NodeListOf<E>} */ (root.querySelectorAll(selector))];
}

/**
 * The field of a question in which something is typed.
 * @param {HTMLElement} form
 * @param {string} name
 * @returns {HTMLInputElement}
 */
function fieldOf(form, name) {
  return need(form, `[data-question="${name}"] input`);
}

/**
 * What stands in the form. Radio buttons are named "builder-task", fields "by".
 * @param {HTMLElement} form
 * @returns {Choices}
 */
function readForm(form) {
  const inputs = /** @type {HTMLInputElement[]} */ (every(form, "input[name]"));
  const name = /** @param {HTMLInputElement} input */ (input) => input.name.replace(/^.*-/, "");
  const typed = inputs.filter(({ type }) => type === "text").map((input) => [name(input), input.value.trim()]);
  const boxes = inputs.filter(({ type }) => type === "checkbox").map((input) => [name(input), input.checked ? "yes" : ""]);
  const chosen = inputs.filter(({ type, checked }) => type === "radio" && checked).map((input) => [name(input), input.value]);
  return Object.fromEntries([...typed, ...boxes, ...chosen]);
}

/**
 * @param {HTMLElement} root
 */
function start(root) {
  /** @type {BuilderGiven} */
  const given = JSON.parse(root.dataset.given ?? "");
  const form = need(root, "[data-form]");
  const said = need(root, "[data-said]");
  const preview = need(root, "[data-preview]");
  /** The questions whose mistakes may be pointed out: those that the person has left. @type {Set<string>} */
  const left = new Set();
  let last = "";
  let timer = 0;
  let fits = false; // whether the frame takes the height that the planner asks for

  const choices = () => readForm(form);
  const code = () => /** @type {HTMLTextAreaElement} */ (need(root, `[data-site="${choices().site}"] [data-code]`));

  /** Say beside each field what to put right, and above them all when there is more than one. */
  function showProblems() {
    const problems = problemsOf(given, choices());
    const spoken = [...problems].filter(([name]) => left.has(name));
    for (const field of every(form, "[data-question]")) {
      const problem = spoken.find(([name]) => name === field.dataset.question)?.[1] ?? "";
      const place = need(field, "[data-problem]");
      if (place.textContent !== problem) place.textContent = problem;
      field.classList.toggle("builder__field--problem", problem !== "");
      need(field, "input[type=text]").setAttribute("aria-invalid", String(problem !== ""));
      if (problem) field.closest("details")?.setAttribute("open", "");
    }
    need(form, "[data-problem-list]").replaceChildren(
      ...spoken.map(([name, problem]) => {
        const link = document.createElement("a");
        const field = fieldOf(form, name);
        link.href = `#${field.id}`;
        link.textContent = `${field.labels?.[0].textContent}: ${problem}`;
        link.onclick = (event) => {
          event.preventDefault(); // the page's address stays as it is
          field.focus();
        };
        const item = document.createElement("li");
        item.append(link);
        return item;
      })
    );
    need(form, "[data-problems]").hidden = spoken.length < 2;
    return problems;
  }

  /** @param {boolean} speak whether a change is said aloud */
  function update(speak) {
    const taken = accepted(given, choices(), showProblems());
    for (const section of every(root, "[data-site]")) section.hidden = section.dataset.site !== taken.site;
    const text = codeOf(given, taken);
    const place = code();
    place.value = text;
    const copying = need(root, "[data-copying]");
    if (!place.closest("section")?.contains(copying)) place.closest("label")?.after(copying);
    /** @type {HTMLInputElement} */
    const pick = need(form, "[data-pick]");
    if (taken.accent) pick.value = `#${taken.accent.replace(/^(.)(.)(.)$/, "$1$1$2$2$3$3")}`;
    showNotes(taken);
    const now = `${taken.site} ${taken.grow} ${text}`;
    if (now === last) return;
    last = now;
    said.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        if (speak) said.textContent = given.said.changed;
        showPreview(taken);
      },
      speak ? PAUSE : 0
    );
  }

  /** @param {Choices} taken */
  function showNotes(taken) {
    const missing = leftOut(given, taken).map((name) => given.notes.parts[name]);
    const notes = [...(missing.length ? [fill(given.notes.not_carried, { list: missing.join(", ") })] : []), ...waitNotes(given, taken)];
    need(root, "[data-notes]").replaceChildren(
      ...notes.map((note) => {
        const item = document.createElement("li");
        item.textContent = note;
        return item;
      })
    );
  }

  /**
   * Show the frame as the site will. A new one each time: a frame that goes elsewhere would add to the way back.
   * @param {Choices} taken
   */
  function showPreview(taken) {
    const takes = given.takes[taken.site];
    const frame = document.createElement("iframe");
    frame.title = titleOf(given, taken);
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    frame.setAttribute("sandbox", `allow-scripts${takes === "link" ? "" : " allow-popups allow-popups-to-escape-sandbox"}`);
    if (takes === "html") frame.allow = "clipboard-write";
    frame.style.cssText = given.style;
    if (takes === "address") frame.style.height = `${given.limits.height}px`;
    fits = takes === "link" || taken.grow !== "";
    frame.src = given.root + frameOf(given, taken);
    need(preview, "iframe").replaceWith(frame);
  }

  // As the script of the embed and WordPress do on the page of a clinic.
  addEventListener("message", ({ source, data }) => {
    /** @type {HTMLIFrameElement} */
    const frame = need(preview, "iframe");
    if (!fits || source !== frame.contentWindow || data?.type !== "planner:height" || !Number.isInteger(data.height)) return;
    frame.style.height = `${Math.min(Math.max(data.height, LOWEST), HIGHEST)}px`;
  });

  form.addEventListener("input", ({ target }) => {
    const input = /** @type {HTMLInputElement} */ (target);
    if ("pick" in input.dataset) {
      fieldOf(form, "accent").value = input.value.slice(1);
      left.add("accent");
    }
    update(true);
  });
  // A choice may make another one wrong, such as a dark page its colour: that is said at once.
  form.addEventListener("change", ({ target }) => {
    const field = /** @type {HTMLElement} */ (target).closest("[data-question]");
    if (field instanceof HTMLElement) left.add(String(field.dataset.question));
    update(true);
  });

  need(root, "[data-copy]").onclick = async () => {
    for (const field of every(form, "[data-question]")) left.add(String(field.dataset.question));
    const problems = showProblems();
    const [wrong] = problems.keys();
    if (wrong) {
      (problems.size > 1 ? need(form, "[data-problems]") : fieldOf(form, wrong)).focus();
      return;
    }
    const place = code();
    try {
      await navigator.clipboard.writeText(place.value);
      said.textContent = given.said.copied;
    } catch {
      place.select();
      said.textContent = given.said.by_hand;
    }
  };

  form.hidden = preview.hidden = need(root, "[data-copying]").hidden = false;
  root.dataset.ready = "";
  update(false);
}

for (const root of every(document, "[data-embed-builder]")) start(root);
