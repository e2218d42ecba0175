/*
 * The planner in a frame on another site's page, which may forbid storage, files, printing and new windows. It tells
 * that page how tall it is, and nothing else. What a clinic asks for stands in the frame's address.
 */

import { clinicWaits } from "./clinic.js";
import { tellByClinic } from "./clinic_words.js";
import { accentOn, colourOf } from "./contrast.js";
import { inFrame } from "./frame_actions.js";
import { givenFacts, givenWords } from "./given.js";
import { postHeights } from "./heights.js";
import { language } from "./language.js";
import { LONGEST_NAME, readOptions, withAnswers } from "./options.js";
import { otherThan } from "./rules.js";
import { startPlanners } from "./start.js";
import { element } from "./view.js";
import { inSentence } from "./voice.js";

/** @typedef {import("./tasks.js").Task} Task */
/** @typedef {import("./options.js").Options} Options */

/**
 * Start the planner of a page for frames.
 * @param {Record<string, Task>} tasks what a person can ask here
 * @param {(solve: Task["solve"], options: Options) => Task["solve"]} byClinic how they are answered with a clinic's waits
 */
export function startInFrame(tasks, byClinic) {
  const options = readOptions(location.search, location.hash);
  const { mode, secret } = options;
  const root = /** @type {HTMLElement} */ (document.querySelector("[data-planner]"));
  const facts = givenFacts(root);
  const { say } = language(givenWords(root));
  /** @type {string[]} */
  const refused = [];

  const page = document.documentElement;
  if (mode === "light" || mode === "dark") page.dataset.scheme = mode;
  const colour = colourOf(options.accent);
  const [light, dark] = [false, true].map((onDark) => colour && accentOn(colour, onDark));
  // Where the clinic does not say which, the device may choose light.
  if (mode === "dark" ? dark : light) {
    // Where colours are forced, the style sheet has the names of the forced ones.
    if (!matchMedia("(forced-colors: active)").matches) {
      page.style.setProperty("--accent", `var(--light, ${light || dark}) var(--dark, ${dark})`);
    }
  } else if (options.accent) refused.push(say(`clinic.refused.${colour ? "pale" : "colour"}`));

  const names = { a: inSentence(facts, facts.treatments[0].id), b: inSentence(facts, otherThan(facts, facts.treatments[0].id)) };
  for (const { key, days, least, most } of clinicWaits(facts, options)) {
    if (days === null) refused.push(say(`clinic.refused.${key}`, { ...names, least, most }));
  }
  const isShort = options.by.length <= LONGEST_NAME;
  if (!isShort) refused.push(say("clinic.refused.by"));

  // What a person answered says which question it was for.
  const task = options.answers.match(/&task=([\w-]+)/)?.[1] ?? options.task;
  if (tasks[task]?.mode) root.dataset.task = task;
  const told = Object.entries(tasks).map(([id, each]) => [id, { ...each, solve: byClinic(each.solve, options), tell: tellByClinic(each, isShort ? options.by : "") }]);
  startPlanners(Object.fromEntries(told), inFrame(say, secret, new URL(facts.links.full, location.href).href));
  if (refused.length) root.prepend(element("p", "planner__clinic-note", say("clinic.note", { text: refused.join(" ") })));

  // The pages that may take the place of this one: with other tasks, or in another language.
  /** @param {HTMLAnchorElement | HTMLLinkElement} link @param {string} fragment */
  const goTo = ({ href }, fragment) => {
    const { origin, pathname } = new URL(href);
    if (pathname !== location.pathname) location.replace((origin === "null" ? "file://" : origin) + pathname + location.search + fragment);
  };
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const others = root.querySelectorAll("[data-other]");
  for (const other of others) {
    if (other.dataset.other === task) goTo(other, location.hash);
    other.onclick = (event) => {
      event.preventDefault();
      goTo(other, withAnswers(location.hash, other.hash.slice(1)));
    };
  }
  /** @type {HTMLLinkElement | null} */
  const translated = document.querySelector(`link[hreflang="${CSS.escape(options.lang)}" i]`);
  if (translated) goTo(translated, location.hash);
  // The page around it asks for something else.
  addEventListener("hashchange", () => location.reload());
  postHeights(secret);
}
