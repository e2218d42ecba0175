/* The tasks about one wait. */

import { wasItTooSoon, whenNext } from "./answers.js";
import { tellTooSoon } from "./sentences.js";

/**
 * @param {import("./tasks.js").Task["tell"]} tellNext how an answer about the next visit is told
 * @returns {Record<string, import("./tasks.js").Task>}
 */
export function oneWait(tellNext) {
  return {
    next: { mode: "next", questions: ["first", "when", "area"], more: ["kind", "booked", "told"], solve: whenNext, tell: tellNext },
    "was-it-too-soon": { mode: "had", questions: ["first", "when", "second"], more: ["area", "kind", "told"], solve: wasItTooSoon, tell: tellTooSoon },
  };
}
