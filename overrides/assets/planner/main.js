/* Starts the planners that answer about one wait. */

import { tellNextWithEntries } from "./next_calendar.js";
import { oneWait } from "./one_wait.js";
import { pageActions } from "./page.js";
import { startPlanners } from "./start.js";

startPlanners(oneWait(tellNextWithEntries), pageActions);
