/* Days and numbers, as people give them. */

import { toDay } from "./days.js";

// The oldest year that is taken for a date and not for a slip of the finger.
const OLDEST_YEAR = 2000;

// The choice of those who never had it, or have not booked it.
export const NEVER = "none";
// The choice of those who enter a date, and did not yet.
export const DATE = "date";

/** How many days ago each choice may mean: at least, at most. */
const DAYS_AGO = new Map([
  ["today", [0, 0]],
  ["yesterday", [1, 1]],
  ["few", [2, 3]],
  ["week", [5, 9]],
  ["fortnight", [11, 17]],
]);

/**
 * The days a choice or a typed date stands for; null while it is open, wrong or never was.
 * @param {string} field
 * @param {string} text
 * @param {Day} today
 * @param {"past" | "future" | "any"} [range] where the date may be; only a past visit must be given
 * @returns {{ span: Span | null, errors: Mistake[] }}
 */
export function readDate(field, text, today, range = "past") {
  const ago = DAYS_AGO.get(text);
  if (ago) return { span: { earliest: today - ago[1], latest: today - ago[0] }, errors: [] };
  if (text === NEVER && range !== "past") return { span: null, errors: [] };
  const day = toDay(text);
  const code = dateProblem(text, day, today, range);
  if (code || day === null) return { span: null, errors: [{ field, code: code ?? "missing" }] };
  return { span: { earliest: day, latest: day }, errors: [] };
}

/**
 * Whether a visit was had, today included; else it is booked.
 * @param {Span} span
 * @param {Day} today
 */
export function isPast(span, today) {
  return span.latest <= today;
}

/**
 * @param {string} typed
 * @param {Day | null} day
 * @param {Day} today
 * @param {string} range
 */
function dateProblem(typed, day, today, range) {
  if (!typed || typed === DATE) return "missing";
  const year = Number(/^(\d{4,6})-\d\d-\d\d$/.exec(typed)?.[1]);
  if (year < OLDEST_YEAR) return "too-old";
  if (range === "past" && (day === null ? year > 2099 : day > today)) return "in-the-future";
  if (range === "future" && day !== null && day <= today) return "in-the-past";
  return day === null ? "not-a-real-date" : null;
}

/** @type {("ab" | "ba" | "bb")[]} */
const TOLD = ["ab", "ba", "bb"];

/**
 * What the clinic told, in days; a number left open is not there.
 * @param {string} text
 * @param {Mistake[]} errors
 * @returns {ToldWaits}
 */
export function readTold(text, errors) {
  const told = text.split("~").map((typed, at) => (typed ? [[TOLD[at], readWhole("told", typed, /^\d{1,3}$/, errors)]] : []));
  return Object.fromEntries(told.flat());
}

/**
 * A whole number; 0, and a mistake, when it is none.
 * @param {string} field
 * @param {string} text
 * @param {RegExp} form
 * @param {Mistake[]} errors
 */
export function readWhole(field, text, form, errors) {
  if (form.test(text)) return Number(text);
  if (errors.every((error) => error.field !== field)) errors.push({ field, code: "missing" });
  return 0;
}
