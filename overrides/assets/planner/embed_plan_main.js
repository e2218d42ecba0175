/* Starts the planner that plans several visits, in a frame on another site's page. */

import { planByClinic } from "./clinic_plan.js";
import { startInFrame } from "./frame.js";
import { SEVERAL_VISITS } from "./several_visits.js";

startInFrame(SEVERAL_VISITS, planByClinic);
