/* Starts the planner that plans several visits, in a frame on another site's page. */

import { planByClinic } from "./clinic_plan.js";
import { startInFrame } from "./frame.js";
import { tellPlan } from "./plan_sentences.js";
import { severalVisits } from "./several_visits.js";

startInFrame(severalVisits(tellPlan), planByClinic);
