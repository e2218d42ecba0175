/* A plan in words, with the days that a person may put into their calendar. */

import { tellPlan, visitName } from "./plan_sentences.js";

const NUDGE = 14; // days before a window to be reminded of booking

/**
 * As `tellPlan`, with the visits to come for a calendar, each with a reminder to book it.
 * @param {Facts} facts
 * @param {import("./language.js").Language} lang
 * @param {Plan} plan
 * @param {Day} today
 * @returns {Told}
 */
export function tellPlanWithEntries(facts, lang, plan, today) {
  const { say } = lang;
  const coming = plan.visits.filter(({ state }) => state !== "had");
  const entries = coming.flatMap((visit, at) => {
    const { key, earliest: from, latest: to, kept } = visit;
    const title = say("calendar.neutral", { n: at + 1, m: coming.length });
    const named = visitName({ answer: plan, facts, say }, visit);
    const entry = { key, from, to, title, named, text: say("calendar.note") };
    const day = from - NUDGE;
    const nudge = { ...entry, key: `book-${key}`, from: day, to: day, title: say("calendar.book", { title }), named: say("calendar.book", { title: named }) };
    return day > today && !kept ? [entry, nudge] : [entry];
  });
  return { ...tellPlan(facts, lang, plan, today), entries };
}
