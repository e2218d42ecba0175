/* The tasks that plan several visits. */

import { planCourse, planEvent } from "./plan.js";
import { tellPlan } from "./plan_sentences.js";

const MORE = ["second", "area", "kind", "touchUp", "sameDay", "weekdays", "away", "told"];

/** @type {Record<string, import("./tasks.js").Task>} */
export const SEVERAL_VISITS = {
  course: { mode: "plan", questions: ["sessions", "when", "rounds"], more: MORE, solve: planCourse, tell: tellPlan },
  event: { mode: "plan", questions: ["event", "sessions", "rounds"], more: ["when", ...MORE], solve: planEvent, tell: tellPlan },
};
