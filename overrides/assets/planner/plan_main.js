/* Starts the planners that plan several visits. */

import { planCourse, planEvent } from "./plan.js";
import { tellPlan } from "./plan_sentences.js";
import { startPlanners } from "./start.js";
import { TASKS } from "./tasks.js";

const MORE = ["second", "area", "kind", "touchUp", "sameDay", "weekdays", "away", "told"];

TASKS.course = { mode: "plan", questions: ["sessions", "when", "rounds"], more: MORE, solve: planCourse, tell: tellPlan };
TASKS.event = { mode: "plan", questions: ["event", "sessions", "rounds"], more: ["when", ...MORE], solve: planEvent, tell: tellPlan };
startPlanners();
