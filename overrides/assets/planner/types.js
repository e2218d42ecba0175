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
 * One published wait. A planner of several visits in a frame does not say whose it is.
 * @typedef {{ says: string, source: string }} Advice
 */

/**
 * A wait. `until` is exclusive; an absent `until`, `area` "any" or absent `kind` sets no limit. A planner has the
 * `id` and what is told of a wait, from `certainty` on, only where it uses them: macros/facts/planner.py.
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
 * @property {number} [firstTimeAdvised] before an event, when it is the first visit ever
 * @property {string} certainty
 * @property {string[]} why
 * @property {Advice[]} spread shortest first
 * @property {string[]} sources
 */

/** @typedef {{ from: string, to: string, area: string, kind?: string, why: string }} NoRule */

/**
 * @typedef {object} SameDay
 * @property {string} id
 * @property {string[]} treatments
 * @property {string[]} kinds
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
 * What a person answered, as a link holds it: a text for each question by its name, "" for one left open. Of a
 * question with several fields, their texts stand in a row with "~" between. Questions of other tasks are not there.
 * - first: treatment they had, or had first
 * - when: when they had it; in plans the last or booked day of the repeated treatment. A day is a choice such as
 *   "week", an ISO date, "none", or "?" for what is no date
 * - second: when they had the other one; in plans as `when`, of the course
 * - booked: the day for which the other one is booked
 * - event: the day to be ready for
 * - area: "same", "apart" or "unsure"
 * - kind: id of a kind, or "unknown"
 * - sessions: how many of the course they want
 * - rounds: how many further visits of the repeated treatment they want, or "first" for the first ever
 * - touchUp, sameDay, weekdays: "yes", or "" for no
 * - away: first and last of the days they cannot do, and the next such
 * - told: days their clinic told them from a to b, from b to a, and between two b
 * @typedef {Record<string, string> & { conditions: any }} Input `conditions` holds the ids of those they ticked
 */

/**
 * The days on which something may have happened; both the same when it is sure.
 * @typedef {{ earliest: Day, latest: Day }} Span
 */

/** @typedef {{ field: string, code: string }} Mistake */
/** @typedef {{ errors: Mistake[] }} Refusal what must be put right before there is an answer */
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
 * @property {ToldWait | null} told what their clinic told them
 * @property {{ day: Day, verdict: "keep" | "ask" | "later" } | null} booked
 * @property {{ treatment: string, advised: Day }[]} next usual first day of the next visit of each treatment
 */

/**
 * A visit of a plan. Any open day from `earliest` to `latest` works, whatever day the other visits get.
 * @typedef {object} PlanVisit
 * @property {string} key
 * @property {string} treatment
 * @property {"session" | "round" | "touch-up" | "trial"} role
 * @property {number} n 0 for what was had, a trial and a touch-up
 * @property {"had" | "booked" | "planned"} state
 * @property {Day} earliest
 * @property {Day} latest
 * @property {number} open days of the window that are open
 * @property {boolean} kept it was had, or its booked day can stay
 * @property {boolean} with it shares its day with one of the other treatment
 * @property {Wait | null} rule what set its day; null when nothing did
 * @property {string | null} after key of the visit the rule counts from; null when it is the event
 * @property {string | false} moved "closed" where the days before are ruled out, "next" where the next visit needs it so late
 */

/** @typedef {{ code: string, n: number, day: Day | null }} Repair `n` visits left or days of gap; `day` of the event or of the visit */

/**
 * @typedef {object} Plan
 * @property {"plan" | "exact" | "no-fit" | "do-not" | "no-rule" | "last-days"} status
 * @property {string} first the repeated treatment
 * @property {string} second the one that comes in courses
 * @property {Wants} wants
 * @property {PlanRules} rules
 * @property {PlanVisit[]} visits
 * @property {number} late gaps that are longer than usual; nothing is lost by that
 * @property {string[]} conflict wishes that cannot all hold
 * @property {Repair[]} repairs
 * @property {{ postpone: string[], askFirst: string[] }} cautions
 * @property {"combine" | "gap" | "event" | null} missing which rule nobody published
 * @property {string | null} why
 * @property {{ kind: string | null, area: boolean, unpublished: string[] }} unsure what an unknown kind and area are counted as
 * @property {boolean} apart both on one day was asked for, and is not meant for this
 */

/**
 * A visit as the search takes it: its window starts on a day from `first` to `last` and is `width` days longer than
 * one. A visit of one day, `first` = `last`, is fixed. `lead` is what must follow it before all is finished, in days.
 * @typedef {{ first: Day, last: Day, width: number, lead: number }} ProblemVisit
 */

/**
 * A wait: visit `to` starts at least `wait` days after the window of visit `from` has ended. A tie counts from the
 * same day, whatever the windows. `rule` is what asks for it.
 * @typedef {{ from: number, to: number, wait: number, tie?: boolean, rule?: Wait }} Arc
 */

/** @typedef {{ arcs: Arc[], cost: number }[]} Choice options, of which one at least must hold */
/** @typedef {{ away: [Day, Day][], weekdays: boolean }} Closed */
/** @typedef {{ visits: ProblemVisit[], arcs: Arc[], choices: Choice[], closed: Closed }} Problem */
/** @typedef {{ days: Day[], cost: number, finish: Day, arcs: Arc[] }} Schedule */
/** @typedef {{ first: string, second: string }} Names ids of the two treatments */

/** @typedef {{ days: number, row: Interval | null }} ToldWait */

/** @typedef {{ ab?: number, ba?: number, bb?: number }} ToldWaits as ToldDays, read */

/**
 * What a person wants planned.
 * @typedef {object} Wants
 * @property {number} sessions still to come, a booked one with them
 * @property {number} rounds further visits of the repeated treatment, a booked one without
 * @property {boolean} firstEver they never had it before
 * @property {boolean} trial a trial round comes before
 * @property {boolean} touchUp
 * @property {Day | null} event
 * @property {[Day, Day][]} away first and last of the days they cannot do
 * @property {boolean} weekdays
 * @property {ToldWaits} told
 * @property {boolean} sameDay
 * @property {Span | null} a last or booked visit of the repeated treatment
 * @property {Span | null} b last or booked visit of the course
 */

/** @typedef {"keep" | "later" | "free"} Move a booked visit stays, goes to a later day, or to any day */
/** @typedef {{ a: Move, b: Move }} Moves */

/** @typedef {{ days: number, row: Interval | null, told: false | "told" | "clinic" }} Wait the days to leave, and what asks for them: a rule, what a person was told, or the clinic whose frame this is */
/** @typedef {{ ab: Wait, ba: Wait, bb: Wait, aa: Wait, touchUp: Interval | null, eventA: Interval | null, eventB: Interval | null }} PlanRules */

/** @typedef {ProblemVisit & Pick<PlanVisit, "key" | "treatment" | "role" | "n" | "state">} Draft a visit of a plan before it has its day */

/** @typedef {{ visits: Draft[], arcs: Arc[], choices: Choice[], closed: Closed }} PlanProblem a Problem whose visits say what they are */
/** @typedef {{ problem: PlanProblem, schedule: Schedule, moves: Moves[] }} Fitted */
/**
 * Tries to plan, with some wishes changed, other rules, wider windows, and these moves of booked visits.
 * @typedef {(change?: Partial<Wants>, others?: PlanRules, width?: number, moves?: Moves[], within?: { cost: number, finish: Day }) => Fitted | null} Trial
 */

/** @typedef {{ tasks: string[], treatments: string[], kinds: string[], areas: string[] }} KnownIds */
/** @typedef {{ task: string, input: Partial<Input>, rules: string, planId: string }} SharedPlan "" where a link says nothing */

/** @typedef {Record<string, any>} Words docs/data/planner/en.yml */
/** @typedef {string | { text: string, link?: string }} Item */

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
 * An entry for a calendar: all days from `from` to `to`. What `title` leaves open, `named` says.
 * @typedef {{ key: string, from: Day, to: Day, title: string, named: string, text: string }} Entry
 */

/** @typedef {false | 0 | "" | null | undefined} Nothing what is left out when an answer is shown */

/**
 * A piece of an answer, in the order it is shown.
 * @typedef {object} Part
 * @property {"text" | "block" | "fold" | "days"} type
 * @property {string} [tone]
 * @property {string} [title]
 * @property {(string | Nothing)[]} [texts]
 * @property {(Item | Nothing)[]} [items]
 * @property {Item[]} [more] links after the items
 * @property {Step[]} [steps]
 */

/**
 * An answer in words, ready to be shown or copied.
 * @typedef {object} Told
 * @property {string} status
 * @property {string} tag
 * @property {string} headline
 * @property {(Part | Nothing)[]} before what must be read before the headline
 * @property {(Part | (Part | Nothing)[] | Nothing)[]} parts
 * @property {string} foot
 * @property {Entry[]} [entries] for a calendar, where the page may save one and there are days to come
 * @property {string} [waits] in a clinic's frame: the waits counted with, as a person would enter them
 */

/**
 * A visit or a nudge in a calendar. `key` names it within its plan and stays the same; `to` is its last day.
 * @typedef {{ key: string, from: Day, to: Day, title: string, text: string }} CalendarEntry
 */

/**
 * What a calendar file is made of.
 * @typedef {object} Calendar
 * @property {string} name
 * @property {string} lang language of the texts, such as "en"
 * @property {number} stamp when it is made, in milliseconds since 1970
 * @property {string} planId 20 hexadecimal digits, the same for every file of a plan
 * @property {CalendarEntry[]} entries at least one
 */
