/* The tasks that plan several visits. */

import { planCourse, planEvent } from "./plan.js";

const MORE = ["second", "area", "kind", "touchUp", "sameDay", "weekdays", "away", "told"];

/**
 * @param {import("./tasks.js").Task["tell"]} tell how a plan is told
 * @returns {Record<string, import("./tasks.js").Task>}
 */
export function severalVisits(tell) {
  return {
    course: { mode: "plan", questions: ["sessions", "when", "rounds"], more: MORE, solve: planCourse, tell },
    event: { mode: "plan", questions: ["event", "sessions", "rounds"], more: ["when", ...MORE], solve: planEvent, tell },
  };
}
