/*
 * What a person can ask here. A task names its questions (the `data-question` of the form) and those under "More
 * choices", how they are answered and how the answer is told. The script of a page registers its own tasks, so that a
 * reader loads no more than they need: decisions/0009-two-planners.md.
 */

/** @typedef {import("./language.js").Language} Language */

/**
 * @typedef {object} Task
 * @property {"next" | "had" | "plan"} mode how it looks at time: at the next visit, at two past ones, at those to come
 * @property {string[]} questions those in sight
 * @property {string[]} more those under "More choices"
 * @property {(facts: Facts, input: Input, today: Day) => any} solve what `tell` puts into words, or a Refusal
 * @property {(facts: Facts, lang: Language, answer: any, today: Day) => Told} tell
 */

/** @type {Record<string, Task>} */
export const TASKS = {};
