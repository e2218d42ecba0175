/* An answer in words that say which waits are a clinic's own. */

import { othersPublish, voiceOf } from "./voice.js";

/** @typedef {import("./language.js").Language} Language */

// The part about what a clinic told, among those of an answer. A plan may have several of that kind after it.
const PLACES = { next: 1, had: 5, plan: 4 };

/**
 * Tells a task's answer with a clinic's waits as its own, each beside what others publish.
 * @param {import("./tasks.js").Task} task
 * @param {string} name of the clinic, "" for one that gives none
 * @returns {(facts: Facts, lang: Language, answer: any, today: Day) => Told}
 */
export function tellByClinic({ tell, mode }, name) {
  return (facts, lang, answer, today) => {
    if (!answer.clinic) return tell(facts, lang, answer, today);
    /** @type {import("./clinic.js").ClinicPart} */
    const { counted, left, form } = answer.clinic;
    // A name may be written from the other side; these marks keep it in one piece.
    const by = name ? `\u2068${name}\u2069` : lang.say("clinic.by");
    const own = `clinic.${Object.keys(counted).length ? "counted" : "left"}.`;

    /** What is told otherwise for a clinic, else as usual. @type {Language["say"]} */
    const say = (path, params) => {
      const [here, usual] = [own + path, path].map((each) => lang.say(each, { by, ...params }));
      return here === own + path ? usual : here;
    };
    const voice = voiceOf(facts, { ...lang, say }, answer, today, "");

    /** @param {string} code @param {ToldWait} wait @param {string} [why] @returns {Part} */
    const block = (code, { days, row }, why) => {
      const texts = [voice.say(`clinic.advises.${code}`, { n: days }), why, row && voice.say("told_wait.usual", { n: row.advised }), row && othersPublish(voice.say, row.spread)];
      return { type: "block", tone: "told", title: voice.say("clinic.title"), texts };
    };
    const told = tell(facts, voice.lang, answer, today);
    const parts = [
      ...Object.entries(counted).map(([code, wait]) => block(code, wait)),
      ...Object.entries(left).map(([code, wait]) => block(code, wait, voice.say(wait.row ? "clinic.longer" : "clinic.no_rule"))),
    ];
    // What others publish stands beside the clinic's wait, and is not told again further down.
    const said = parts.flatMap(({ texts = [] }) => texts);
    for (const each of told.parts.flat()) if (each && each.tone === "sure") each.texts = each.texts?.filter((text) => !said.includes(text));
    told.parts.splice(PLACES[mode], mode === "plan" ? 0 : 1, parts);
    return { ...told, waits: form };
  };
}
