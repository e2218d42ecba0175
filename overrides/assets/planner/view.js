/* Shows an answer. Everything is made of elements and text; no markup is ever built from words. */

/** @typedef {import("./language.js").Language} Language */

/**
 * @param {string} tag
 * @param {string} className
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * Put an answer into its place and return its heading.
 * @param {HTMLElement} place
 * @param {Language} lang
 * @param {Told} told
 * @returns {HTMLElement}
 */
export function showAnswer(place, lang, told) {
  const heading = element("h2", "planner__headline", told.headline);
  heading.tabIndex = -1;
  place.replaceChildren(
    ...told.before.flatMap(part),
    element("p", `planner__status planner__status--${told.status}`, element("span", "planner__sign"), told.tag),
    heading,
    ...told.parts.flatMap(part),
    actions(place, lang),
    element("p", "planner__foot", told.foot)
  );
  return heading;
}

/**
 * @param {Part} shown
 * @returns {HTMLElement[]}
 */
function part(shown) {
  const { type, tone, title, texts = [], items = [], more = [], steps = [] } = shown;
  if (type === "timeline") return [timelineOf(title ?? "", steps)];
  if (type === "text") return texts.map((each) => element("p", `planner__text planner__text--${tone ?? "plain"}`, each));
  const paragraphs = texts.map((each) => element("p", "", each));
  const listed = items.length ? [element("ul", "planner__list", ...items.map((item) => element("li", "", itemNode(item))))] : [];
  const links = more.length ? [element("p", "planner__links", ...more.flatMap((item) => [itemNode(item), " "]))] : [];
  const listFirst = tone === "emergency" || tone === "ask-first" || tone === "do-not";
  const content = [...(listFirst ? [...listed, ...paragraphs] : [...paragraphs, ...listed]), ...links];
  if (type === "fold") {
    return [element("details", `planner__fold planner__fold--${tone ?? "plain"}`, element("summary", "", title ?? ""), ...content)];
  }
  return [element("section", `planner__block planner__block--${tone ?? "plain"}`, element("h3", "", title ?? ""), ...content)];
}

/**
 * @param {Item} item
 * @returns {Node}
 */
function itemNode({ text, link }) {
  if (!link) return document.createTextNode(text);
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.textContent = text;
  return anchor;
}

/**
 * @param {string} title
 * @param {Step[]} steps
 */
function timelineOf(title, steps) {
  const list = element(
    "ol",
    "planner__timeline",
    ...steps.map(({ date, count, title: name, text, zone, mark }) => {
      const when = element("span", "planner__when", element("b", "", date), ...(count ? [" ", element("span", "", count)] : []));
      const what = element("span", "planner__what", element("b", "", name), ...(text ? [" ", element("span", "", text)] : []));
      const sign = element("span", `planner__mark planner__mark--${mark || "tick"}`);
      return element("li", `planner__step is-${zone}`, when, " ", sign, what);
    })
  );
  list.setAttribute("aria-label", title);
  return list;
}

/**
 * @param {HTMLElement} place
 * @param {Language} lang
 */
function actions(place, lang) {
  const said = element("p", "planner__said");
  said.setAttribute("role", "status");
  const row = element("div", "planner__actions", button(lang.say("actions.copy"), () => copy(lang, shownText(place), said)));
  // A sandboxed frame may not open the print dialog.
  if (window.origin !== "null" || location.protocol === "file:") {
    row.append(button(lang.say("actions.print"), () => window.print()));
  }
  row.append(said);
  return row;
}

/**
 * @param {string} label
 * @param {() => void} act
 */
function button(label, act) {
  const made = element("button", "planner__button", label);
  made.setAttribute("type", "button");
  made.addEventListener("click", act);
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
 */
async function copy(lang, text, said) {
  try {
    await navigator.clipboard.writeText(text);
    said.textContent = lang.say("actions.copied");
  } catch {
    const label = element("label", "", lang.say("actions.copy_by_hand"));
    const area = document.createElement("textarea");
    area.readOnly = true;
    area.rows = 8;
    area.value = text;
    label.append(area);
    said.replaceChildren(label);
    area.select();
  }
}
