/* Shows an answer. Everything is made of elements and text; no markup is ever built from words. */

import { calendarFile, googleLink } from "./calendar.js";

const LONGEST_GAP = 90; // days that the timeline shows at their length

/** @typedef {import("./language.js").Language} Language */

/**
 * What the page knows of a plan that is taken away: its entries, its id, and the address that opens it again.
 * @typedef {{ entries: Entry[], id: () => string, link: () => string }} Taken
 */

/**
 * What there is of a list.
 * @template T
 * @param {(T | Nothing)[]} list
 */
function there(list) {
  return /** @type {T[]} */ (list.filter(Boolean));
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string | Nothing)} children
 * @returns {HTMLElement}
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...there(children));
  return made;
}

/**
 * Put an answer into its place and return its heading.
 * @param {HTMLElement} place
 * @param {Language} lang
 * @param {Told} told
 * @param {Taken} taken
 * @returns {HTMLElement}
 */
export function showAnswer(place, lang, told, taken) {
  const heading = element("h2", "planner__headline", told.headline);
  heading.tabIndex = -1;
  taken.entries = told.entries;
  const parts = [
    ...there(told.before).flatMap(part),
    element("p", `planner__status planner__status--${told.status}`, element("span", "planner__sign"), told.tag),
    heading,
    ...there(told.parts.flat()).flatMap(part),
    actions(place, lang, taken),
    element("p", "planner__foot", told.foot),
  ];
  // What is the same stays, so that browsers draw it no more.
  const shown = [...place.children];
  parts.forEach((each, at) => shown[at]?.isEqualNode(each) || (shown[at] ? shown[at].replaceWith(each) : place.append(each)));
  for (const each of shown.slice(parts.length)) each.remove();
  return /** @type {HTMLElement} */ (place.querySelector("h2"));
}

/**
 * @param {Part} piece
 * @returns {HTMLElement[]}
 */
function part({ type, tone = "plain", title = "", texts = [], items = [], more = [], steps = [] }) {
  if (type === "timeline") return [timelineOf(title, steps)];
  if (type === "text") return there(texts).map((each) => element("p", `planner__text planner__text--${tone}`, each));
  const [box, head] = type === "fold" ? ["details", "summary"] : ["section", "h3"];
  return [
    element(
      box,
      `planner__${type} planner__${type}--${tone}`,
      element(head, "", title),
      items.length && element("ul", "planner__list", ...there(items).map((item) => element("li", "", itemNode(item)))),
      ...there(texts).map((each) => element("p", "", each)),
      more.length && element("p", "planner__links", ...more.flatMap((item) => [itemNode(item), " "]))
    ),
  ];
}

/**
 * @param {Item} item
 * @returns {Node}
 */
function itemNode(item) {
  const { text, link = "" } = typeof item === "string" ? { text: item } : item;
  return link ? linkTo(text, link) : document.createTextNode(text);
}

/**
 * @param {string} text
 * @param {string} address
 */
export function linkTo(text, address) {
  const link = element("a", "", text);
  link.setAttribute("href", address);
  return link;
}

/**
 * @param {string} title
 * @param {Step[]} steps
 */
function timelineOf(title, steps) {
  /** @param {string} name @param {string} bold @param {string} plain */
  const lines = (name, bold, plain) => element("span", name, element("b", "", bold), " ", plain);
  const list = element(
    "ol",
    "planner__timeline",
    ...steps.map(({ day, date, count, title: name, text, zone, mark }, at) => {
      const sign = element("span", `planner__mark planner__mark--${mark || "tick"}`);
      const step = element("li", `planner__step is-${zone}`, lines("planner__when", date, count), " ", sign, lines("planner__what", name, text));
      // The style sheet makes a long gap longer, within reason.
      step.style.setProperty("--days", String(Math.min((steps[at + 1]?.day ?? day) - day, LONGEST_GAP)));
      return step;
    })
  );
  list.setAttribute("aria-label", title);
  return list;
}

/**
 * What a person can take away.
 * @param {HTMLElement} place
 * @param {Language} lang
 * @param {Taken} taken
 */
function actions(place, lang, taken) {
  const { say } = lang;
  const said = element("p", "planner__said");
  said.setAttribute("role", "status");
  const names = /** @type {HTMLInputElement} */ (element("input", ""));
  names.type = "checkbox";
  const chosen = () => taken.entries.map((entry) => (names.checked ? { ...entry, title: entry.named } : entry));
  // A sandboxed frame may neither save a file nor open the print dialog.
  const free = origin !== "null" || location.protocol === "file:";
  const file = () => calendarFile({ name: say("calendar.name"), lang: document.documentElement.lang, stamp: Date.now(), planId: taken.id(), entries: chosen() });
  const some = taken.entries.length;
  return element(
    "div",
    "planner__actions",
    some && free && button(say("actions.calendar"), () => saveCalendar(file())),
    button(say("actions.copy"), () => copy(lang, shownText(place), said, "actions.copied")),
    button(say("actions.share"), () => copy(lang, taken.link(), said, "actions.shared")),
    free && button(say("actions.print"), () => print()),
    said,
    some && element("label", "planner__tick", names, element("span", "", say("actions.names"))),
    some && google(say, chosen, names)
  );
}

/**
 * A link for each visit that opens it in Google Calendar.
 * @param {Language["say"]} say
 * @param {() => Entry[]} chosen
 * @param {HTMLInputElement} names
 */
function google(say, chosen, names) {
  const list = element("ul", "planner__list");
  // That the page sends no referrer to what it links to, its head says.
  const show = () => list.replaceChildren(...chosen().map((entry) => element("li", "", linkTo(entry.title, googleLink(entry)))));
  const fold = element("details", "planner__fold", element("summary", "", say("actions.google")), element("p", "", say("actions.google_note")), list);
  names.onchange = fold.ontoggle = show;
  return fold;
}

/** @param {string} content */
function saveCalendar(content) {
  const link = /** @type {HTMLAnchorElement} */ (linkTo("", URL.createObjectURL(new Blob([content], { type: "text/calendar" }))));
  link.download = "plan.ics";
  link.click();
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function button(label, act) {
  const made = element("button", "planner__button", label);
  made.setAttribute("type", "button");
  made.onclick = act;
  return made;
}

/**
 * The answer as it is read on the screen: what is folded away is left out, and so are the buttons.
 * @param {HTMLElement} place
 */
function shownText(place) {
  const lists = [...place.children].filter((child) => !child.matches("details, .planner__actions"));
  return lists.map((child) => /** @type {HTMLElement} */ (child).innerText).join("\n\n");
}

/**
 * Copy a text, or show it to be copied by hand where the browser forbids it.
 * @param {Language} lang
 * @param {string} text
 * @param {HTMLElement} said
 * @param {string} done what is said when it worked
 */
async function copy(lang, text, said, done) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = lang.say(done);
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (element("textarea", "", text));
    area.readOnly = true;
    area.rows = 8;
    said.replaceChildren(element("label", "", lang.say("actions.copy_by_hand"), area));
    area.select();
  }
}
