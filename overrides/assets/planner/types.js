/*
 * Shapes of the facts, the words and the answers, for the type checker only: no module imports this
 * file, so nothing of it is shipped. Without an import or export its types are known everywhere.
 */

/**
 * A whole day, counted from 1 January 1970.
 * @typedef {number} Day
 */

/**
 * @typedef {object} Kind
 * @property {string} id
 * @property {string} name
 * @property {string} inSentence
 * @property {string} hint
 */

/**
 * @typedef {object} Treatment
 * @property {string} id
 * @property {string} name
 * @property {string} inSentence
 * @property {"diamond" | "circle"} mark
 * @property {Kind[]} kinds
 */

/**
 * One published wait.
 * @typedef {{ says: string, days: number, source: string }} Advice
 */

/**
 * A wait. `until` is exclusive; an absent `until`, `area` "any" or absent `kind` sets no limit. What is told of
 * it, from `certainty` on, is there for waits between two treatments only.
 * @typedef {object} Interval
 * @property {string} id
 * @property {string} purpose
 * @property {string} from
 * @property {string} to
 * @property {string} area
 * @property {string} [kind]
 * @property {number} notBefore
 * @property {number} advised
 * @property {number} [until]
 * @property {boolean} [preferOtherOrder]
 * @property {string} [condition]
 * @property {string} certainty
 * @property {string[]} why
 * @property {Advice[]} spread
 * @property {string[]} sources
 */

/** @typedef {{ from: string, to: string, area: string, kind?: string, why: string }} NoRule */

/**
 * @typedef {object} SameDay
 * @property {string} id
 * @property {string[]} treatments
 * @property {string[]} steps
 * @property {string[]} never
 * @property {string[]} notFor
 * @property {string[]} why
 * @property {string} certainty
 * @property {string[]} sources
 */

/** @typedef {{ id: string, says: string, affects: string[], until: string }} Postpone */
/** @typedef {{ id: string, says: string, affects: string[], note?: string }} AskFirst */
/** @typedef {{ sign: string, treatment: string, when?: string }} Sign */
/** @typedef {{ region: string, emergency: string, advice?: { name: string, number: string } }} Numbers */
/** @typedef {{ label: string, link?: string, on?: string }} Source */

/**
 * @typedef {object} Facts
 * @property {string} version
 * @property {Treatment[]} treatments
 * @property {Interval[]} intervals
 * @property {NoRule[]} noRule
 * @property {SameDay[]} sameDay
 * @property {Postpone[]} postpone
 * @property {AskFirst[]} askFirst
 * @property {Record<string, Sign[]>} signs
 * @property {Numbers[]} numbers
 * @property {Record<string, Source>} sources
 * @property {Record<string, string>} links
 */

/**
 * A past date as it was given: a choice such as "week", or choice "date" with what was typed.
 * `bad` says that the date field holds something that is no date.
 * @typedef {{ choice: string, typed?: string, bad?: boolean }} GivenDate
 */

/**
 * What a person answered. An empty string is a question left open.
 * @typedef {object} Input
 * @property {string} first treatment they had, or had first
 * @property {GivenDate} when
 * @property {GivenDate} [second] when they had the other one
 * @property {string} area "same", "apart", "unsure" or ""
 * @property {string} kind id of a kind, or "unknown"
 * @property {string[]} conditions ids of the conditions they ticked
 */

/**
 * The days on which something may have happened; both the same when it is sure.
 * @typedef {{ earliest: Day, latest: Day }} Span
 */

/** @typedef {{ field: string, code: string }} Problem */
/** @typedef {{ errors: Problem[] }} Refusal what must be put right before there is an answer */
/** @typedef {{ notBefore: Day | null, advised: Day | null, until: Day | null }} Dates */
/** @typedef {"too-soon" | "ask-first" | "usual" | "past" | "do-not" | "no-rule" | "same-day"} Status */

/**
 * The answer had one thing been answered otherwise. `unsure` when the person did not know that thing.
 * @typedef {object} Alternative
 * @property {string} area
 * @property {string | null} kind
 * @property {"area" | "kind"} differs
 * @property {boolean} unsure
 * @property {Status} status
 * @property {Dates} dates
 */

/**
 * @typedef {object} Answer
 * @property {Status} status
 * @property {string | null} ruleId
 * @property {string} first
 * @property {string} second
 * @property {Span} had
 * @property {Span | null} hadSecond
 * @property {Dates} dates
 * @property {number} gapDays whole days since the first treatment; for two past visits, those between them
 * @property {number} shortBy days short of the advised wait, 0 when it is over
 * @property {string[]} reasons
 * @property {string | null} condition
 * @property {boolean} preferOtherOrder
 * @property {{ postpone: string[], askFirst: string[] }} cautions
 * @property {string | null} certainty
 * @property {string[]} sources
 * @property {Advice[]} spread
 * @property {{ area: string, kind: string | null }} counted what was counted where the person was not sure
 * @property {Alternative[]} alternatives
 * @property {{ treatment: string, advised: Day }[]} next usual first day of the next visit of each treatment
 */

/** @typedef {Record<string, any>} Words docs/data/planner/en.yml */
/** @typedef {{ text: string, link?: string }} Item */

/**
 * A point of the timeline, and the zone that starts there.
 * @typedef {object} Step
 * @property {Day} day
 * @property {string} date
 * @property {string} count
 * @property {string} title
 * @property {string} text
 * @property {string} zone
 * @property {string} mark "diamond", "circle", "today" or "" for a plain tick
 */

/**
 * A piece of an answer, in the order it is shown.
 * @typedef {object} Part
 * @property {"text" | "block" | "fold" | "timeline"} type
 * @property {string} [tone]
 * @property {string} [title]
 * @property {string[]} [texts]
 * @property {Item[]} [items]
 * @property {Item[]} [more] links after the items
 * @property {Step[]} [steps]
 */

/**
 * An answer in words, ready to be shown or copied.
 * @typedef {object} Told
 * @property {Status} status
 * @property {string} tag
 * @property {string} headline
 * @property {Part[]} before what must be read before the headline
 * @property {Part[]} parts
 * @property {string} foot
 */
