/*
 * The answers, as plain values. Waits count from the latest day a visit may have been, "until" from
 * the earliest, so an answer holds for every day in the doubt. Today is always an argument.
 */

import { readDate, readTold } from "./read.js";
import { UNKNOWN, UNSURE, cautionsFor, findRepeat, findRule, kindsOf, otherThan, sameDayOption } from "./rules.js";

/** @type {Dates} */
const NO_DATES = { notBefore: null, advised: null, until: null };

/**
 * "I have had one: when can I have the other?"
 * @param {Facts} facts
 * @param {Input} input
 * @param {Day} today
 * @returns {Answer | Refusal}
 */
export function whenNext(facts, input, today) {
  const when = readDate("when", input.when, today);
  const booked = readDate("booked", input.booked, today, "future");
  const errors = [...chosen(facts, input), ...when.errors, ...areaGiven(input), ...booked.errors];
  const told = readTold(input.told, errors);
  if (errors.length || !when.span) return { errors };
  const had = when.span;
  const second = otherThan(facts, input.first);
  const answer = ruled(facts, input, second, (dates) => statusOn(dates, today, today), had, told);
  const cautions = cautionsFor(facts, input.conditions, [second]);
  const day = booked.span && booked.span.latest;
  const shown = { ...answer, cautions, had, gapDays: today - had.latest, shortBy: daysShort(answer.dates, today), booked: day === null ? null : verdictOn(answer.dates, day) };
  if (cautions.postpone.length === 0) return shown;
  return { ...shown, status: "do-not", dates: NO_DATES, shortBy: 0, alternatives: [], booked: null };
}

/**
 * Whether a booked day can stay.
 * @param {Dates} dates
 * @param {Day} day
 * @returns {Answer["booked"]}
 */
function verdictOn(dates, day) {
  const status = statusOn(dates, day, day);
  return { day, verdict: status === "too-soon" ? "later" : status === "usual" || status === "past" ? "keep" : "ask" };
}

/**
 * "I have had both: was it too soon?" A reason to postpone does not change what was, but then no
 * next visit is dated for the treatments it affects.
 * @param {Facts} facts
 * @param {Input} input
 * @param {Day} today
 * @returns {Answer | Refusal}
 */
export function wasItTooSoon(facts, input, today) {
  const when = readDate("when", input.when, today);
  const after = readDate("second", input.second, today);
  const errors = [...chosen(facts, input), ...when.errors, ...after.errors];
  const told = readTold(input.told, errors);
  if (when.span && after.span && after.span.latest < when.span.earliest) {
    errors.push({ field: "second", code: "before-first" });
  }
  if (errors.length || !when.span || !after.span) return { errors };
  const had = when.span;
  const hadSecond = after.span;
  const second = otherThan(facts, input.first);
  const gapDays = Math.max(0, hadSecond.earliest - had.latest);
  // Where the doubts overlap, the shortest possible gap is none.
  const counted = had.latest + gapDays;
  const answer = ruled(facts, input, second, (dates) => statusOn(dates, counted, hadSecond.latest), had, told);
  const cautions = cautionsFor(facts, input.conditions, [input.first, second]);
  const shown = {
    ...answer,
    cautions,
    had,
    hadSecond,
    gapDays,
    shortBy: daysShort(answer.dates, counted),
    next: nextVisits(facts, input, second, had, hadSecond, cautions.postpone),
  };
  const option = sureDay(had) && sureDay(hadSecond) && gapDays === 0 ? sameDayOption(facts, input.first, second) : null;
  if (!option) return shown;
  return {
    ...shown,
    status: "same-day",
    ruleId: option.id,
    reasons: option.why,
    condition: null,
    preferOtherOrder: false,
    certainty: option.certainty,
    sources: option.sources,
    spread: [],
    alternatives: [],
  };
}

/**
 * @param {Facts} facts
 * @param {Input} input
 * @returns {Mistake[]}
 */
function chosen(facts, input) {
  return facts.treatments.some(({ id }) => id === input.first) ? [] : [{ field: "first", code: "missing" }];
}

/**
 * @param {Input} input
 * @returns {Mistake[]}
 */
function areaGiven(input) {
  return ["same", "apart", UNSURE].includes(input.area) ? [] : [{ field: "area", code: "missing" }];
}

/**
 * What the rule that applies says, and what another would have said.
 * @param {Facts} facts
 * @param {Input} input
 * @param {string} second
 * @param {(dates: Dates) => Status} statusOf
 * @param {Span} had
 * @param {ToldWaits} told
 */
function ruled(facts, input, second, statusOf, had, told) {
  const area = input.area || UNSURE;
  const rule = findRule(facts, input.first, second, area, input.kind);
  const row = rule.interval;
  const dates = datesOf(row, had, told.ab);
  const known = kindsOf(facts, input.first, second);
  const unsureKind = !known.some(({ id }) => id === input.kind);
  const others = [
    ...known.filter(({ id }) => id !== rule.kind).map(({ id }) => ({ area: rule.area, kind: id, differs: /** @type {const} */ ("kind") })),
    { area: rule.area === "same" ? "apart" : "same", kind: rule.kind, differs: /** @type {const} */ ("area") },
  ];
  /** @type {Alternative[]} */
  const alternatives = [];
  for (const { area: place, kind, differs } of told.ab === undefined ? others : []) {
    const other = findRule(facts, input.first, second, place, kind ?? UNKNOWN);
    const otherDates = datesOf(other.interval, had);
    if (otherDates.notBefore === dates.notBefore && otherDates.advised === dates.advised) continue;
    const unsure = differs === "kind" ? unsureKind : area === UNSURE;
    alternatives.push({ area: place, kind, differs, unsure, status: statusOf(otherDates), dates: otherDates });
  }
  return {
    status: statusOf(dates),
    ruleId: row?.id ?? null,
    first: input.first,
    second,
    dates,
    reasons: row ? row.why : rule.why ? [rule.why] : [],
    condition: row?.condition ?? null,
    preferOtherOrder: row?.preferOtherOrder ?? false,
    certainty: row?.certainty ?? null,
    sources: row?.sources ?? [],
    spread: row?.spread ?? [],
    counted: { area: rule.area, kind: rule.kind },
    alternatives,
    hadSecond: null,
    next: [],
    booked: null,
    told: told.ab === undefined ? null : { days: told.ab, row },
  };
}

/**
 * @param {Interval | null} row
 * @param {Span} had
 * @param {number} [told] the clinic's own wait, in days; it takes the place of the usual one
 * @returns {Dates}
 */
function datesOf(row, had, told) {
  const advised = told ?? row?.advised;
  return {
    notBefore: row ? had.latest + row.notBefore : null,
    advised: advised === undefined ? null : had.latest + advised,
    until: row?.until === undefined ? null : had.earliest + row.until,
  };
}

/**
 * @param {Dates} dates
 * @param {Day} earliest first day the visit may be on, against which waits are held
 * @param {Day} latest last day it may be on, against which "until" is held
 * @returns {Status}
 */
function statusOn({ notBefore, advised, until }, earliest, latest) {
  if (notBefore === null || advised === null) return "no-rule";
  // A clinic's own wait may end before the first day that is not too soon.
  if (earliest < Math.min(notBefore, advised)) return "too-soon";
  if (earliest < Math.max(notBefore, advised)) return "ask-first";
  return until !== null && latest >= until ? "past" : "usual";
}

/**
 * @param {Dates} dates
 * @param {Day} day
 */
function daysShort(dates, day) {
  return dates.advised === null ? 0 : Math.max(0, dates.advised - day);
}

/** @param {Span} span */
function sureDay(span) {
  return span.earliest === span.latest;
}

/**
 * The usual first day of the next visit of each treatment, after both were had: late enough after the
 * last visit of the same treatment and of the other. Left out where either wait is not published.
 * @param {Facts} facts
 * @param {Input} input
 * @param {string} second
 * @param {Span} had
 * @param {Span} hadSecond
 * @param {string[]} postponed
 */
function nextVisits(facts, input, second, had, hadSecond, postponed) {
  const visits = [
    { treatment: input.first, own: had, other: second, others: hadSecond },
    { treatment: second, own: hadSecond, other: input.first, others: had },
  ];
  return visits.flatMap(({ treatment, own, other, others }) => {
    const repeat = findRepeat(facts, treatment, input.kind);
    const wait = findRule(facts, other, treatment, input.area, input.kind).interval;
    const stopped = facts.postpone.some(({ id, affects }) => postponed.includes(id) && affects.includes(treatment));
    if (!repeat || !wait || stopped) return [];
    return [{ treatment, advised: Math.max(own.latest + repeat.advised, others.latest + wait.advised) }];
  });
}
