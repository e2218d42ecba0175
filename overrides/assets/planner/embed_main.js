/* Starts the planner that answers about one wait, in a frame on another site's page. */

import { answerByClinic } from "./clinic.js";
import { startInFrame } from "./frame.js";
import { ONE_WAIT } from "./one_wait.js";

startInFrame(ONE_WAIT, answerByClinic);
