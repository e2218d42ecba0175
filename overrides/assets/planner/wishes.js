/* What a person wants planned, read from their answers. */

import { toDay } from "./days.js";
import { isPast, readDate, readTold, readWhole } from "./read.js";

/**
 * The wishes of a plan, and what must be put right in the answers.
 * @param {Input} input
 * @param {Day} today
 * @param {boolean} forEvent
 * @returns {{ wants: Wants, errors: Mistake[] }}
 */
export function readWishes(input, today, forEvent) {
  /** @type {Mistake[]} */
  const errors = [];

  /** @param {"when" | "second" | "event"} field @param {"any" | "future"} range */
  function span(field, range) {
    const read = readDate(field, input[field], today, range);
    errors.push(...read.errors);
    return read.span;
  }

  const event = forEvent ? span("event", "future")?.latest ?? null : null;
  // What is booked for after the event has no part in it.
  const [a, b] = [span("when", "any"), span("second", "any")].map((each) => (each && event && each.latest > event ? null : each));
  const firstEver = input.rounds === "first";
  const wants = {
    a,
    b,
    event,
    // A booked session is one of those they want.
    sessions: Math.max(Number(b && !isPast(b, today)), readWhole("sessions", input.sessions, /^\d$/, errors)),
    rounds: firstEver ? 1 : readWhole("rounds", input.rounds, /^\d$/, errors),
    firstEver,
    // What is booked already is the first try.
    trial: firstEver && forEvent && !a,
    touchUp: input.touchUp !== "",
    sameDay: input.sameDay !== "",
    away: readAway(input.away, errors),
    weekdays: input.weekdays !== "",
    told: readTold(input.told, errors),
  };
  return { wants, errors };
}

/**
 * @param {string} text
 * @param {Mistake[]} errors
 * @returns {[Day, Day][]}
 */
function readAway(text, errors) {
  return [...text.matchAll(/([^~]*)~?([^~]*)~?/g)].flatMap(([row, from, to]) => {
    if (!/[^~]/.test(row)) return [];
    const [first, last] = [toDay(from), toDay(to)];
    if (first !== null && last !== null && first <= last) return [[first, last]];
    errors.push({ field: "away", code: first === null || last === null ? "incomplete" : "backwards" });
    return [];
  });
}
