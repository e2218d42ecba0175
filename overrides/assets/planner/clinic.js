/*
 * A clinic's own waits, for the planner in its frame. They take the place of the usual ones in the rows of the facts
 * that allow them: a wait below a row's `notBefore` is not counted with where that row applies.
 */

import { courseOf, otherThan } from "./rules.js";

const LONGEST = 56; // days

/**
 * A wait that a clinic asks for; `days` is null where it is refused, as it is not whole or no row allows it.
 * @typedef {object} ClinicWait
 * @property {"a" | "b" | "c"} key
 * @property {string} purpose
 * @property {string} from
 * @property {string} to
 * @property {number} least days that a row allows
 * @property {number} most
 * @property {number | null} days
 */

/**
 * The clinic's waits that an answer counts with, and those it leaves, by "ab" and so on. `form` holds all waits told
 * by a clinic that it counts with, as a person would enter them.
 * @typedef {{ counted: Record<string, ToldWait>, left: Record<string, ToldWait>, form: string }} ClinicPart
 */

/**
 * The waits that a clinic asks for.
 * @param {Facts} facts
 * @param {Record<"a" | "b" | "c", string>} options as they were written: from the first treatment of the facts to the
 *   other, back, and between two visits of a course
 * @returns {ClinicWait[]}
 */
export function clinicWaits(facts, options) {
  const [{ id: first }] = facts.treatments;
  const other = otherThan(facts, first);
  const course = courseOf(facts);
  /** @type {Pick<ClinicWait, "key" | "purpose" | "from" | "to">[]} */
  const known = [
    { key: "a", purpose: "combine", from: first, to: other },
    { key: "b", purpose: "combine", from: other, to: first },
    { key: "c", purpose: "course", from: course, to: course },
  ];
  return known.flatMap((wait) => {
    const written = options[wait.key];
    const rows = facts.intervals.filter((row) => isFor(wait, row));
    if (!written || !rows.length) return [];
    const least = Math.min(...rows.map(({ notBefore }) => notBefore));
    const days = /^\d{1,3}$/.test(written) ? Number(written) : -1;
    return [{ ...wait, least, most: LONGEST, days: days >= least && days <= LONGEST ? days : null }];
  });
}

/**
 * @param {Pick<ClinicWait, "purpose" | "from" | "to">} wait
 * @param {Interval} row
 */
function isFor({ purpose, from, to }, row) {
  return row.purpose === purpose && row.from === from && row.to === to;
}

/**
 * Whether a wait may be counted with where a row applies.
 * @param {number | null} days
 * @param {Interval | null} row
 */
export function fits(days, row) {
  return days !== null && row !== null && days >= row.notBefore;
}

/**
 * The facts with a clinic's waits in the place of the usual ones, wherever a row allows it.
 * @param {Facts} facts
 * @param {ClinicWait[]} waits
 * @returns {Facts}
 */
function withWaits(facts, waits) {
  const intervals = facts.intervals.map((row) => {
    const days = waits.find((wait) => isFor(wait, row))?.days ?? null;
    if (days === null || !fits(days, row)) return row;
    const { until, ...rest } = row;
    // A limit that the wait goes past is none for this clinic.
    return { ...rest, advised: days, ...(until !== undefined && until > days && { until }) };
  });
  return { ...facts, intervals };
}

/**
 * An answer about one wait, counted with a clinic's waits. What a person was told by their own clinic wins.
 * @param {(facts: Facts, input: Input, today: Day) => any} solve
 * @param {Record<"a" | "b" | "c", string>} options
 */
export function answerByClinic(solve, options) {
  /** @param {Facts} facts @param {Input} input @param {Day} today */
  return (facts, input, today) => {
    /** @param {ClinicWait} wait */
    const isAsked = ({ purpose, from }) => purpose === "combine" && from === input.first;
    const waits = clinicWaits(facts, options).filter((wait) => wait.days !== null && !(/[^~]/.test(input.told) && isAsked(wait)));
    /** @type {Answer & Partial<Refusal>} */
    const answer = solve(withWaits(facts, waits), input, today);
    const days = waits.find(isAsked)?.days ?? null;
    if (answer.errors || days === null || answer.status === "do-not" || answer.status === "same-day") return answer;
    const row = facts.intervals.find(({ id }) => id === answer.ruleId) ?? null;
    const wait = { ab: { days, row } };
    if (!fits(days, row)) return { ...answer, clinic: { counted: {}, left: wait, form: "" } };
    // What has the same day after the clinic's wait is no other answer.
    const alternatives = answer.alternatives.filter(({ dates }) => dates.advised !== answer.dates.advised);
    return { ...answer, alternatives, told: wait.ab, clinic: { counted: wait, left: {}, form: String(days) } };
  };
}
