/*
 * The answers, as plain values. Waits count from the latest day a visit may have been, "until" from
 * the earliest, so an answer holds for every day in the doubt. Today is always an argument.
 */

import { toDay } from "./days.js";
import { UNKNOWN, UNSURE, findRepeat, findRule, kindsOf } from "./rules.js";

// The oldest year that is taken for a date and not for a slip of the finger.
const OLDEST_YEAR = 2000;

/** How many days ago each choice may mean: at least, at most. */
const DAYS_AGO = new Map([
  ["today", [0, 0]],
  ["yesterday", [1, 1]],
  ["few", [2, 3]],
  ["week", [5, 9]],
  ["fortnight", [11, 17]],
]);

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
  const errors = [...chosen(facts, input), ...when.errors, ...areaGiven(input)];
  if (errors.length || !when.span) return { errors };
  const had = when.span;
  const second = otherThan(facts, input.first);
  const answer = ruled(facts, input, second, (dates) => statusOn(dates, today, today), had);
  const cautions = cautionsFor(facts, input.conditions, [second]);
  const told = { ...answer, cautions, had, gapDays: today - had.latest, shortBy: daysShort(answer.dates, today) };
  if (cautions.postpone.length === 0) return told;
  return { ...told, status: "do-not", dates: NO_DATES, shortBy: 0, alternatives: [] };
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
  const after = readDate("second", input.second ?? { choice: "" }, today);
  const errors = [...chosen(facts, input), ...when.errors, ...after.errors];
  if (when.span && after.span && after.span.latest < when.span.earliest) {
    errors.push({ field: "second", code: "before-first" });
  }
  errors.push(...areaGiven(input));
  if (errors.length || !when.span || !after.span) return { errors };
  const had = when.span;
  const hadSecond = after.span;
  const second = otherThan(facts, input.first);
  const gapDays = Math.max(0, hadSecond.earliest - had.latest);
  // Where the doubts overlap, the shortest possible gap is none.
  const counted = had.latest + gapDays;
  const answer = ruled(facts, input, second, (dates) => statusOn(dates, counted, hadSecond.latest), had);
  const cautions = cautionsFor(facts, input.conditions, [input.first, second]);
  const told = {
    ...answer,
    cautions,
    had,
    hadSecond,
    gapDays,
    shortBy: daysShort(answer.dates, counted),
    next: nextVisits(facts, input, second, had, hadSecond, cautions.postpone),
  };
  const option = sureDay(had) && sureDay(hadSecond) && gapDays === 0 ? sameDayOption(facts, input.first, second) : null;
  if (!option) return told;
  return {
    ...told,
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
 * The other treatment of the guide's pair.
 * @param {Facts} facts
 * @param {string} treatment
 */
export function otherThan(facts, treatment) {
  return facts.treatments.find(({ id }) => id !== treatment)?.id ?? treatment;
}

/**
 * The days a choice or a typed date stands for; null while it is open or wrong.
 * @param {string} field
 * @param {GivenDate} given
 * @param {Day} today
 * @returns {{ span: Span | null, errors: Problem[] }}
 */
export function readDate(field, given, today) {
  const ago = DAYS_AGO.get(given.choice);
  if (ago) return { span: { earliest: today - ago[1], latest: today - ago[0] }, errors: [] };
  const typed = given.choice === "date" ? given.typed ?? "" : "";
  const day = toDay(typed);
  const code = given.choice === "date" && given.bad ? "not-a-real-date" : dateProblem(typed, day, today);
  if (code || day === null) return { span: null, errors: [{ field, code: code ?? "missing" }] };
  return { span: { earliest: day, latest: day }, errors: [] };
}

/**
 * @param {string} typed
 * @param {Day | null} day
 * @param {Day} today
 */
function dateProblem(typed, day, today) {
  if (typed === "") return "missing";
  const year = Number(/^(\d{4,6})-\d\d-\d\d$/.exec(typed)?.[1] ?? NaN);
  if (year < OLDEST_YEAR) return "too-old";
  if (day === null ? year > 2099 : day > today) return "in-the-future";
  return day === null ? "not-a-real-date" : null;
}

/**
 * @param {Facts} facts
 * @param {Input} input
 * @returns {Problem[]}
 */
function chosen(facts, input) {
  return facts.treatments.some(({ id }) => id === input.first) ? [] : [{ field: "first", code: "missing" }];
}

/**
 * @param {Input} input
 * @returns {Problem[]}
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
 */
function ruled(facts, input, second, statusOf, had) {
  const rule = findRule(facts, input.first, second, input.area, input.kind);
  const row = rule.interval;
  const dates = datesOf(row, had);
  const known = kindsOf(facts, input.first, second);
  const unsureKind = !known.some(({ id }) => id === input.kind);
  const others = [
    ...known.filter(({ id }) => id !== rule.kind).map(({ id }) => ({ area: rule.area, kind: id, differs: /** @type {const} */ ("kind") })),
    { area: rule.area === "same" ? "apart" : "same", kind: rule.kind, differs: /** @type {const} */ ("area") },
  ];
  /** @type {Alternative[]} */
  const alternatives = [];
  for (const { area, kind, differs } of others) {
    const other = findRule(facts, input.first, second, area, kind ?? UNKNOWN);
    const otherDates = datesOf(other.interval, had);
    if (otherDates.notBefore === dates.notBefore && otherDates.advised === dates.advised) continue;
    const unsure = differs === "kind" ? unsureKind : input.area === UNSURE;
    alternatives.push({ area, kind, differs, unsure, status: statusOf(otherDates), dates: otherDates });
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
  };
}

/**
 * @param {Interval | null} row
 * @param {Span} had
 * @returns {Dates}
 */
function datesOf(row, had) {
  if (!row) return NO_DATES;
  return {
    notBefore: had.latest + row.notBefore,
    advised: had.latest + row.advised,
    until: row.until === undefined ? null : had.earliest + row.until,
  };
}

/**
 * @param {Dates} dates
 * @param {Day} earliest first day the visit may be on, against which waits are held
 * @param {Day} latest last day it may be on, against which "until" is held
 * @returns {Status}
 */
function statusOn(dates, earliest, latest) {
  if (dates.notBefore === null || dates.advised === null) return "no-rule";
  if (earliest < dates.notBefore) return "too-soon";
  if (earliest < dates.advised) return "ask-first";
  return dates.until !== null && latest >= dates.until ? "past" : "usual";
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
 * @param {Facts} facts
 * @param {string} first
 * @param {string} second
 */
function sameDayOption(facts, first, second) {
  return facts.sameDay.find(({ treatments }) => treatments.includes(first) && treatments.includes(second)) ?? null;
}

/**
 * The ticked conditions that affect the treatments concerned.
 * @param {Facts} facts
 * @param {string[]} ticked
 * @param {string[]} treatments
 */
function cautionsFor(facts, ticked, treatments) {
  /** @param {(Postpone | AskFirst)[]} rows */
  const concerned = (rows) =>
    rows
      .filter(({ id, affects }) => ticked.includes(id) && affects.some((treatment) => treatments.includes(treatment)))
      .map(({ id }) => id);
  return { postpone: concerned(facts.postpone), askFirst: concerned(facts.askFirst) };
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
