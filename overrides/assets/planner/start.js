/* What every planner does, whatever its tasks. It fetches, stores and sends nothing. */

import { fillForm, focusProblem, isFilled, need, question, readAnswers, readForm, showProblems, taskOf, updateForm, write, writeAnswers } from "./form.js";
import { givenFacts, givenForm, givenWords } from "./given.js";
import { language } from "./language.js";
import { TASKS } from "./tasks.js";
import { showAnswer } from "./view.js";

const MILLISECONDS_IN_MINUTE = 6e4;
const MINUTES_IN_DAY = 1440;
const ANNOUNCE_AFTER = 500; // milliseconds without a further change

/**
 * Today in the calendar on the person's wall.
 * @returns {Day}
 */
function todayHere() {
  const now = new Date();
  return Math.floor((now.getTime() / MILLISECONDS_IN_MINUTE - now.getTimezoneOffset()) / MINUTES_IN_DAY);
}

/**
 * The question that a field belongs to, "" for what is no field.
 * @param {EventTarget | null} target
 */
function nameOf(target) {
  const field = target instanceof HTMLElement && target.matches("[data-part]") && target.closest("fieldset");
  return field ? field.dataset.question : "";
}

/**
 * @param {HTMLElement} root
 * @param {boolean} takesLinks whether a plan in the page's address is for this planner
 * @param {import("./view.js").Actions} actions
 */
function start(root, takesLinks, actions) {
  const facts = givenFacts(root);
  const lang = language(givenWords(root));
  const tables = need(root, "[data-tables]");
  root.insertBefore(givenForm(root), tables);
  const fold = need(root, "[data-tables-fold]");
  fold.append(tables);
  fillForm(root, facts);
  const place = need(root, "[data-answer]");
  const placeholder = [...place.childNodes];
  const live = need(root, "[data-live]");
  let timer = 0;

  /** @param {string} text */
  function announce(text) {
    clearTimeout(timer);
    timer = setTimeout(() => write(live, text), ANNOUNCE_AFTER);
  }

  /**
   * The answer so far, and the mistakes in the questions that are asked.
   * @param {Day} today
   */
  function solve(today) {
    const answer = taskOf(root).solve(facts, readForm(root), today);
    /** @type {{ errors?: Mistake[] }} */
    const { errors = [] } = answer;
    return { answer, problems: errors.filter(({ field }) => !question(root, field).hidden) };
  }

  /**
   * Answer as far as the questions are answered. Mistakes are shown when the answer is asked for;
   * on the way there, only those that were shown and are mended go away.
   * @param {boolean} asked
   */
  function answerNow(asked) {
    const today = todayHere();
    updateForm(root, facts, lang, today);
    const { answer, problems } = solve(today);
    showProblems(root, facts, lang, problems, () => asked);
    if (answer.errors) {
      place.replaceChildren(...placeholder);
      announce("");
      if (asked) focusProblem(root);
      return;
    }
    const told = taskOf(root).tell(facts, lang, answer, today);
    taken.told = told;
    const heading = showAnswer(place, told, actionsNow());
    announce(told.headline);
    if (asked) heading.focus();
  }

  let planId = "";
  // An action reads from it when it is pressed: what shows it may be older than the answer.
  const taken = /** @type {import("./view.js").Taken} */ ({
    id: () => (planId ||= crypto.getRandomValues(new Uint8Array(20)).map((byte) => byte % 10).join("")),
    answers: () => `v1&${writeAnswers(root, todayHere())}&id=${taken.id()}`,
  });

  const actionsNow = actions(place, lang, taken);

  function openLink() {
    // In a frame, other pieces may stand around it.
    const link = location.hash.match(/#v1&[^#]*/);
    if (!link) return;
    const answers = new Map([...link[0].matchAll(/(\w+)=([\w~-]*)/g)].map(([, name, value]) => [name, value]));
    planId = answers.get("id")?.match(/^[\da-f]{20}$/)?.[0] ?? "";
    readAnswers(root, answers);
    answerNow(false);
    root.scrollIntoView();
  }

  need(root, ".planner__ask").addEventListener("change", () => answerNow(false));
  // A wrong entry is pointed out when the person has left the question, not while they type; and only after the
  // click or key that left it is over, so that what they click does not move away under the pointer.
  /** @type {string | undefined} */
  let left;
  root.addEventListener("focusout", ({ target, relatedTarget }) => {
    const [from, to] = [target, relatedTarget].map(nameOf);
    if (from && from !== to && isFilled(/** @type {HTMLInputElement} */ (target))) left = from;
  });
  for (const over of ["click", "keyup"]) {
    document.addEventListener(over, () => {
      if (left) showProblems(root, facts, lang, solve(todayHere()).problems, (name) => name === left);
      left = undefined;
    });
  }
  need(root, "[data-show]").onclick = () => answerNow(true);
  answerNow(false);
  if (takesLinks) {
    addEventListener("hashchange", openLink);
    openLink();
  }
}

/**
 * Start every planner of the page; a plan in the page's address is for the first.
 * @param {Record<string, import("./tasks.js").Task>} tasks what a person can ask here
 * @param {import("./view.js").Actions} actions
 */
export function startPlanners(tasks, actions) {
  Object.assign(TASKS, tasks);
  document.querySelectorAll("[data-planner]").forEach((root, at) => start(/** @type {HTMLElement} */ (root), at === 0, actions));
}
