/*
 * Turns wishes and rules into visits, waits and choices for the search. Visit 0 is today: what depends on no
 * other visit, such as the day of an event, is a wait from or to it.
 */

import { isPast } from "./read.js";

const SLACK = 14; // days a wait may grow by for weekends and for windows that need open days

/**
 * @param {Wants} wants
 * @param {PlanRules} rules
 * @param {Names} names
 * @param {Day} today
 * @param {number} width days by which each window is longer than one
 * @param {Moves} moves what becomes of booked visits
 * @returns {PlanProblem}
 */
export function problemOf(wants, rules, { first, second }, today, width, moves) {
  const { event, trial, sessions, away, weekdays } = wants;
  const { ab, ba, bb, aa, touchUp, eventA } = rules;
  /** @type {Draft[]} */
  const visits = [{ key: "today", treatment: "", role: "round", n: 0, state: "had", first: today, last: today, width: 0, lead: 0 }];
  /** @type {Arc[]} */
  const arcs = [];
  /** @type {Choice[]} */
  const choices = [];

  /** @param {number} from @param {number} to @param {Wait} rule @returns {Arc} */
  const after = (from, to, rule) => ({ from, to, wait: rule.days, rule });

  /** A wait that is kept if it can be. @param {Arc} arc */
  const wish = (arc) => choices.push([{ arcs: [arc], cost: 0 }, { arcs: [], cost: 1 }]);

  /** @param {Partial<Draft> & Pick<Draft, "key" | "treatment" | "role" | "lead">} draft */
  function add(draft) {
    /** @type {Draft} */
    const visit = { n: 0, state: "planned", first: today + 1, last: Infinity, width, ...draft };
    const at = visits.push(visit) - 1;
    if (event !== null && visit.state !== "had") arcs.push({ from: at, to: 0, wait: visit.lead + today - event });
    return at;
  }

  /**
   * The visit that was had or is booked; 0 when there is none.
   * @param {"a" | "b"} which
   * @param {Pick<Draft, "treatment" | "role" | "lead" | "n">} draft
   */
  function addGiven(which, draft) {
    const span = wants[which];
    if (!span) return 0;
    const { earliest, latest } = span;
    if (isPast(span, today)) return add({ ...draft, key: `had-${which}`, state: "had", n: 0, first: earliest, last: earliest, width: latest - earliest });
    const stays = { first: earliest, last: earliest, width: 0 };
    return add({ ...draft, key: `booked-${which}`, state: "booked", ...{ keep: stays, later: { first: earliest }, free: {} }[moves[which]] });
  }

  /**
   * A check, with a touch-up if it is needed, while there is still time for one. The last injection is what waits count from.
   * @param {number} round
   * @returns {number}
   */
  function addTouchUp(round) {
    if (!round || !touchUp?.until || visits[round].first + touchUp.until <= today + 1) return round;
    const at = add({ key: `t-${visits[round].key}`, treatment: first, role: "touch-up", lead: eventA?.notBefore ?? 0 });
    arcs.push(after(round, at, { days: touchUp.advised, row: touchUp, told: false }), { from: at, to: round, wait: 1 - touchUp.until });
    return at;
  }

  // The repeated treatment.
  const { advised = 0, firstTimeAdvised = advised } = eventA ?? {};
  const firstLead = wants.firstEver ? firstTimeAdvised : advised;
  const lead = wants.a || trial ? advised : firstLead;
  let last = addGiven("a", { treatment: first, role: "round", n: 0, lead: firstLead });
  if (wants.touchUp) last = addTouchUp(last);
  for (let n = trial ? 0 : 1; n <= wants.rounds; n++) {
    const at = add({ key: n ? `a${n}` : "trial", treatment: first, role: n ? "round" : "trial", n, lead: n ? lead : firstTimeAdvised });
    if (last) arcs.push(after(last, at, aa));
    last = wants.touchUp || !n ? addTouchUp(at) : at;
    // Not much earlier than first-timers have it: by then it is at its strongest, and later it wears off.
    if (event !== null && n === wants.rounds) wish({ from: 0, to: at, wait: event - today - firstTimeAdvised, rule: { days: firstTimeAdvised, row: eventA, told: false } });
  }
  const injections = visits.length;

  // The course. A session that comes later than usual loses nothing: to be in time is a wish.
  const session = { treatment: second, role: /** @type {const} */ ("session"), lead: rules.eventB?.advised ?? 0 };
  last = addGiven("b", { ...session, n: 1 });
  for (let n = visits[last].state === "booked" ? 2 : 1; n <= sessions; n++) {
    const at = add({ ...session, key: `b${n}`, n });
    if (last) arcs.push(after(last, at, bb));
    if (n > 1 && bb.row?.until && !bb.told) wish({ from: at, to: last, wait: 1 - bb.row.until });
    last = at;
  }

  // Between the two the order is open, unless one was had.
  for (let a = 1; a < injections; a++) {
    for (let b = injections; b < visits.length; b++) {
      const states = [visits[a].state, visits[b].state];
      const options = [[after(a, b, ab)], [after(b, a, ba)]];
      if (states.includes("had")) {
        if (states[0] !== states[1]) arcs.push(...options[states.indexOf("had")]);
        continue;
      }
      if (wants.sameDay && visits[a].role === "round" && !states.includes("booked")) options.push([{ from: a, to: b, wait: 0, tie: true }, { from: b, to: a, wait: 0, tie: true }]);
      choices.push(options.map((option) => ({ arcs: option, cost: 0 })));
    }
  }

  // Later than this no visit can be the earliest: all waits in a row, after the last day that is ruled out.
  const start = Math.max(event ?? today, ...away.map(([, to]) => to), ...visits.map((visit) => visit.first));
  const horizon = start + visits.length * (Math.max(ab.days, ba.days, bb.days, aa.days) + width + SLACK);
  return { visits: visits.map((visit) => ({ ...visit, last: Math.min(visit.last, horizon) })), arcs, choices, closed: { away, weekdays } };
}
