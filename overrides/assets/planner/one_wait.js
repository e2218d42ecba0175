/* The tasks about one wait. */

import { wasItTooSoon, whenNext } from "./answers.js";
import { tellNext, tellTooSoon } from "./sentences.js";

/** @type {Record<string, import("./tasks.js").Task>} */
export const ONE_WAIT = {
  next: { mode: "next", questions: ["first", "when", "area"], more: ["kind", "booked", "told"], solve: whenNext, tell: tellNext },
  "was-it-too-soon": { mode: "had", questions: ["first", "when", "second"], more: ["area", "kind", "told"], solve: wasItTooSoon, tell: tellTooSoon },
};
