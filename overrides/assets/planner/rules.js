/* Which wait applies. Where a person is not sure, the more careful one does. */

export const UNKNOWN = "unknown";
export const UNSURE = "unsure";

/**
 * A combination and the wait published for it; `interval` is null when none is.
 * @typedef {{ area: string, kind: string | null, interval: Interval | null, why: string | null }} Rule
 */

/**
 * The other treatment of the guide's pair.
 * @param {Facts} facts
 * @param {string} treatment
 */
export function otherThan(facts, treatment) {
  return facts.treatments.find(({ id }) => id !== treatment)?.id ?? treatment;
}

/**
 * The kinds that a wait between two treatments may depend on.
 * @param {Facts} facts
 * @param {string} from
 * @param {string} to
 * @returns {Kind[]}
 */
export function kindsOf(facts, from, to) {
  return facts.treatments.filter(({ id }) => id === from || id === to).flatMap(({ kinds }) => kinds);
}

/**
 * The wait from one treatment to the other.
 * @param {Facts} facts
 * @param {string} from
 * @param {string} to
 * @param {string} area an area not known counts as the same
 * @param {string} kind a kind not known counts as the most careful one
 * @returns {Rule}
 */
export function findRule(facts, from, to, area, kind) {
  const counted = area === UNSURE ? "same" : area;
  return possibleKinds(facts, from, to, kind)
    .map((id) => exactRule(facts, "combine", from, to, counted, id))
    .reduce(moreCareful);
}

/**
 * The days to leave before the next visit of a treatment that was had before, or null when no wait
 * is published for every kind it may have been.
 * @param {Facts} facts
 * @param {string} treatment
 * @param {string} kind
 * @returns {Interval | null}
 */
export function findRepeat(facts, treatment, kind) {
  return possibleKinds(facts, treatment, treatment, kind)
    .map((id) => {
      const course = exactRule(facts, "course", treatment, treatment, "same", id);
      return course.interval ? course : exactRule(facts, "repeat", treatment, treatment, "same", id);
    })
    .reduce(moreCareful).interval;
}

/**
 * The treatment that comes in courses.
 * @param {Facts} facts
 */
export function courseOf(facts) {
  return facts.intervals.find(({ purpose }) => purpose === "course")?.to ?? "";
}

/**
 * The most careful of the waits published for one purpose, and the kinds for which none is.
 * @param {Facts} facts
 * @param {string} purpose
 * @param {string} from
 * @param {string} to
 * @param {string} kind
 * @returns {{ row: Interval | null, unpublished: string[] }}
 */
export function findPublished(facts, purpose, from, to, kind) {
  const rules = possibleKinds(facts, from, to, kind).map((id) => exactRule(facts, purpose, from, to, "same", id));
  const published = rules.filter(({ interval }) => interval);
  return {
    row: published.length ? published.reduce(moreCareful).interval : null,
    unpublished: rules.flatMap((rule) => (rule.interval || !rule.kind ? [] : [rule.kind])),
  };
}

/**
 * @param {Facts} facts
 * @param {string} from
 * @param {string} to
 * @param {string} kind
 * @returns {(string | null)[]} null where kinds play no part
 */
function possibleKinds(facts, from, to, kind) {
  const ids = kindsOf(facts, from, to).map(({ id }) => id);
  if (ids.length === 0) return [null];
  return ids.includes(kind) ? [kind] : ids;
}

/**
 * @param {Facts} facts
 * @param {string} purpose
 * @param {string} from
 * @param {string} to
 * @param {string} area
 * @param {string | null} kind
 * @returns {Rule}
 */
function exactRule(facts, purpose, from, to, area, kind) {
  /** @param {Interval | NoRule} row */
  const matches = (row) =>
    row.from === from &&
    row.to === to &&
    (row.area === area || row.area === "any") &&
    (row.kind === undefined || row.kind === kind);
  const interval = facts.intervals.find((row) => row.purpose === purpose && matches(row)) ?? null;
  const why = interval ? null : facts.noRule.find(matches)?.why ?? null;
  return { area, kind, interval, why };
}

/**
 * The one that has people wait longer or ask more; a rule that nobody published is asked about, so
 * it comes first. The earlier of two equals is kept.
 * @param {Rule} one
 * @param {Rule} other
 * @returns {Rule}
 */
function moreCareful(one, other) {
  const a = one.interval;
  const b = other.interval;
  if (!a || !b) return a ? other : one;
  const order =
    a.notBefore - b.notBefore ||
    a.advised - b.advised ||
    Number(!b.preferOtherOrder) - Number(!a.preferOtherOrder);
  return order < 0 ? other : one;
}

/**
 * How both are fitted into one visit by those who do it; null when nobody says.
 * @param {Facts} facts
 * @param {string} first
 * @param {string} second
 */
export function sameDayOption(facts, first, second) {
  return facts.sameDay.find(({ treatments }) => treatments.includes(first) && treatments.includes(second)) ?? null;
}

/**
 * The ticked conditions that affect the treatments concerned.
 * @param {Facts} facts
 * @param {string[]} ticked
 * @param {string[]} treatments
 */
export function cautionsFor(facts, ticked, treatments) {
  /** @param {(Postpone | AskFirst)[]} rows */
  const concerned = (rows) =>
    rows
      .filter(({ id, affects }) => ticked.includes(id) && affects.some((treatment) => treatments.includes(treatment)))
      .map(({ id }) => id);
  return { postpone: concerned(facts.postpone), askFirst: concerned(facts.askFirst) };
}
