/* The questions: what is asked, what was answered, and what must be put right. */

import { otherThan, readDate } from "./answers.js";
import { inSentence } from "./sentences.js";
import { UNKNOWN } from "./rules.js";
import { TASKS } from "./tasks.js";
import { element } from "./view.js";

/** @typedef {import("./language.js").Language} Language */

/** The questions that can have a mistake, in the order they are asked. */
export const QUESTIONS = ["first", "when", "second", "area"];

const DATE_FIELDS = ["when", "second"];

/**
 * An element that the template must have.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E}
 */
export function need(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`The planner's template has no ${selector}`);
  return /** @type {E} */ (found);
}

/**
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLElement}
 */
export function question(root, name) {
  return need(root, `[data-question="${name}"]`);
}

/**
 * The value of the chosen radio button of a question, or "".
 * @param {ParentNode} root
 * @param {string} name
 */
function choice(root, name) {
  const found = question(root, name).querySelector("input[type=radio]:checked");
  return found instanceof HTMLInputElement ? found.value : "";
}

/**
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLInputElement}
 */
function dateField(root, name) {
  return need(question(root, name), "input[type=date]");
}

/**
 * @param {ParentNode} root
 * @param {string} name
 * @returns {GivenDate}
 */
function givenDate(root, name) {
  const field = dateField(root, name);
  return { choice: choice(root, name), typed: field.value, bad: field.validity.badInput };
}

/** @param {ParentNode} root */
export function taskOf(root) {
  return choice(root, "task");
}

/**
 * @param {ParentNode} root
 * @returns {Input}
 */
export function readForm(root) {
  const ticked = root.querySelectorAll("[data-condition] input:checked");
  return {
    first: choice(root, "first"),
    when: givenDate(root, "when"),
    second: givenDate(root, "second"),
    area: choice(root, "area"),
    kind: choice(root, "kind") || UNKNOWN,
    conditions: [...ticked].map((box) => /** @type {HTMLInputElement} */ (box).value),
  };
}

/**
 * The two treatments, as sentences about this form name them.
 * @param {Facts} facts
 * @param {string} first
 */
function namesOf(facts, first) {
  return { a: inSentence(facts, first), b: inSentence(facts, otherThan(facts, first)) };
}

/**
 * Make the form that of this page: the question it opens with, the conditions to tick, the way to help.
 * @param {HTMLElement} root
 * @param {Facts} facts
 */
export function fillForm(root, facts) {
  /** @type {HTMLInputElement} */
  const opens = need(question(root, "task"), `[value="${root.dataset.task}"]`);
  opens.checked = true;
  const help = need(root, "[data-help]");
  if (facts.links.help) help.setAttribute("href", facts.links.help);
  else help.parentElement?.remove();
  listConditions(need(root, "[data-postpone]"), facts.postpone);
  listConditions(need(root, "[data-ask-first]"), facts.askFirst);
}

/**
 * @param {HTMLElement} list
 * @param {(Postpone | AskFirst)[]} rows
 */
function listConditions(list, rows) {
  for (const { id, says, affects } of rows) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = id;
    const item = element("li", "", element("label", "planner__tick", box, element("span", "", says)));
    item.dataset.condition = affects.join(" ");
    list.append(item);
  }
}

/**
 * Show the questions that come next, in words that fit the answers so far.
 * @param {ParentNode} root
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Day} today
 */
export function updateForm(root, facts, lang, today) {
  const task = taskOf(root);
  const input = readForm(root);
  const second = otherThan(facts, input.first);
  const owner = facts.treatments.find(({ kinds }) => kinds.length > 0);
  const kind = owner?.kinds.find(({ id }) => id === input.kind)?.name ?? lang.say("kind.unknown");
  const time = task === "next" && owner?.id === second ? "coming" : "past";
  const words = { ...namesOf(facts, input.first), of: owner?.inSentence ?? "", kind };
  for (const spoken of root.querySelectorAll("[data-say]")) {
    const path = spoken.getAttribute("data-say") ?? "";
    spoken.textContent = lang.say(path.replace("TASK", task).replace("TIME", time), words);
  }
  for (const name of QUESTIONS) {
    question(root, name).hidden = !TASKS[task].questions.includes(name) || (name !== "first" && !input.first);
  }
  need(root, "[data-kinds]").hidden = !owner || !input.first;
  for (const name of DATE_FIELDS) {
    const given = givenDate(root, name);
    const { span } = readDate(name, given, today);
    need(question(root, name), "[data-date]").hidden = given.choice !== "date";
    need(question(root, name), "[data-echo]").textContent = span ? echo(lang, name, span, today) : "";
  }
  updateConditions(root, lang, task === "next" && input.first ? [second] : facts.treatments.map(({ id }) => id));
}

/**
 * The date in words: nobody can mistake a month for a day there.
 * @param {Language} lang
 * @param {string} name
 * @param {Span} span
 * @param {Day} today
 */
function echo(lang, name, { earliest, latest }, today) {
  const date = lang.date(name === "second" ? earliest : latest);
  if (earliest !== latest) return lang.say(`echo.${name}`, { date });
  return lang.say(latest === today ? "echo.today" : "echo.sure", { date, n: today - latest });
}

/**
 * Ask only about what matters for the visits to come.
 * @param {ParentNode} root
 * @param {Language} lang
 * @param {string[]} concerned
 */
function updateConditions(root, lang, concerned) {
  for (const row of root.querySelectorAll("[data-condition]")) {
    const affects = (row.getAttribute("data-condition") ?? "").split(" ");
    row.toggleAttribute("hidden", !affects.some((treatment) => concerned.includes(treatment)));
  }
  const n = root.querySelectorAll("[data-condition]:not([hidden]) input:checked").length;
  need(root, "[data-ticked]").textContent = n ? lang.say("check.ticked", { n }) : "";
}

/**
 * Say beside each question what to put right, and in a list above when there is more than one.
 * What was typed stays as it is.
 * @param {ParentNode} root
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Problem[]} problems those of questions in sight
 * @param {string[]} fields the questions to speak about; the others are left as they are
 */
export function showProblems(root, facts, lang, problems, fields) {
  const names = namesOf(facts, choice(root, "first"));
  for (const name of fields) {
    const fieldset = question(root, name);
    const problem = problems.find(({ field }) => field === name);
    const message = need(fieldset, "[data-problem]");
    message.textContent = problem ? lang.say(`problems.${name}.${problem.code}`, names) : "";
    message.hidden = !problem;
    fieldset.classList.toggle("planner__question--problem", Boolean(problem));
    const date = fieldset.querySelector("input[type=date]");
    for (const element of date ? [fieldset, date] : [fieldset]) {
      if (problem) {
        element.setAttribute("aria-invalid", "true");
        element.setAttribute("aria-describedby", message.id);
      } else {
        element.removeAttribute("aria-invalid");
        element.removeAttribute("aria-describedby");
      }
    }
  }
  const wrong = [...root.querySelectorAll("[data-question]")].filter((each) => each.hasAttribute("aria-invalid"));
  const list = need(root, "[data-problem-list]");
  list.replaceChildren(
    ...wrong.map((fieldset) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = `#${fieldset.id}`;
      link.textContent = need(fieldset, "[data-problem]").textContent;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        firstControl(fieldset).focus();
      });
      item.append(link);
      return item;
    })
  );
  need(root, "[data-problems]").hidden = wrong.length < 2;
}

/**
 * The questions beside which a mistake is shown.
 * @param {ParentNode} root
 */
export function shownProblems(root) {
  const wrong = [...root.querySelectorAll("[data-question][aria-invalid]")];
  return wrong.map((fieldset) => fieldset.getAttribute("data-question") ?? "");
}

/** @param {ParentNode} root */
export function focusProblem(root) {
  const summary = need(root, "[data-problems]");
  const wrong = root.querySelector("[data-question][aria-invalid]");
  if (!summary.hidden) summary.focus();
  else if (wrong) firstControl(wrong).focus();
}

/**
 * The control to mend: the date field when it is open, else the choice made or the first one.
 * @param {Element} fieldset
 * @returns {HTMLElement}
 */
function firstControl(fieldset) {
  const control = ["[data-date]:not([hidden]) input", "input:checked", "input"]
    .map((selector) => fieldset.querySelector(selector))
    .find(Boolean);
  return /** @type {HTMLElement} */ (control);
}
