/*
 * Finds the earliest days for visits that must keep waits between them. Each wait is a difference between two
 * days, so for a fixed choice of orders one schedule is earliest for every visit at once, with holes in the
 * calendar too: a fixpoint finds it. Choices are branched on only when that schedule breaks them. A further
 * choice never makes it earlier, so it is a lower bound and the search is exact.
 */

import { DAYS_IN_WEEK, weekday } from "./days.js";

/**
 * The best schedule: least cost, then the earliest finish, then the earliest days; null when there is none.
 * @param {Problem} problem
 * @param {{ cost: number, finish: Day }} [within] what a schedule must keep within to be of use
 * @returns {Schedule | null}
 */
export function solve(problem, within = { cost: Infinity, finish: Infinity }) {
  const bound = { ...within, days: [Infinity], arcs: [] };
  /** @type {Schedule} */
  let best = bound;
  const latest = problem.visits.map(({ first, last, width, lead }) => (first < last ? Math.min(last, within.finish - width - lead) : last));

  /**
   * @param {Arc[]} arcs
   * @param {Choice[]} open choices not made yet
   * @param {number} cost
   * @param {Day[]} from days that no visit can be before
   */
  function search(arcs, open, cost, from) {
    const days = earliest(problem, arcs, from, latest);
    if (!days) return;
    const found = { days, arcs, cost, finish: finishOf(problem, days) };
    if (!isBetter(found, best)) return;
    const broken = open.find((choice) => !freeOption(problem, choice, days));
    if (!broken) {
      best = { ...found, arcs: [...arcs, ...open.flatMap((choice) => freeOption(problem, choice, days)?.arcs ?? [])] };
      return;
    }
    const rest = open.filter((choice) => choice !== broken);
    for (const option of broken) search([...arcs, ...option.arcs], rest, cost + option.cost, days);
  }

  const from = problem.visits.map(({ first }, at) => nextStart(problem, at, first, latest[at]));
  if (from.every((day, at) => day <= latest[at])) search(problem.arcs, problem.choices, 0, from);
  return best === bound ? null : best;
}

/**
 * Whether a day is none of those ruled out.
 * @param {Closed} closed
 * @param {Day} day
 */
export function isOpen({ away, weekdays }, day) {
  return !(weekdays && weekday(day) >= DAYS_IN_WEEK - 2) && !away.some(([from, to]) => day >= from && day <= to);
}

/**
 * The day an arc asks its visit to wait for.
 * @param {ProblemVisit[]} visits
 * @param {Day[]} days
 * @param {Arc} arc
 */
export function leastDay(visits, days, arc) {
  return days[arc.from] + lengthOf(visits, arc);
}

/**
 * Days from the first day of one visit's window to that of the next.
 * @param {ProblemVisit[]} visits
 * @param {Arc} arc
 */
function lengthOf(visits, { from, wait, tie }) {
  return (tie ? 0 : visits[from].width) + wait;
}

/**
 * Whether a visit's window may start on a day: it is open, and so is at least half of the window.
 * @param {ProblemVisit} visit
 * @param {Closed} closed
 * @param {Day} day
 */
function mayStart({ width }, closed, day) {
  let open = 0;
  for (let at = 0; at <= width; at++) if (isOpen(closed, day + at)) open += 2;
  return open > width && isOpen(closed, day);
}

/**
 * The option of a choice that costs nothing and holds as the days are.
 * @param {Problem} problem
 * @param {Choice} choice
 * @param {Day[]} days
 */
function freeOption({ visits }, choice, days) {
  return choice.find(({ arcs, cost }) => !cost && arcs.every((arc) => days[arc.to] >= leastDay(visits, days, arc)));
}

/**
 * The first day, from a day on, on which a visit's window may start. Days that are ruled out in a row are passed
 * at once: there may be thousands. A visit that cannot move stays.
 * @param {Problem} problem
 * @param {number} at
 * @param {Day} day
 * @param {Day} latest
 */
function nextStart({ visits, closed }, at, day, latest) {
  const visit = visits[at];
  if (visit.first < visit.last) while (day <= latest && !mayStart(visit, closed, day)) day = 1 + Math.max(day, ...closed.away.map(([from, to]) => (from <= day ? to : day)));
  return day;
}

/**
 * The schedule in which every visit is as early as its arcs allow.
 * @param {Problem} problem
 * @param {Arc[]} arcs
 * @param {Day[]} from days that no visit can be before
 * @param {Day[]} latest days that no visit can be after
 * @returns {Day[] | null}
 */
function earliest(problem, arcs, from, latest) {
  const { visits } = problem;
  const days = [...from];
  /** The arc that set each day. @type {Arc[]} */
  const causes = [];
  for (let moved = true; moved; ) {
    moved = false;
    for (const arc of arcs) {
      const { to } = arc;
      const least = leastDay(visits, days, arc);
      if (days[to] >= least) continue;
      days[to] = nextStart(problem, to, least, latest[to]);
      causes[to] = arc;
      if (days[to] > latest[to] || pushesItself(visits, causes, to)) return null;
      moved = true;
    }
  }
  return days;
}

/**
 * Whether a visit must come after itself: arcs that set each other's days in a circle would do so for ever.
 * @param {ProblemVisit[]} visits
 * @param {Arc[]} causes
 * @param {number} at
 */
function pushesItself(visits, causes, at) {
  let days = 0;
  for (let arc = causes[at], steps = 0; arc && steps < visits.length; arc = causes[arc.from], steps++) {
    days += lengthOf(visits, arc);
    if (arc.from === at) return days > 0;
  }
  return false;
}

/**
 * @param {Problem} problem
 * @param {Day[]} days
 */
function finishOf({ visits }, days) {
  return Math.max(...visits.map(({ first, last, width, lead }, at) => (first < last ? days[at] + width + lead : -Infinity)));
}

/**
 * @param {Schedule} one
 * @param {Schedule} other
 */
function isBetter(one, other) {
  const sooner = other.days.reduce((sum, day) => sum + day, 0) - one.days.reduce((sum, day) => sum + day, 0);
  return (other.cost - one.cost || other.finish - one.finish || sooner) > 0;
}
