/* What all answers share in their words. */

import { toDay } from "./days.js";

/** @typedef {import("./language.js").Language} Language */

/**
 * What the sentences of one answer share.
 * @template {Answer | Plan} [T=Answer]
 * @typedef {object} Voice
 * @property {Facts} facts
 * @property {Language} lang
 * @property {T} answer
 * @property {Day} today
 * @property {string} task
 * @property {{ a: string, b: string }} names
 * @property {(path: string, params?: Record<string, any>) => string} say with {a} and {b} filled in
 */

/**
 * @template {Answer | Plan} T
 * @param {Facts} facts
 * @param {Language} lang
 * @param {T} answer
 * @param {Day} today
 * @param {string} task
 * @returns {Voice<T>}
 */
export function voiceOf(facts, lang, answer, today, task) {
  const names = { a: inSentence(facts, answer.first), b: inSentence(facts, answer.second) };
  return { facts, lang, answer, today, task, names, say: (path, params) => lang.say(path, { ...names, ...params }) };
}

/**
 * @param {Facts} facts
 * @param {string} treatment
 */
export function inSentence(facts, treatment) {
  return treatmentOf(facts, treatment)?.inSentence ?? treatment;
}

/**
 * @param {Language} lang
 * @param {Day | null} day
 * @returns {Record<string, string>}
 */
export function dated(lang, day) {
  return day === null ? {} : { date: lang.date(day) };
}

/**
 * @param {(string | Nothing)[]} texts
 * @param {string} [tone]
 * @returns {Part}
 */
export function text(texts, tone) {
  return { type: "text", texts, tone };
}

/**
 * The clinic's own wait beside the usual one, with a caution where it is shorter than the guide would suggest.
 * @param {Voice<Answer | Plan>} voice
 * @param {ToldWait} told
 * @param {string} code
 * @returns {Part}
 */
export function toldWait({ say }, { days, row }, code) {
  const short = row && days < row.notBefore;
  const texts = [say(`told_wait.${code}`, { n: days }), row && say("told_wait.usual", { n: row.advised }), short && say("told_wait.short")];
  return { type: "block", tone: short ? "askFirst" : "told", title: say("told_wait.title"), texts };
}

/**
 * What others publish, from the shortest wait to the longest, each up to its first comma.
 * @param {Language["say"]} say
 * @param {Advice[]} spread
 */
export function othersPublish(say, spread) {
  const [min, max] = [spread[0], spread[spread.length - 1]].map((advice) => advice?.says.split(",")[0]);
  // Where all say the same, or one alone does, it is told in full.
  return min === max ? min && say("sure.spread_one", { min: spread[0].says }) : say("sure.spread", { min, max });
}

/**
 * What was ticked, and what it asks for: to wait, or to ask first.
 * @param {Voice<Answer | Plan>} voice
 * @param {"askFirst" | "postpone"} code
 * @returns {Part | Nothing}
 */
export function ticked({ answer, facts, say }, code) {
  const rows = facts[code].filter(({ id }) => answer.cautions[code].includes(id));
  return (
    rows.length && {
      type: "block",
      tone: code,
      title: say(`${code}.title`),
      items: rows.map((row) => say(`${code}.item`, { note: "", ...row }).trim()),
      texts: [say(`${code}.note`)],
    }
  );
}

/**
 * @param {Facts} facts
 * @param {string} treatment
 */
export function treatmentOf(facts, treatment) {
  return /** @type {Treatment} */ (facts.treatments.find(({ id }) => id === treatment));
}

/**
 * @param {{ text: string, link?: string }[]} links
 */
export function linked(links) {
  return links.filter(({ link }) => link);
}

/**
 * A source by its short name, with a link to what the guide says of it, or else to the source itself.
 * @param {Facts} facts
 * @param {string} id
 * @returns {{ text: string, link?: string }}
 */
export function sourceItem({ sources, links }, id) {
  const { label, link, on = "sources" } = sources[id];
  return { text: label, link: links[on] ? `${links[on]}#${id}` : link };
}

/** @param {Voice<Answer | Plan>} voice */
export function foot({ facts, lang, today, say }) {
  return say("foot", { date: lang.date(today), checked: lang.date(toDay(facts.version) ?? today) });
}
