/* Shows an answer. Everything is made of elements and text; no markup is ever built from words. */

const LONGEST_GAP = 90; // days that the timeline shows at their length

/** @typedef {import("./language.js").Language} Language */

/**
 * What a person can take away: the answer last shown, the id of the plan, and what was answered, as a link holds it.
 * @typedef {{ told: Told, id: () => string, answers: () => string }} Taken
 */

/**
 * The means to take it away, as the page at hand has them: made once, and asked for with each answer.
 * @typedef {(place: HTMLElement, lang: Language, taken: Taken) => () => HTMLElement} Actions
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
 * @param {Told} told
 * @param {HTMLElement} actions
 * @returns {HTMLElement}
 */
export function showAnswer(place, told, actions) {
  const heading = element("h2", "planner__headline", told.headline);
  heading.tabIndex = -1;
  const parts = [
    ...there(told.before).flatMap(part),
    element("p", `planner__status planner__status--${told.status}`, element("span", "planner__sign"), told.tag),
    heading,
    ...there(told.parts.flat()).flatMap(part),
    actions,
    element("p", "planner__foot", told.foot),
  ];
  // It is the same one with each answer, among more parts or fewer.
  if (place.children[parts.indexOf(actions)] !== actions) actions.remove();
  become(place, parts);
  return /** @type {HTMLElement} */ (place.querySelector("h2"));
}

/**
 * Give a place what it should have. What is the same stays, however deep, so that browsers draw it no more.
 * @param {Node} place
 * @param {Node[]} wanted
 */
function become(place, wanted) {
  const shown = /** @type {Element[]} */ ([...place.childNodes]);
  wanted.forEach((each, at) => {
    const now = shown[at];
    if (!now) place.appendChild(each);
    else if (now.isEqualNode(each)) return;
    else if (now.cloneNode().isEqualNode(each.cloneNode())) become(now, [...each.childNodes]);
    else now.replaceWith(each);
  });
  for (const each of shown.slice(wanted.length)) each.remove();
}

/**
 * @param {Part} piece
 * @returns {HTMLElement[]}
 */
function part({ type, tone = "plain", title = "", texts = [], items = [], more = [], steps = [] }) {
  if (type === "days") return [timelineOf(title, steps)];
  if (type === "text") return there(texts).map((each) => element("p", `planner__text planner__text--${tone}`, each));
  const [box, head, name] = type === "fold" ? ["details", "summary", "planner__fold planner__fold--"] : ["section", "h3", "planner__block planner__block--"];
  return [
    element(
      box,
      name + tone,
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
  const link = /** @type {HTMLAnchorElement} */ (element("a", "", text));
  link.href = address;
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
 * @param {string} label
 * @param {() => void} act
 */
export function button(label, act) {
  const made = /** @type {HTMLButtonElement} */ (element("button", "planner__button", label));
  made.type = "button";
  made.onclick = act;
  return made;
}

/**
 * The answer as it is read on the screen: what is folded away is left out, and so are the buttons.
 * @param {HTMLElement} place
 */
export function shownText(place) {
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
export async function copy(lang, text, said, done) {
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
