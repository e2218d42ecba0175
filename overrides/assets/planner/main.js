/* Starts every planner of the page. It fetches, stores and sends nothing. */

import { toDay } from "./days.js";
import { QUESTIONS, fillForm, focusProblem, need, question, readForm, showProblems, shownProblems, taskOf, updateForm } from "./form.js";
import { givenFacts, givenForm, givenWords } from "./given.js";
import { language } from "./language.js";
import { TASKS } from "./tasks.js";
import { showAnswer } from "./view.js";

const ANNOUNCE_AFTER = 500; // milliseconds without a further change

/**
 * Today in the calendar on the person's wall.
 * @returns {Day}
 */
function todayHere() {
  const now = new Date();
  const digits = [now.getMonth() + 1, now.getDate()].map((value) => String(value).padStart(2, "0"));
  return toDay([now.getFullYear(), ...digits].join("-")) ?? 0;
}

/** @param {HTMLElement} root */
function start(root) {
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
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (live.textContent !== text) live.textContent = text;
    }, ANNOUNCE_AFTER);
  }

  /**
   * The answer so far, and the mistakes in the questions in sight.
   * @param {Day} today
   */
  function solve(today) {
    const answer = TASKS[taskOf(root)].solve(facts, readForm(root), today);
    const errors = "errors" in answer ? answer.errors : [];
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
    const mended = shownProblems(root).filter((name) => problems.every(({ field }) => field !== name));
    showProblems(root, facts, lang, problems, asked ? QUESTIONS : mended);
    if ("errors" in answer) {
      place.replaceChildren(...placeholder);
      announce("");
      if (asked) focusProblem(root);
      return;
    }
    const told = TASKS[taskOf(root)].tell(facts, lang, answer, today);
    const heading = showAnswer(place, lang, told);
    announce(told.headline);
    if (asked) heading.focus();
  }

  root.addEventListener("change", () => answerNow(false));
  // A wrong date is pointed out when the person has left it, not while they type; and only after the
  // click or key that left it is over, so that what they click does not move away under the pointer.
  let left = "";
  root.addEventListener("focusout", ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== "date") return;
    if (target.value || target.validity.badInput) {
      left = target.closest("[data-question]")?.getAttribute("data-question") ?? "";
    }
  });
  root.addEventListener("focusin", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "date") left = "";
  });
  for (const over of ["click", "keyup"]) {
    document.addEventListener(over, () => {
      if (left) showProblems(root, facts, lang, solve(todayHere()).problems, [left]);
      left = "";
    });
  }
  need(root, "[data-show]").addEventListener("click", () => answerNow(true));
  answerNow(false);
}

document.querySelectorAll("[data-planner]").forEach((root) => start(/** @type {HTMLElement} */ (root)));
