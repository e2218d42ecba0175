/* Starts the planners that answer about one wait. */

import { wasItTooSoon, whenNext } from "./answers.js";
import { tellNext, tellTooSoon } from "./sentences.js";
import { startPlanners } from "./start.js";
import { TASKS } from "./tasks.js";

TASKS.next = { mode: "next", questions: ["first", "when", "area"], more: ["kind", "booked", "told"], solve: whenNext, tell: tellNext };
TASKS["was-it-too-soon"] = { mode: "had", questions: ["first", "when", "second"], more: ["area", "kind", "told"], solve: wasItTooSoon, tell: tellTooSoon };
startPlanners();
