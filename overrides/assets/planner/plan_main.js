/* Starts the planners that plan several visits. */

import { SEVERAL_VISITS } from "./several_visits.js";
import { startPlanners } from "./start.js";
import { pageActions } from "./page.js";

startPlanners(SEVERAL_VISITS, pageActions);
