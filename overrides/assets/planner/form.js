/* The questions: what is asked, what was answered, and what must be put right. */

import { toIso } from "./days.js";
import { DATE, NEVER, readDate } from "./read.js";
import { UNKNOWN, courseOf, otherThan } from "./rules.js";
import { TASKS } from "./tasks.js";
import { element, linkTo } from "./view.js";
import { inSentence } from "./voice.js";

/** @typedef {import("./language.js").Language} Language */

const DATES = ["when", "second", "booked", "event"];
const WRONG = ".planner__question--problem";

/**
 * An element that the template has.
 * @template {Element} [E=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {E}
 */
export function need(root, selector) {
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
 * A question of the form; one with nothing in it where this planner does not ask it.
 * @param {ParentNode} root
 * @param {string} name
 * @returns {HTMLElement}
 */
export function question(root, name) {
  return need(root, `[data-question="${name}"]`) ?? element("fieldset", "");
}

/**
 * @param {ParentNode} place
 * @returns {HTMLInputElement[]}
 */
function inputs(place) {
  return every(place, "input");
}

/**
 * The fields and choices that are there now, in a fold that is closed too.
 * @param {ParentNode} place
 * @returns {HTMLInputElement[]}
 */
function controls(place) {
  return every(place, "input:not([hidden] *)");
}

/**
 * Set a text. One that is the same would be drawn and spoken again.
 * @param {Element} place
 * @param {string} text
 */
export function write(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

/**
 * Whether something was typed, be it a date or not.
 * @param {HTMLInputElement} field
 */
export function isFilled({ value, validity }) {
  return value !== "" || validity.badInput;
}

/**
 * The questions of the form by their names.
 * @param {ParentNode} root
 */
function questions(root) {
  return every(root, "[data-question]").map((each) => ({ each, name: /** @type {string} */ (each.dataset.question) }));
}

/**
 * What is chosen, ticked or typed in a question, as an input holds it.
 * @param {ParentNode} place
 */
function stateOf(place) {
  const all = controls(place);
  const chosen = all.find(({ checked }) => checked)?.value ?? "";
  const typed = all.flatMap(({ dataset, validity, value }) => ("part" in dataset ? [validity.badInput ? "?" : value.trim()] : []));
  return (chosen === DATE ? "" : chosen) || typed.join("~").replace(/~+$/, "") || chosen;
}

/**
 * @param {ParentNode} root
 * @param {string} name
 */
function state(root, name) {
  return stateOf(question(root, name));
}

/**
 * What the person asks.
 * @param {ParentNode} root
 */
export function taskOf(root) {
  return TASKS[state(root, "task")];
}

/**
 * @param {ParentNode} root
 * @returns {Input}
 */
export function readForm(root) {
  const { more } = taskOf(root);
  // A date that need not be given is none while it is open.
  const answers = questions(root).map(({ each, name }) => [name, stateOf(each) || (DATES.includes(name) && more.includes(name) ? NEVER : "")]);
  return { ...Object.fromEntries(answers), conditions: every(root, "[data-condition] input:checked").map((box) => /** @type {HTMLInputElement} */ (box).value) };
}

/**
 * The answers as a link holds them, "name=value" for each. The conditions that were ticked are not among them: they
 * are about a person's health.
 * @param {ParentNode} root
 * @param {Day} today relative choices become dates, as tomorrow they mean other days
 */
export function writeAnswers(root, today) {
  return questions(root)
    .flatMap(({ each, name }) => {
      const { span } = readDate(name, stateOf(each), today, "any");
      const value = span ? toIso(span[sideOf(root, name)]) : stateOf(each);
      return value ? [`${name}=${value}`] : [];
    })
    .join("&");
}

/**
 * Answer the questions as a link does. What it leaves out is open again, and what no question offers is dropped.
 * @param {ParentNode} root
 * @param {Map<string, string>} answers
 */
export function readAnswers(root, answers) {
  const task = answers.get("task") ?? "";
  if (TASKS[task]?.mode) put(question(root, "task"), task);
  arrange(root, state(root, "task"));
  for (const { each, name } of questions(root)) if (name !== "task") put(each, answers.get(name) ?? "");
  for (const row of every(root, "[data-row] ~ [data-row]")) row.hidden = inputs(row).every(({ value }) => !value);
  /** @type {HTMLDetailsElement} */
  const fold = need(root, "[data-more]");
  fold.open = countSet(fold) > 0;
}

/**
 * Set the controls of a question to an answer of a link; "" is as they were at the start.
 * @param {ParentNode} place
 * @param {string} value
 */
function put(place, value) {
  const all = inputs(place);
  const offered = all.some((each) => !("part" in each.dataset) && each.value === value);
  const typed = offered ? [] : value.split("~");
  for (const each of all) {
    // A field for a date drops by itself what is none.
    if ("part" in each.dataset) each.value = typed.shift()?.replace(each.type === "date" ? "" : /.*\D.*|.{4,}/, "") ?? "";
    else if (!value) each.checked = each.defaultChecked;
    else each.checked = each.value === (offered ? value : DATE);
  }
}

/**
 * The two treatments in the order that the task has them, "" while the first is not chosen, and how sentences about
 * this form name them.
 * @param {ParentNode} root
 * @param {Facts} facts
 */
function pairOf(root, facts) {
  const first = taskOf(root).mode === "plan" ? otherThan(facts, courseOf(facts)) : state(root, "first");
  const second = first && otherThan(facts, first);
  return { first, second, names: { a: inSentence(facts, first), b: inSentence(facts, second) } };
}

/**
 * Make the form that of this page: the question it opens with, the conditions to tick, the way to help.
 * @param {HTMLElement} root
 * @param {Facts} facts
 */
export function fillForm(root, facts) {
  put(question(root, "task"), root.dataset.task ?? "");
  const { help } = facts.links;
  // A planner in a frame has none: there, the page has it.
  if (help) need(root, "[data-help]")?.setAttribute("href", help);
  else need(root, ".planner__help")?.remove();
  for (const add of every(root, "[data-add]")) {
    add.onclick = () => {
      const [row] = every(root, "[data-row][hidden]");
      if (!row) return;
      row.hidden = false;
      need(row, "input").focus();
    };
  }
}

/**
 * Put the questions of a task in their places. What was pointed out is over.
 * @param {ParentNode} root
 * @param {string} task
 */
function arrange(root, task) {
  const { questions: inSight, more } = TASKS[task];
  const names = ["task", ...inSight, ...more];
  const asked = need(root, "[data-asked]");
  asked.dataset.about = asked.dataset.asked = task;
  asked.append(...inSight.map((name) => question(root, name)));
  const fold = need(root, "[data-more]");
  fold.hidden = false;
  fold.append(...more.map((name) => question(root, name)));
  for (const { each, name } of questions(root)) each.hidden = !names.includes(name);
  for (const message of every(root, "[data-problem]")) pointOut(fieldsetOf(message), "");
}

/**
 * Show the questions that come next, in words that fit the answers so far.
 * @param {ParentNode} root
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Day} today
 */
export function updateForm(root, facts, lang, today) {
  const task = state(root, "task");
  const asked = need(root, "[data-asked]");
  if (asked.dataset.asked !== task) arrange(root, task);
  const { mode, more, questions: inSight } = taskOf(root);
  const { first, second, names } = pairOf(root, facts);
  const fold = need(root, "[data-more]");
  // Words and questions in sight depend on these two and on no other answer.
  const about = `${first} ${task}`;
  if (asked.dataset.about !== about) {
    asked.dataset.about = about;
    for (const spoken of every(root, "[data-say]")) {
      spoken.textContent = lang.say(spoken.dataset.say?.replace("TASK", task).replace("MODE", mode) ?? "", names);
    }
    for (const name of [...inSight, ...more]) question(root, name).hidden = name !== "first" && !first;
    fold.hidden = !first;
    // Only what matters for the visits to come is asked about.
    const concerned = mode === "next" && first ? [second] : facts.treatments.map(({ id }) => id);
    for (const row of every(root, "[data-condition]")) {
      row.hidden = !row.dataset.condition?.split(" ").some((treatment) => concerned.includes(treatment));
    }
  }
  const n = countSet(fold);
  write(need(fold, "[data-chosen]"), n ? lang.say("more.chosen", { n }) : "");
  for (const name of [...inSight, ...more].filter((each) => DATES.includes(each))) {
    const fieldset = question(root, name);
    need(fieldset, "[data-date]").hidden = Boolean(need(fieldset, `[value=${DATE}]:not(:checked)`));
    write(need(fieldset, "[data-echo]"), echo(lang, stateOf(fieldset), today, sideOf(root, name)));
  }
  // The other planner starts with what was answered here, unless dates would then be those of the other treatment.
  const carried = first === courseOf(facts) ? "" : writeAnswers(root, today);
  for (const other of every(root, "[data-other]")) {
    other.setAttribute("href", `${facts.links[String(other.dataset.to)]}#v1&${carried}&first=${first}&task=${other.dataset.other}`);
  }
  // Once: while someone types a date, browsers would throw away what they have typed of it.
  for (const coming of every(root, "[data-coming]:not([min])")) coming.setAttribute("min", toIso(today));
  const ticked = every(root, "[data-condition]:not([hidden]) input:checked").length;
  write(need(root, "[data-ticked]"), ticked ? lang.say("check.ticked", { n: ticked }) : "");
}

/**
 * How many of the questions in a place are not as they were at the start.
 * @param {ParentNode} place
 */
function countSet(place) {
  const isSet = /** @param {HTMLInputElement} control */ ({ checked, defaultChecked, value, defaultValue }) =>
    checked !== defaultChecked || value !== defaultValue;
  return every(place, "[data-question]").filter((fieldset) => controls(fieldset).some(isSet)).length;
}

/**
 * Which day of a doubt is the careful one: waits count from the latest, and back from the earliest.
 * @param {ParentNode} root
 * @param {string} name
 */
function sideOf(root, name) {
  return taskOf(root).mode === "had" && name === "second" ? "earliest" : "latest";
}

/**
 * The date in words: nobody can mistake a month for a day there.
 * @param {Language} lang
 * @param {string} given
 * @param {Day} today
 * @param {"earliest" | "latest"} side
 */
function echo(lang, given, today, side) {
  const { span } = readDate("", given, today, "any");
  if (!span) return "";
  const { earliest, latest } = span;
  const time = latest < today ? "sure" : latest > today ? "coming" : "today";
  return lang.say(`echo.${earliest === latest ? time : side}`, { date: lang.date(span[side]), n: Math.abs(today - latest) });
}

/**
 * Say beside each question what to put right, and in a list above when there is more than one.
 * What was typed stays as it is, and what is mended is no longer spoken of.
 * @param {ParentNode} root
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Mistake[]} problems those of questions that are asked
 * @param {(name: string) => boolean} speaksOf whether a mistake in this question may be pointed out now
 */
export function showProblems(root, facts, lang, problems, speaksOf) {
  const { names } = pairOf(root, facts);
  for (const message of every(root, "[data-problem]")) {
    const fieldset = fieldsetOf(message);
    const name = fieldset.dataset.question ?? "";
    const problem = problems.find((each) => each.field === name);
    if (!problem && message.textContent) pointOut(fieldset, "");
    else if (problem && speaksOf(name)) {
      pointOut(fieldset, lang.say(`problems.${name}.${problem.code}`, names));
      fieldset.closest("details")?.setAttribute("open", "");
    }
  }
  const wrong = every(root, WRONG);
  need(root, "[data-problem-list]").replaceChildren(...wrong.map((fieldset) => element("li", "", mistakeLink(fieldset))));
  need(root, "[data-problems]").hidden = wrong.length < 2;
}

/**
 * What a question's mistake is, as a link to what must be put right.
 * @param {HTMLElement} fieldset
 */
function mistakeLink(fieldset) {
  const link = linkTo(need(fieldset, "[data-problem]").textContent, `#${fieldset.id}`);
  link.onclick = (event) => {
    event.preventDefault(); // the page's address stays as it is
    toMend(fieldset).focus();
  };
  return link;
}

/**
 * Mark a question and what stands in its fields as wrong, or as right again. The message describes them all the time.
 * @param {HTMLElement} fieldset
 * @param {string} text what to put right, "" for nothing
 */
function pointOut(fieldset, text) {
  const message = need(fieldset, "[data-problem]");
  message.textContent = text;
  fieldset.classList.toggle(WRONG.slice(1), text !== "");
  const fields = controls(fieldset).filter(({ dataset }) => "part" in dataset);
  const filled = fields.filter(isFilled);
  const wrong = filled.length ? filled : fields;
  for (const each of fields) each.setAttribute("aria-invalid", String(text !== "" && wrong.includes(each)));
}

/** @param {ParentNode} root */
export function focusProblem(root) {
  const summary = need(root, "[data-problems]");
  const [wrong] = every(root, WRONG);
  if (!summary.hidden) summary.focus();
  else if (wrong) toMend(wrong).focus();
}

/**
 * The control to mend: a field that is wrong, else the choice made or the first one.
 * @param {HTMLElement} fieldset
 */
function toMend(fieldset) {
  const all = controls(fieldset);
  return all.find((each) => each.matches("[aria-invalid=true]")) ?? all.find(({ checked }) => checked) ?? all[0];
}

/**
 * @param {Element} inner
 * @returns {HTMLElement}
 */
function fieldsetOf(inner) {
  return /** @type {HTMLElement} */ (inner.closest("fieldset"));
}
