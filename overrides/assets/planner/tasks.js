/*
 * What a person can ask. A task names its questions (the `data-question` of the form), how they are
 * answered and how the answer is told; a new task is one more entry here and its words.
 */

import { wasItTooSoon, whenNext } from "./answers.js";
import { tellNext, tellTooSoon } from "./sentences.js";

/** @typedef {import("./language.js").Language} Language */

/**
 * @typedef {object} Task
 * @property {string[]} questions
 * @property {(facts: Facts, input: Input, today: Day) => Answer | Refusal} solve
 * @property {(facts: Facts, lang: Language, answer: Answer, today: Day) => Told} tell
 */

/** @type {Record<string, Task>} */
export const TASKS = {
  next: { questions: ["first", "when", "area"], solve: whenNext, tell: tellNext },
  "was-it-too-soon": { questions: ["first", "when", "second", "area"], solve: wasItTooSoon, tell: tellTooSoon },
};
