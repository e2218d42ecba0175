/* An answer in words: what is said, in the order it is said. */

import { spanOf, toDay } from "./days.js";
import { capital } from "./language.js";
import { kindsOf } from "./rules.js";

/** @typedef {import("./language.js").Language} Language */

/**
 * What the sentences of one answer share.
 * @typedef {object} Voice
 * @property {Facts} facts
 * @property {Language} lang
 * @property {Answer} answer
 * @property {Day} today
 * @property {string} task
 * @property {{ a: string, b: string }} names
 * @property {(path: string, params?: Record<string, string | number>) => string} say with {a} and {b} filled in
 */

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
  const opened = status === "usual" && dates.advised === today;
  const shown = status === "past" && dates.until !== null ? dates.until - 1 : dates.advised;
  return {
    status,
    tag: say(`next.tag.${status}`),
    headline: say(opened ? "next.headline.usual_today" : `next.headline.${status}`, dated(lang, shown)),
    before: askFirst(voice),
    parts: [
      ...(status === "do-not" ? postponed(voice) : [text(countedFrom(voice), "lead")]),
      ...notes(voice),
      ...(dates.advised === null ? [] : [timeline(voice)]),
      ...(status === "no-rule" ? [text(answer.reasons)] : []),
      ...(status === "do-not" ? [] : evidence(voice)),
    ],
    foot: foot(voice),
  };
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
      ...warningSigns(voice, close),
      { type: "block", title: say("soon.facts_title"), texts: gap(voice) },
      ...(status === "same-day" || dates.advised === null ? [] : [timeline(voice)]),
      ...(status === "no-rule" ? [text(answer.reasons)] : []),
      ...whoToCall(voice, close),
      ...askFirst(voice),
      ...postponed(voice),
      ...nextVisit(voice),
      ...(status === "same-day" ? sameDay(voice) : []),
      ...notes(voice),
      ...evidence(voice),
    ],
    foot: foot(voice),
  };
}

/**
 * @param {Facts} facts
 * @param {Language} lang
 * @param {Answer} answer
 * @param {Day} today
 * @param {string} task
 * @returns {Voice}
 */
function voiceOf(facts, lang, answer, today, task) {
  const names = { a: inSentence(facts, answer.first), b: inSentence(facts, answer.second) };
  return { facts, lang, answer, today, task, names, say: (path, params) => lang.say(path, { ...names, ...params }) };
}

/**
 * @param {Facts} facts
 * @param {string} treatment
 */
export function inSentence(facts, treatment) {
  return facts.treatments.find(({ id }) => id === treatment)?.inSentence ?? treatment;
}

/**
 * @param {Language} lang
 * @param {Day | null} day
 * @returns {Record<string, string>}
 */
function dated(lang, day) {
  return day === null ? {} : { date: lang.date(day) };
}

/**
 * @param {string[]} texts
 * @param {string} [tone]
 * @returns {Part}
 */
function text(texts, tone) {
  return { type: "text", texts, tone };
}

/**
 * @param {string[]} texts
 * @returns {Item[]}
 */
function items(texts) {
  return texts.map((each) => ({ text: each }));
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
    const span = spanOf(rule.advised);
    told.push(say(span.unit === "weeks" ? "soon.usual_weeks" : "soon.usual_wait", { n: span.n }));
  }
  if (answer.shortBy > 0 && rule) told.push(say("soon.short_by", { n: answer.shortBy }));
  if (answer.status === "past") told.push(say("soon.past_note"));
  return told;
}

/**
 * @param {Voice} voice
 * @returns {Part[]}
 */
function askFirst({ answer, facts, say }) {
  const rows = facts.askFirst.filter(({ id }) => answer.cautions.askFirst.includes(id));
  if (rows.length === 0) return [];
  return [
    {
      type: "block",
      tone: "ask-first",
      title: say("ask_first_title"),
      items: rows.map(({ says, note }) => ({ text: note ? `${says} ${note}` : says })),
      texts: [say("ask_first_note")],
    },
  ];
}

/**
 * @param {Voice} voice
 * @returns {Part[]}
 */
function postponed({ answer, facts, say }) {
  const rows = facts.postpone.filter(({ id }) => answer.cautions.postpone.includes(id));
  if (rows.length === 0) return [];
  return [
    {
      type: "block",
      tone: "do-not",
      title: say("postpone_title"),
      items: rows.map(({ says, until }) => ({ text: say("next.postpone_item", { says, until }) })),
      texts: [say("next.come_back")],
    },
  ];
}

/**
 * What was counted where the person was not sure, and the answers had they been.
 * @param {Voice} voice
 * @returns {Part[]}
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
  return texts.length ? [text(texts, "note")] : [];
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
      mark: markOf(facts, answer.first),
    },
  ];
  if (notBefore < advised) {
    points.push({ day: notBefore, title: say("timeline.ask_first"), text: say("timeline.ask_first_text"), zone: "ask-first", mark: "" });
  }
  points.push({ day: advised, title: say("timeline.usual"), text: say("timeline.usual_text"), zone: "usual", mark: "" });
  if (dates.until !== null && dates.until > advised) {
    points.push({ day: dates.until, title: say("timeline.past"), text: say("timeline.past_text"), zone: "past", mark: "" });
  }
  const extra = hadSecond
    ? { day: Math.max(hadSecond.earliest, had.latest), title: say("timeline.had", { a: inSentence(facts, answer.second) }), mark: markOf(facts, answer.second) }
    : { day: today, title: say("timeline.today"), mark: "today" };
  const before = points.filter(({ day }) => day <= extra.day);
  const meets = points.find(({ day }) => day === extra.day);
  if (!hadSecond && meets) {
    meets.title = say("timeline.is_today", { title: meets.title });
  } else {
    points.splice(before.length, 0, { ...extra, text: "", zone: before[before.length - 1].zone });
  }
  return {
    type: "timeline",
    title: say("timeline.title"),
    steps: points.map((point) => ({
      ...point,
      date: lang.shortDate(point.day, had.latest),
      count: point.day === had.latest ? "" : say("timeline.day", { n: point.day - had.latest }),
    })),
  };
}

/**
 * @param {Facts} facts
 * @param {string} treatment
 */
function markOf(facts, treatment) {
  return facts.treatments.find(({ id }) => id === treatment)?.mark ?? "circle";
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
      items: signs.map(({ sign, when }) => ({ text: when && !now ? say("signs.sign_when", { sign, when }) : sign })),
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
 * @returns {Part[]}
 */
function whoToCall({ facts, lang, say }, close) {
  const lines = grouped(
    facts.numbers.flatMap(({ region, advice }) => (advice ? [[JSON.stringify(advice), region]] : []))
  ).map(([advice, regions]) => say("signs.advice", { ...JSON.parse(advice), regions: lang.list(regions) }));
  const more = [{ text: say("soon.help_link"), link: facts.links.help }];
  if (close && facts.links.tooClose) more.push({ text: say("soon.too_close_link"), link: facts.links.tooClose });
  return [{ type: "block", title: say("soon.call_title"), texts: [say("soon.call")], items: items(lines), more: linked(more) }];
}

/**
 * @param {Item[]} links
 * @returns {Item[]}
 */
function linked(links) {
  return links.filter(({ link }) => link);
}

/**
 * @param {Voice} voice
 * @returns {Part[]}
 */
function nextVisit({ answer, facts, lang, say }) {
  if (answer.next.length === 0) return [];
  return [
    {
      type: "block",
      title: say("soon.next_title"),
      items: answer.next.map(({ treatment, advised }) => ({
        text: say("soon.next_item", { treatment: capital(inSentence(facts, treatment)), date: lang.date(advised) }),
      })),
      texts: [say("soon.next_note")],
    },
  ];
}

/**
 * @param {Voice} voice
 * @returns {Part[]}
 */
function sameDay({ answer, facts, say }) {
  const option = facts.sameDay.find(({ id }) => id === answer.ruleId);
  if (!option) return [];
  return [
    { type: "fold", title: say("soon.steps_title"), items: items(option.steps) },
    { type: "fold", title: say("soon.never_title"), items: items(option.never.map(capital)) },
    { type: "fold", title: say("soon.not_for_title"), items: items(option.notFor) },
  ];
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
    const texts = [say(`sure.${certainty}`)];
    /** @param {Advice} advice */
    const brief = (advice) => advice.says.split(",")[0];
    if (spread.length > 1) texts.push(say("sure.spread", { min: brief(spread[0]), max: brief(spread[spread.length - 1]) }));
    if (spread.length === 1) texts.push(say("sure.spread_one", { min: spread[0].says }));
    parts.push({
      type: "block",
      tone: "sure",
      title: say("sure.title"),
      texts,
      more: linked([{ text: say("sure.why_differ"), link: facts.links.evidence }]),
    });
    const quoted = spread.map(({ says, source }) => {
      const { text, link } = sourceItem(facts, source);
      return { text: say("sure.spread_item", { says, source: text }), link };
    });
    const rest = answer.sources.filter((id) => !spread.some(({ source }) => source === id)).map((id) => sourceItem(facts, id));
    if (answer.status !== "no-rule") {
      const condition = answer.condition ? [say("condition", { text: answer.condition })] : [];
      parts.push({ type: "fold", title: say("why"), items: items([...condition, ...reasons]) });
    }
    parts.push({ type: "fold", title: say("sure.sources"), items: [...quoted, ...rest] });
  }
  if (voice.task === "next") {
    const known = alternatives.filter(({ unsure }) => !unsure).map((other) => alternative(voice, other));
    parts.push({ type: "fold", title: say("changes.title"), items: items([say("changes.clinic"), ...known, say("changes.check")]) });
  }
  return parts;
}

/**
 * A source by its short name, with a link to what the guide says of it, or else to the source itself.
 * @param {Facts} facts
 * @param {string} id
 * @returns {Item}
 */
function sourceItem({ sources, links }, id) {
  const { label = id, link, on = "sources" } = sources[id] ?? {};
  return { text: label, link: links[on] ? `${links[on]}#${id}` : link };
}

/** @param {Voice} voice */
function foot({ facts, lang, today, say }) {
  return say("foot", { date: lang.date(today), checked: lang.date(toDay(facts.version) ?? today) });
}
