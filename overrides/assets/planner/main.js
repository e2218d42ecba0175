/* Starts the planners that answer about one wait. */

import { ONE_WAIT } from "./one_wait.js";
import { pageActions } from "./page.js";
import { startPlanners } from "./start.js";

startPlanners(ONE_WAIT, pageActions);
