/* Plans a course, or what comes before an event: dates with a choice of days, or why they do not fit and what would. */

import { problemOf } from "./problem.js";
import { UNSURE, cautionsFor, courseOf, findPublished, findRepeat, findRule, kindsOf, otherThan, sameDayOption } from "./rules.js";
import { isOpen, leastDay, solve } from "./solve.js";
import { readWishes } from "./wishes.js";

const WIDEST = 6; // days after the first of a window: a week to choose from
const WORTH = 28; // days by which a course may end later for the sake of more choice
const REPAIRS = 3;

/** What may become of a booked visit, the most wanted first. @type {Move[]} */
const MOVES = ["keep", "later", "free"];

/**
 * "I am planning a course: how do they fit?"
 * @param {Facts} facts
 * @param {Input} input
 * @param {Day} today
 */
export function planCourse(facts, input, today) {
  return planned(facts, input, today, false);
}

/**
 * "I have a date to be ready for."
 * @param {Facts} facts
 * @param {Input} input
 * @param {Day} today
 */
export function planEvent(facts, input, today) {
  return planned(facts, input, today, true);
}

/**
 * @param {Facts} facts
 * @param {Input} input
 * @param {Day} today
 * @param {boolean} forEvent
 * @returns {Plan | Refusal}
 */
function planned(facts, input, today, forEvent) {
  const { wants, errors } = readWishes(input, today, forEvent);
  if (errors.length) return { errors };
  const second = courseOf(facts);
  const names = { first: otherThan(facts, second), second };
  const found = rulesFor(facts, input, names, wants, forEvent);
  const { rules } = found;
  const cautions = cautionsFor(facts, input.conditions, [names.first, second]);
  const offered = wants.sameDay && !wants.firstEver && Boolean(sameDayOption(facts, names.first, second)?.kinds.includes(input.kind));
  /** @type {Plan} */
  const plan = { ...names, ...found, status: "plan", wants, cautions, apart: wants.sameDay && !offered, visits: [], late: 0, conflict: [], repairs: [] };
  if (cautions.postpone.length) return { ...plan, status: "do-not" };
  if (plan.missing) return { ...plan, status: "no-rule" };

  /** @type {Trial} */
  function attempt(change = {}, others = rules, width = 0, moves = allMoves(wants), within = undefined) {
    for (const move of moves) {
      const problem = problemOf({ ...wants, sameDay: offered, ...change }, others, names, today, width, move);
      const schedule = solve(problem, within);
      if (schedule) return { problem, schedule, moves: [move] };
    }
    return null;
  }
  const fitted = fit(attempt, wants);
  if (!fitted) return { ...plan, status: "no-fit", conflict: conflictOf(attempt, rules), repairs: repairsOf(attempt, wants, rules) };
  const visits = visitsOf(fitted);
  const coming = visits.filter(({ state }) => state !== "had");
  if (coming.length === 0) return { ...plan, status: "last-days" };
  return { ...plan, status: coming.some(({ open }) => open > 1) ? "plan" : "exact", visits, late: fitted.schedule.cost };
}

/**
 * The rules for a plan, and what is not known or not published.
 * @param {Facts} facts
 * @param {Input} input
 * @param {Names} names
 * @param {Pick<Wants, "told">} wants
 * @param {boolean} forEvent
 * @returns {Pick<Plan, "rules" | "missing" | "why" | "unsure">}
 */
export function rulesFor(facts, { kind, area }, { first, second }, { told }, forEvent) {
  const counted = area || UNSURE;
  const ab = findRule(facts, first, second, counted, kind);
  const ba = findRule(facts, second, first, counted, kind);
  const course = findPublished(facts, "course", second, second, kind);
  const before = findPublished(facts, "event", second, "event", kind);
  /** @param {Interval | null} row @param {number} [days] @returns {Wait} */
  const wait = (row, days) => ({ days: days ?? row?.advised ?? 0, row, told: days !== undefined && "told" });
  const rules = {
    ab: wait(ab.interval, told.ab),
    ba: wait(ba.interval, told.ba),
    bb: wait(course.row, told.bb),
    aa: wait(findRepeat(facts, first, kind)),
    touchUp: findPublished(facts, "touch-up", first, first, kind).row,
    eventA: forEvent ? findPublished(facts, "event", first, "event", kind).row : null,
    eventB: forEvent ? before.row : null,
  };
  const unknown = !kindsOf(facts, first, second).some(({ id }) => id === kind);
  const [said, back, gap] = [rules.ab, rules.ba, rules.bb].map(({ row, told: days }) => row || days);
  const missing = !said || !back ? "combine" : !gap ? "gap" : forEvent && !before.row ? "event" : null;
  return {
    rules,
    missing,
    why: ab.why ?? ba.why,
    unsure: { kind: unknown ? ab.kind : null, area: counted === UNSURE, unpublished: unknown ? course.unpublished : [] },
  };
}

/**
 * What may become of the booked visits, the most wanted first.
 * @param {Wants} wants
 */
function allMoves({ a, b }) {
  /** @param {Span | null} span */
  const movesOf = (span) => MOVES.slice(0, span ? MOVES.length : 1);
  return movesOf(a).flatMap((moveA) => movesOf(b).map((moveB) => ({ a: moveA, b: moveB })));
}

/**
 * The plan with the widest windows that is worth its later end; null when nothing fits.
 * @param {Trial} attempt
 * @param {Wants} wants
 * @returns {Fitted | null}
 */
function fit(attempt, { event }) {
  const exact = attempt();
  if (!exact) return null;
  const { cost, finish } = exact.schedule;
  for (let width = WIDEST; width > 0; width--) {
    const wide = attempt({}, undefined, width, exact.moves, { cost, finish: event === null ? finish + WORTH : Infinity });
    if (wide) return wide;
  }
  return exact;
}

/**
 * @param {Fitted} fitted
 * @returns {PlanVisit[]}
 */
function visitsOf({ problem, schedule: { days, arcs } }) {
  const { visits, closed } = problem;
  return visits
    .map(({ width, first, last, lead: _, ...visit }, at) => {
      const earliest = days[at];
      const fixed = first === last;
      const open = [...Array(width + 1).keys()].map((more) => earliest + more).filter((day) => fixed || isOpen(closed, day));
      // The wait that reaches furthest set the day, or the days ruled out after it.
      const [furthest] = arcs
        .filter(({ to, rule }) => to === at && rule && !fixed)
        .map((arc) => ({ ...arc, least: leastDay(visits, days, arc) }))
        .filter(({ least }) => least > first)
        .sort((one, other) => other.least - one.least);
      const { from = 0, rule = null, least = first } = furthest ?? {};
      const late = !fixed && earliest > least;
      return {
        ...visit,
        earliest,
        latest: open[open.length - 1],
        open: open.length,
        kept: fixed,
        with: arcs.some(({ tie, to }) => tie && to === at),
        rule,
        after: from ? visits[from].key : null,
        moved: late && (isOpen(closed, earliest - 1) ? "next" : "closed"),
      };
    })
    .slice(1)
    .sort((one, other) => one.earliest - other.earliest);
}

/**
 * Wishes that cannot all hold, while any of them fewer could: each is left out in turn, for good if the rest
 * does not fit without it either.
 * @param {Trial} attempt
 * @param {PlanRules} rules
 */
function conflictOf(attempt, { ab, ba, bb, ...others }) {
  /** @param {Wait} rule @returns {Wait} */
  const usual = (rule) => ({ ...rule, days: rule.row?.advised ?? rule.days });
  let rules = { ab, ba, bb, ...others };
  /** @type {[string, Partial<Wants>][]} */
  const without = [
    ["away", { away: [] }],
    ["weekdays", { weekdays: false }],
    ["told", {}],
    ["touch-up", { touchUp: false }],
    ["trial", { trial: false }],
    ["rounds", { rounds: 0 }],
    ["sessions", { sessions: 0 }],
    ["event", { event: null }],
  ];
  let left = {};
  return without.flatMap(([code, change]) => {
    const fewer = { ...left, ...change };
    const then = code === "told" ? { ...rules, ab: usual(ab), ba: usual(ba), bb: usual(bb) } : rules;
    if (attempt(fewer, then)) return [code];
    left = fewer;
    rules = then;
    return [];
  });
}

/**
 * What would fit instead, each found by planning again: fewer visits, a shorter gap if the clinic agrees, and a later event.
 * @param {Trial} attempt
 * @param {Wants} wants
 * @param {PlanRules} rules
 * @returns {Repair[]}
 */
function repairsOf(attempt, wants, rules) {
  const { sessions, rounds, trial, touchUp, event } = wants;
  const { row, told } = rules.bb;
  /** @type {Repair[]} */
  const found = [];

  /** @param {string} code @param {number} n @param {Partial<Wants>} change @param {PlanRules} [others] */
  function offer(code, n, change, others) {
    if (found.some((repair) => repair.code === code) || !attempt(change, others)) return;
    found.push({ code, n, day: code === "trial" && event ? event - (rules.eventA?.firstTimeAdvised ?? 0) : null });
  }

  for (let n = sessions - 1; n >= (rounds ? 0 : 1); n--) offer("sessions", n, { sessions: n });
  if (trial) offer("trial", 0, { trial: false });
  if (touchUp) offer("touch-up", 0, { touchUp: false });
  if (row && !told && sessions > 1) offer("gap", row.notBefore, {}, { ...rules, bb: { ...rules.bb, days: row.notBefore } });
  for (let n = rounds - 1; !trial && n >= (sessions ? 0 : 1); n--) offer("rounds", n, { rounds: n });
  // The earliest event for which all would fit, with gaps as usual where they can be.
  const later = event === null ? null : attempt({ event: null });
  return [...found.slice(0, REPAIRS - 1), ...(later ? [{ code: "event", n: 0, day: later.schedule.finish }] : [])];
}
