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

  search(problem.arcs, problem.choices, 0, problem.visits.map(({ first }) => first));
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
export function leastDay(visits, days, { from, wait, tie }) {
  return days[from] + (tie ? 0 : visits[from].width) + wait;
}

/**
 * Whether a visit's window may start on a day: it is open, and so is at least half of the window.
 * @param {ProblemVisit} visit
 * @param {Closed} closed
 * @param {Day} day
 */
function mayStart({ width }, closed, day) {
  if (!isOpen(closed, day)) return false;
  let open = 0;
  for (let at = 0; at <= width; at++) open += Number(isOpen(closed, day + at));
  return open * 2 > width;
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
 * The schedule in which every visit is as early as its arcs allow.
 * @param {Problem} problem
 * @param {Arc[]} arcs
 * @param {Day[]} from days that no visit can be before
 * @param {Day[]} latest days that no visit can be after
 * @returns {Day[] | null}
 */
function earliest({ visits, closed }, arcs, from, latest) {
  /** @param {number} at @param {Day} day */
  function move(at, day) {
    const visit = visits[at];
    // Days that are ruled out in a row are passed at once: there may be thousands.
    if (visit.first < visit.last) while (day <= latest[at] && !mayStart(visit, closed, day)) day = 1 + Math.max(day, ...closed.away.map(([from, to]) => (from <= day ? to : day)));
    days[at] = day;
    return day <= latest[at];
  }
  /** @type {Day[]} */
  const days = [];
  if (!from.every((day, at) => move(at, day))) return null;
  for (let moved = true; moved; ) {
    moved = false;
    for (const arc of arcs) {
      const least = leastDay(visits, days, arc);
      if (days[arc.to] >= least) continue;
      if (!move(arc.to, least)) return null;
      moved = true;
    }
  }
  return days;
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
