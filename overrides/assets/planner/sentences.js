/* An answer in words: what is said, in the order it is said. */

import { spanOf } from "./days.js";
import { kindsOf } from "./rules.js";
import { dated, foot, inSentence, linked, othersPublish, sourceItem, text, ticked, toldWait, treatmentOf, voiceOf } from "./voice.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./voice.js").Voice<Answer>} Voice */

/**
 * "When can I have the other?"
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Answer} answer
 * @param {Day} today
 * @returns {Told}
 */
export function tellNext(facts, lang, answer, today) {
  const voice = voiceOf(facts, lang, answer, today, "next");
  const { say } = voice;
  const { status, dates } = answer;
  return {
    status,
    tag: say(`next.tag.${status}`),
    headline: headline(voice),
    before: [ticked(voice, "askFirst")],
    parts: [
      ticked(voice, "postpone") || text(countedFrom(voice), "lead"),
      answer.told && toldWait(voice, answer.told, "ab"),
      toSend(voice),
      answer.condition && status !== "do-not" && text([say("condition", { text: answer.condition })]),
      notes(voice),
      dates.advised !== null && timeline(voice),
      status === "no-rule" && text(answer.reasons),
      status !== "do-not" && evidence(voice),
    ],
    foot: foot(voice),
  };
}

/**
 * The answer in one sentence. A booked day is judged; a clinic's own wait is told as theirs.
 * @param {Voice} voice
 */
function headline({ answer, lang, today, say }) {
  const { status, dates, booked, told } = answer;
  const { advised } = dates;
  if (advised === null) return say(`next.headline.${status}`);
  if (booked) return say(`next.booked.${booked.verdict}`, { date: lang.date(booked.day), usual: lang.date(advised) });
  if (told) return say(advised > today ? "next.told" : "next.told_over", dated(lang, advised));
  const opened = status === "usual" && advised === today;
  const shown = status === "past" && dates.until !== null ? dates.until - 1 : advised;
  return say(opened ? "next.headline.usual_today" : `next.headline.${status}`, dated(lang, shown));
}

/**
 * A message for the clinic where a booked day should move.
 * @param {Voice} voice
 * @returns {Part | Nothing}
 */
function toSend({ answer, lang, say }) {
  const { booked, had, dates } = answer;
  if (!booked || booked.verdict === "keep" || dates.advised === null) return null;
  const days = { had: lang.date(had.latest), date: lang.date(booked.day), usual: lang.date(dates.advised) };
  return { type: "block", title: say("next.send_title"), texts: [say("next.send", days)] };
}

/**
 * "Was it too soon?" The calm words and the warning signs come before the facts.
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Answer} answer
 * @param {Day} today
 * @returns {Told}
 */
export function tellTooSoon(facts, lang, answer, today) {
  const voice = voiceOf(facts, lang, answer, today, "soon");
  const { say } = voice;
  const { status, dates } = answer;
  const close = ["too-soon", "same-day", "no-rule"].includes(status);
  return {
    status,
    tag: say(`soon.tag.${status}`),
    headline: say(`soon.headline.${status}`, dated(lang, answer.hadSecond?.latest ?? null)),
    before: [],
    parts: [
      text([say(`soon.calm.${status}`)], "lead"),
      warningSigns(voice, close),
      { type: "block", title: say("soon.facts_title"), texts: gap(voice) },
      status !== "same-day" && dates.advised !== null && timeline(voice),
      status === "no-rule" && text(answer.reasons),
      answer.told && toldWait(voice, answer.told, "ab"),
      whoToCall(voice, close),
      ticked(voice, "askFirst"),
      ticked(voice, "postpone"),
      nextVisit(voice),
      notes(voice),
      evidence(voice),
    ],
    foot: foot(voice),
  };
}

/** @param {Voice} voice */
function unsureOfDay({ answer }) {
  const spans = [answer.had, answer.hadSecond ?? answer.had];
  return spans.some(({ earliest, latest }) => earliest !== latest);
}

/** @param {Voice} voice */
function countedFrom(voice) {
  const { answer, lang, today, say } = voice;
  const { advised } = answer.dates;
  const unsure = unsureOfDay(voice);
  const told = unsure ? [say("next.doubt", dated(lang, answer.had.latest))] : [];
  if (advised !== null && advised > today) {
    const count = { n: advised - answer.had.latest, m: advised - today };
    return [...told, say(unsure ? "next.to_come_doubt" : "next.to_come", count)];
  }
  if (answer.gapDays === 0) return [...told, say("next.same_today")];
  told.push(say(unsure ? "next.so_far_doubt" : "next.so_far", { n: answer.gapDays }));
  return answer.status === "past" ? [...told, say("next.late")] : told;
}

/** @param {Voice} voice */
function gap({ answer, lang, say, facts }) {
  const second = answer.hadSecond ?? answer.had;
  const sure = second.earliest === second.latest;
  const doubtful = !sure || answer.had.earliest !== answer.had.latest;
  const none = answer.gapDays === 0 ? "_none" : "";
  const told = [];
  if (answer.status !== "same-day") {
    const path = doubtful && !none ? "soon.gap_doubt" : sure ? `soon.gap${none}` : `soon.gap_doubt${none}`;
    told.push(say(path, { ...dated(lang, second.latest), ...(none ? {} : { n: answer.gapDays }) }));
  }
  if (doubtful) told.push(say("soon.doubt"));
  const rule = facts.intervals.find(({ id }) => id === answer.ruleId);
  if (rule) {
    const { unit, n } = spanOf(rule.advised);
    told.push(say(`soon.usual_${unit}`, { n }));
  }
  // A clinic's own wait is told beside it.
  if (answer.shortBy > 0 && rule && !answer.told) told.push(say("soon.short_by", { n: answer.shortBy }));
  if (answer.status === "past") told.push(say("soon.past_note"));
  return told;
}

/**
 * What was counted where the person was not sure, and the answers had they been.
 * @param {Voice} voice
 * @returns {Part | Nothing}
 */
function notes(voice) {
  const { answer, say } = voice;
  const past = voice.task === "soon";
  const unsure = answer.alternatives.filter((other) => other.unsure && !(past && other.status === answer.status));
  const texts = [];
  const kind = kindName(voice, answer.counted.kind);
  if (unsure.some(({ differs }) => differs === "kind")) {
    texts.push(say(answer.dates.advised === null ? "counted_kind_no_rule" : "counted_kind", { kind }));
  }
  if (unsure.some(({ differs }) => differs === "area")) texts.push(say("counted_area"));
  texts.push(...unsure.map((other) => alternative(voice, other)));
  if (answer.preferOtherOrder && !past) texts.push(say("other_order"));
  return texts.length && text(texts, "note");
}

/**
 * @param {Voice} voice
 * @param {string | null} kind
 */
function kindName({ facts, answer }, kind) {
  return kindsOf(facts, answer.first, answer.second).find(({ id }) => id === kind)?.inSentence ?? "";
}

/**
 * @param {Voice} voice
 * @param {Alternative} other
 */
function alternative(voice, other) {
  const { answer, lang, say, task } = voice;
  const path = `alternative.${other.differs === "kind" ? "kind" : other.area}`;
  const kind = kindName(voice, other.kind);
  if (task === "soon") return say(`${path}_status`, { kind, status: say(`status.${other.status}`).toLowerCase() });
  const { advised, notBefore } = other.dates;
  if (advised === null || notBefore === null) return say(`${path}_no_rule`, { kind });
  if (other.differs === "kind" && advised === answer.dates.advised) {
    const sooner = notBefore < (answer.dates.notBefore ?? notBefore);
    return say(`${path}_${sooner ? "sooner" : "later"}`, { kind, ...dated(lang, notBefore) });
  }
  return say(path, { kind, ...dated(lang, advised) });
}

/**
 * @param {Voice} voice
 * @returns {Part}
 */
function timeline({ answer, facts, lang, today, say }) {
  const { had, hadSecond, dates } = answer;
  const notBefore = dates.notBefore ?? had.latest;
  const advised = dates.advised ?? had.latest;
  const soon = notBefore > had.latest;
  /** @type {{ day: Day, title: string, text: string, zone: string, mark: string }[]} */
  const points = [
    {
      day: had.latest,
      title: say(had.earliest === had.latest ? "timeline.had" : "timeline.had_doubt"),
      text: soon ? say("timeline.too_soon") : "",
      zone: soon ? "too-soon" : "ask-first",
      mark: treatmentOf(facts, answer.first).mark,
    },
  ];
  // A clinic's own wait may end before the first day that is not too soon.
  const [first, usual] = [notBefore, advised].sort((one, other) => one - other);
  /** @param {Day} day */
  const ends = (day) => answer.told && day === advised;
  if (first < usual) {
    const [title, more] = ends(first) ? ["timeline.told", "timeline.told_early"] : ["timeline.ask_first", "timeline.ask_first_text"];
    points.push({ day: first, title: say(title), text: say(more), zone: "ask-first", mark: "" });
  }
  const [title, more] = !answer.told ? ["timeline.usual", "timeline.usual_text"] : ends(usual) ? ["timeline.told", "timeline.told_text"] : ["timeline.late_enough", "timeline.told_text"];
  points.push({ day: usual, title: say(title), text: say(more), zone: "usual", mark: "" });
  if (dates.until !== null && dates.until > usual) {
    points.push({ day: dates.until, title: say("timeline.past"), text: say("timeline.past_text"), zone: "past", mark: "" });
  }
  const extra = hadSecond
    ? { day: Math.max(hadSecond.earliest, had.latest), title: say("timeline.had", { a: inSentence(facts, answer.second) }), mark: treatmentOf(facts, answer.second).mark }
    : { day: today, title: say("timeline.today"), mark: "today" };
  const before = points.filter(({ day }) => day <= extra.day);
  const meets = points.find(({ day }) => day === extra.day);
  if (!hadSecond && meets) {
    meets.title = say("timeline.is_today", { title: meets.title });
  } else {
    points.splice(before.length, 0, { ...extra, text: "", zone: before[before.length - 1].zone });
  }
  return {
    type: "days",
    title: say("timeline.title"),
    steps: points.map((point) => ({
      ...point,
      date: lang.shortDate(point.day, had.latest),
      count: point.day === had.latest ? "" : say("timeline.day", { n: point.day - had.latest }),
    })),
  };
}

/**
 * @param {Voice} voice
 * @param {boolean} urgentToo
 * @returns {Part[]}
 */
function warningSigns({ facts, answer, lang, say }, urgentToo) {
  const concerned = ["any", answer.first, answer.second];
  return (urgentToo ? ["emergency", "urgent", "same-day"] : ["emergency"]).flatMap((level) => {
    const signs = (facts.signs[level] ?? []).filter(({ treatment }) => concerned.includes(treatment));
    if (signs.length === 0) return [];
    const now = level === "emergency";
    /** @type {Part} */
    const part = {
      type: now ? "block" : "fold",
      tone: level,
      title: say(`signs.${level}`),
      texts: now ? emergencyNumbers(facts, lang, say) : [],
      items: signs.map(({ sign, when }) => (when && !now ? say("signs.sign_when", { sign, when }) : sign)),
    };
    return [part];
  });
}

/**
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Voice["say"]} say
 */
function emergencyNumbers(facts, lang, say) {
  return grouped(facts.numbers.map(({ region, emergency }) => [emergency, region])).map(([number, regions]) =>
    say("signs.numbers", { number, regions: lang.list(regions) })
  );
}

/**
 * The second values under each first value, in the order they came.
 * @param {string[][]} pairs
 * @returns {[string, string[]][]}
 */
function grouped(pairs) {
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return [...groups];
}

/**
 * @param {Voice} voice
 * @param {boolean} close
 * @returns {Part | Nothing}
 */
function whoToCall({ answer, facts, lang, say }, close) {
  const lines = grouped(
    facts.numbers.flatMap(({ region, advice }) => (advice ? [[JSON.stringify(advice), region]] : []))
  ).map(([advice, regions]) => say("signs.advice", { ...JSON.parse(advice), regions: lang.list(regions) }));
  const more = [{ text: say("soon.help_link"), link: facts.links.help }];
  if (close) more.push({ text: say("soon.too_close_link"), link: facts.links.tooClose });
  if (answer.status === "same-day") more.push({ text: say("soon.steps_title"), link: facts.links.sameDay });
  return { type: "block", title: say("soon.call_title"), texts: [say("soon.call"), ...lines], more: linked(more) };
}

/**
 * @param {Voice} voice
 * @returns {Part | Nothing}
 */
function nextVisit({ answer, facts, lang, say }) {
  return (
    answer.next.length && {
      type: "block",
      title: say("soon.next_title"),
      items: answer.next.map(({ treatment, advised }) => say("soon.next_item", { treatment: treatmentOf(facts, treatment).name, date: lang.date(advised) })),
      texts: [say("soon.next_note")],
    }
  );
}

/**
 * How sure this is, what others publish, the reasons, and what would change the date.
 * @param {Voice} voice
 * @returns {Part[]}
 */
function evidence(voice) {
  const { answer, facts, say } = voice;
  const { certainty, spread, reasons, alternatives } = answer;
  /** @type {Part[]} */
  const parts = [];
  if (certainty) {
    parts.push({
      type: "block",
      tone: "sure",
      title: say("sure.title"),
      texts: [say(`sure.${certainty}`), othersPublish(say, spread)],
      more: linked([{ text: say("sure.why_differ"), link: facts.links.evidence }]),
    });
    const quoted = spread.map(({ says, source }) => {
      const { text, link } = sourceItem(facts, source);
      return { text: say("sure.spread_item", { says, source: text }), link };
    });
    const rest = answer.sources.filter((id) => !spread.some(({ source }) => source === id)).map((id) => sourceItem(facts, id));
    // A planner in a frame leaves what there is not to the pages of the guide.
    const folds = [
      { title: say("why"), items: answer.status === "no-rule" ? [] : reasons },
      { title: say("sure.sources"), items: [...quoted, ...rest] },
    ];
    for (const fold of folds) if (fold.items.length) parts.push({ type: "fold", ...fold });
  }
  if (voice.task === "next") {
    const known = alternatives.filter(({ unsure }) => !unsure).map((other) => alternative(voice, other));
    parts.push({ type: "fold", title: say("changes.title"), items: [say("changes.clinic"), ...known, say("changes.check")] });
  }
  return parts;
}
