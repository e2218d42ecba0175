/* A plan in words: the visits in order, each with what set its day, or why it does not fit and what would. */

import { spanOf } from "./days.js";
import { foot, sourceItem, text, ticked, toldWait, treatmentOf, voiceOf } from "./voice.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./voice.js").Voice<Plan>} PlanVoice */

/**
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Plan} plan
 * @param {Day} today
 * @returns {Told}
 */
export function tellPlan(facts, lang, plan, today) {
  const voice = voiceOf(facts, lang, plan, today, "plan");
  const { say } = voice;
  const { status, wants, visits } = plan;
  const fits = visits.length > 0;
  const last = Math.max(...visits.map(({ latest }) => latest));
  const path = `plan.headline.${fits && wants.event !== null ? "event" : status}`;
  return {
    status,
    tag: say(`plan.tag.${status}`),
    headline: say(path, { date: lang.date(wants.event ?? (fits ? last : today)) }),
    before: [ticked(voice, "askFirst")],
    parts: [
      ticked(voice, "postpone"),
      plan.missing && text([plan.why ?? say(`plan.missing.${plan.missing}`)]),
      status === "no-fit" && misfit(voice),
      fits && [text([say(`plan.lead.${status}`)], "lead"), planTimeline(voice)],
      ...Object.entries(wants.told).map(([code, days]) => toldWait(voice, { days, row: plan.rules[/** @type {"ab"} */ (code)].row }, code)),
      status !== "do-not" && !plan.missing && [planNotes(voice), lastDays(voice)],
      fits && planEvidence(voice),
    ],
    foot: foot(voice),
  };
}

/**
 * A visit by its name, with its number where there are several.
 * @param {Pick<PlanVoice, "answer" | "facts" | "say">} voice
 * @param {PlanVisit} visit
 */
export function visitName({ answer, facts, say }, { treatment, role, state, n }) {
  const m = role === "session" ? answer.wants.sessions : answer.wants.rounds;
  const path = state === "had" ? "had" : n && m > 1 ? "of_many" : role;
  return say(`plan.visit.${path}`, { name: treatmentOf(facts, treatment).name, n, m });
}

/**
 * What set the day of a visit, in sentences.
 * @param {PlanVoice} voice
 * @param {PlanVisit} visit
 */
function because(voice, visit) {
  const { answer, lang, say } = voice;
  const { state, role, kept, rule, after, moved } = visit;
  const booked = answer.wants[role === "session" ? "b" : "a"];
  return [
    state === "booked" && booked && say(kept ? "plan.keep" : "plan.move", { date: lang.date(booked.latest) }),
    visit.with && say("plan.with"),
    rule ? ruleSentence(voice, rule, after) : state === "planned" && !moved && say("plan.start"),
    moved && say(`plan.moved.${moved}`),
  ]
    .filter(Boolean)
    .join(" ");
}

/**
 * @param {PlanVoice} voice
 * @param {Wait} rule
 * @param {string | null} after
 */
function ruleSentence(voice, { days, told }, after) {
  const { answer, say } = voice;
  const other = answer.visits.find(({ key }) => key === after);
  if (!other) return say("plan.rule.event");
  const { unit, n } = spanOf(days);
  return say(`plan.rule.${told || unit}`, { n: told ? days : n, what: visitName(voice, other) });
}

/**
 * @param {PlanVoice} voice
 * @param {PlanVisit} visit
 */
function windowOf({ lang, say, today }, { earliest, latest }) {
  const from = lang.shortDate(earliest, today);
  return earliest === latest ? from : say("plan.window", { from, to: lang.shortDate(latest, today) });
}

/**
 * @param {PlanVoice} voice
 * @returns {Part}
 */
function planTimeline(voice) {
  const { answer, facts, lang, say, today } = voice;
  /** @type {Step[]} */
  const steps = answer.visits.map((visit) => ({
    day: visit.earliest,
    date: windowOf(voice, visit),
    count: visit.kept || visit.open < 2 ? "" : say("plan.choice", { n: visit.open }),
    title: visitName(voice, visit),
    text: because(voice, visit),
    zone: "plan",
    mark: treatmentOf(facts, visit.treatment).mark,
  }));
  const { event } = answer.wants;
  if (event !== null) steps.push({ day: event, date: lang.shortDate(event, today), count: "", title: say("plan.your_day"), text: "", zone: "plan", mark: "today" });
  return { type: "days", title: say("plan.title"), steps };
}

/**
 * @param {PlanVoice} voice
 * @returns {Part[]}
 */
function misfit({ answer: { conflict, repairs, wants }, lang, say }) {
  return [
    {
      type: "block",
      tone: "misfit",
      title: say("plan.conflict_title"),
      // A number is told where the words have a place for it.
      items: conflict.map((code) => say(`plan.conflict.${code}`, { date: lang.date(wants.event ?? 0), n: wants[/** @type {"sessions"} */ (code)] })),
    },
    {
      type: "block",
      title: say("plan.repair_title"),
      items: repairs.map(({ code, n, day }) => say(`plan.repair.${code}${!n && ["sessions", "rounds"].includes(code) ? "_none" : ""}`, { date: lang.date(day ?? 0), n })),
      texts: [say("plan.repair_note")],
    },
  ];
}

/**
 * What was counted where the person was not sure, and what could not be done as asked.
 * @param {PlanVoice} voice
 * @returns {Part}
 */
function planNotes({ answer, facts, lang, say }) {
  const { unsure, late, apart, second } = answer;
  /** @param {string[]} ids */
  const named = (ids) => ({ kind: lang.list(treatmentOf(facts, second).kinds.flatMap(({ id, inSentence }) => (ids.includes(id) ? [inSentence] : []))) });
  const { kind, unpublished } = unsure;
  return text(
    [
      late && say("plan.late"),
      apart && say("plan.apart"),
      kind && say("counted_kind", named([kind])),
      unpublished.length && say("plan.unpublished", named(unpublished)),
      unsure.area && say("counted_area"),
    ],
    "note"
  );
}

/**
 * The last days before the event.
 * @param {PlanVoice} voice
 * @returns {Part | Nothing}
 */
function lastDays({ answer, facts, lang, say }) {
  const { event, firstEver } = answer.wants;
  if (event === null) return null;
  // In a plan that fits, a first try comes before.
  const fits = answer.visits.length > 0;
  const items = [answer.rules.eventA, answer.rules.eventB].map((row) => {
    if (!row) return null;
    const usual = event - ((fits || !firstEver ? 0 : row.firstTimeAdvised) || row.advised);
    return say("plan.last", { name: treatmentOf(facts, row.from).name, usual: lang.date(usual), limit: lang.date(event - row.notBefore) });
  });
  return { type: "block", title: say("plan.last_title", { date: lang.date(event) }), items };
}

/**
 * How sure this is, rule by rule, and where each comes from.
 * @param {PlanVoice} voice
 * @returns {(Part | Nothing)[]}
 */
function planEvidence(voice) {
  const { answer, facts, say } = voice;
  const rows = answer.visits
    .flatMap(({ rule, after }) => (rule?.row && !rule.told ? [{ rule, after, row: rule.row }] : []))
    .filter(({ row }, at, all) => all.findIndex((other) => other.row === row) === at);
  // A planner in a frame leaves them to the pages of the guide.
  const sources = [...new Set(rows.flatMap(({ row }) => row.sources ?? []))];
  return [
    { type: "block", tone: "sure", title: say("sure.title"), texts: [say("plan.untested"), rows.length && say("plan.below")], more: [{ text: say("sure.why_differ"), link: facts.links.evidence }] },
    rows.length && {
      type: "fold",
      title: say("sure.sources"),
      items: [...rows.map(({ rule, after, row }) => `${ruleSentence(voice, rule, after)} ${say(`sure.${row.certainty}`)}`), ...sources.map((id) => sourceItem(facts, id))],
    },
    { type: "fold", title: say("changes.title"), items: [say("changes.clinic"), say("plan.changes_gap"), say("changes.check")] },
  ];
}
