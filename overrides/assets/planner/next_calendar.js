/* The answer about the next visit, with the day that a person may put into their calendar. */

import { tellNext } from "./sentences.js";
import { voiceOf } from "./voice.js";

/**
 * As `tellNext`, with the first usual day for a calendar.
 * @param {Facts} facts
 * @param {import("./language.js").Language} lang
 * @param {Answer} answer
 * @param {Day} today
 * @returns {Told}
 */
export function tellNextWithEntries(facts, lang, answer, today) {
  const { say } = voiceOf(facts, lang, answer, today, "next");
  const { advised } = answer.dates;
  const entry = advised !== null &&
    advised > today && { key: "next", from: advised, to: advised, title: say("calendar.next"), named: say("calendar.next_named"), text: say("calendar.note") };
  return { ...tellNext(facts, lang, answer, today), entries: entry ? [entry] : [] };
}
