/* A plan counted with a clinic's own waits, for the planner in its frame. */

import { clinicWaits, fits } from "./clinic.js";
import { rulesFor } from "./plan.js";
import { readTold } from "./read.js";
import { courseOf, otherThan } from "./rules.js";

/**
 * A plan counted with a clinic's waits. What a person was told by their own clinic wins, number by number.
 * @param {(facts: Facts, input: Input, today: Day) => any} solve
 * @param {Record<"a" | "b" | "c", string>} options
 */
export function planByClinic(solve, options) {
  /** @param {Facts} facts @param {Input} input @param {Day} today */
  return (facts, input, today) => {
    /** @type {Mistake[]} */
    const errors = [];
    const told = readTold(input.told, errors);
    if (errors.length) return solve(facts, input, today);
    const second = courseOf(facts);
    const first = otherThan(facts, second);
    const { rules } = rulesFor(facts, input, { first, second }, { told: {} }, false);
    /** @type {Record<string, ToldWait>} */
    const counted = {};
    /** @type {Record<string, ToldWait>} */
    const left = {};
    for (const { purpose, from, days } of clinicWaits(facts, options)) {
      const code = purpose === "course" ? "bb" : from === first ? "ab" : "ba";
      if (days === null || told[code] !== undefined) continue;
      const { row } = rules[code];
      (fits(days, row) ? counted : left)[code] = { days, row };
      if (code in counted) told[code] = days;
    }
    const form = [told.ab, told.ba, told.bb].map((days) => days ?? "").join("~").replace(/~+$/, "");
    /** @type {Plan & Partial<Refusal>} */
    const plan = solve(facts, { ...input, told: form }, today);
    if (plan.errors) return plan;
    // Those of the clinic are told as its own.
    const codes = Object.keys(counted);
    for (const code of codes) plan.rules[/** @type {"ab"} */ (code)].told = "clinic";
    const own = Object.entries(plan.wants.told).filter(([code]) => !codes.includes(code));
    return { ...plan, wants: { ...plan.wants, told: Object.fromEntries(own) }, clinic: { counted, left, form } };
  };
}
