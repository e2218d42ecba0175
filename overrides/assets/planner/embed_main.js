/* Starts the planner that answers about one wait, in a frame on another site's page. */

import { answerByClinic } from "./clinic.js";
import { startInFrame } from "./frame.js";
import { oneWait } from "./one_wait.js";
import { tellNext } from "./sentences.js";

startInFrame(oneWait(tellNext), answerByClinic);
