/* Starts the planners that plan several visits. */

import { pageActions } from "./page.js";
import { tellPlanWithEntries } from "./plan_calendar.js";
import { severalVisits } from "./several_visits.js";
import { startPlanners } from "./start.js";

startPlanners(severalVisits(tellPlanWithEntries), pageActions);
