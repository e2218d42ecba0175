/* The code for a site, made of what was chosen. Nothing here knows the page. */

/** What can go with the address of a frame, and what with its HTML. */
const WITH_ADDRESS = ["task", "by", "wait", "accent", "mode", "version"];
const CARRIED = { link: /** @type {string[]} */ ([]), address: WITH_ADDRESS, html: [...WITH_ADDRESS, "grow"] };

const ESCAPED = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" });

/**
 * A sentence with what is given in place of its {names}.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (name, key) => String(values[key] ?? name));
}

/**
 * The folder of the embed page that fits, below the version.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
function folderOf({ pages }, { task, words }) {
  return (words === "neutral" ? "neutral/" : "") + pages[task];
}

/**
 * The title of the frame.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
export function titleOf(given, choices) {
  return given.titles[folderOf(given, choices)];
}

/**
 * The choices as the embed reads them, each under its name. What a page does by itself is left out.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
function optionsOf({ pages, waits }, choices) {
  const { task, accent, mode, by } = choices;
  const opens = Object.keys(pages).find((each) => pages[each] === pages[task]);
  const all = { task: task === opens ? "" : task, accent, mode: mode === "device" ? "" : mode };
  const own = Object.fromEntries(Object.keys(waits).map((letter) => [letter, choices[letter]]));
  return Object.entries({ ...all, ...own, by }).filter(([, value]) => value);
}

/**
 * The address of the frame below the site, with the choices that it can carry.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
export function frameOf(given, choices) {
  const { version, place, site } = choices;
  const isLink = given.takes[site] === "link";
  const folder = isLink || version === "live" ? given.live : `embed/${version}/`;
  const options = isLink ? [] : optionsOf(given, choices);
  return folder + folderOf(given, choices) + (options.length ? (place === "query" ? "?" : "#") + new URLSearchParams(options) : "");
}

/**
 * What to copy.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
export function codeOf(given, choices) {
  const { words, task, grow, site } = choices;
  const takes = given.takes[site];
  const full = given.site + given.full[given.pages[task]];
  const frame = given.site + frameOf(given, choices);
  // A page of the guide tells sites that ask how to frame its planner. So does each live embed page.
  if (takes === "link") return words === "neutral" ? frame : full;
  if (takes === "address") return frame;
  const { host } = new URL(given.site);
  const script = `\n<script async src="${given.site}${given.live}embed.js"></script>`;
  const values = {
    src: frame,
    title: titleOf(given, choices),
    style: given.style,
    full,
    open: fill(words === "neutral" ? given.said.neutral_open : given.said.open, { host }),
  };
  const escaped = Object.entries(values).map(([name, value]) => [name, value.replace(/[&<>"']/g, (mark) => ESCAPED[mark])]);
  return fill(given.html, { ...Object.fromEntries(escaped), more: grow ? " data-planner" : "" }) + (grow ? script : "");
}

/**
 * What was chosen and does not go with this kind of site, by the name of its words.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
export function leftOut(given, choices) {
  const carried = CARRIED[given.takes[choices.site]];
  const chosen = new Set(optionsOf(given, choices).map(([name]) => (name in given.waits ? "wait" : name)));
  if (choices.version !== "live") chosen.add("version");
  if (choices.grow) chosen.add("grow");
  return [...chosen].filter((name) => !carried.includes(name));
}
