/* What of the typed choices the embed would take, and what to put right. Nothing here knows the page. */

import { fill } from "./code.js";
import { accentOn, colourOf } from "./../planner/contrast.js";

/**
 * What to put right in a wait that was typed, "" for nothing.
 * @param {BuilderGiven} given
 * @param {string} letter
 * @param {string} value
 */
function waitProblem({ limits, problems, waits }, letter, value) {
  const { least } = waits[letter];
  const longest = limits.longest_wait;
  if (!/^\d{1,9}$/.test(value)) return problems.not_whole;
  if (Number(value) < least) return fill(problems.too_short, { least });
  return Number(value) > longest ? fill(problems.too_long, { longest }) : "";
}

/**
 * What to put right in a colour that was typed, "" for nothing. On a dark page a lighter tint of it does.
 * @param {BuilderGiven} given
 * @param {string} value
 * @param {string} mode
 */
function colourProblem({ problems }, value, mode) {
  const colour = colourOf(digitsOf(value));
  if (!colour) return problems.no_colour;
  return mode === "dark" || accentOn(colour, false) ? "" : problems.pale;
}

/**
 * The digits of a colour, which may be typed behind a "#".
 * @param {string} value
 */
function digitsOf(value) {
  return value.replace(/^#/, "").toLowerCase();
}

/**
 * What to put right, by the name of the question, in the order of the form.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 * @returns {Map<string, string>}
 */
export function problemsOf(given, choices) {
  const { limits, problems, waits } = given;
  const found = new Map();
  const n = [...choices.by].length;
  if (n > limits.longest_name) found.set("by", fill(problems.long_name, { longest: limits.longest_name, n }));
  for (const letter of Object.keys(waits)) {
    const problem = choices[letter] && waitProblem(given, letter, choices[letter]);
    if (problem) found.set(letter, problem);
  }
  const colour = choices.accent && colourProblem(given, choices.accent, choices.mode);
  if (colour) found.set("accent", colour);
  return found;
}

/**
 * The choices without those that must be put right, each as the embed takes it.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 * @param {Map<string, string>} problems
 * @returns {Choices}
 */
export function accepted({ waits }, choices, problems) {
  const kept = Object.entries(choices).map(([name, value]) => {
    if (!value || problems.has(name)) return [name, ""];
    return [name, name in waits ? String(Number(value)) : value];
  });
  const all = Object.fromEntries(kept);
  return { ...all, accent: digitsOf(all.accent) };
}

/**
 * What is worth knowing of a clinic's own waits: the answers for which the planner will not use one.
 * @param {BuilderGiven} given
 * @param {Choices} choices
 */
export function waitNotes({ notes, waits }, choices) {
  const own = Object.keys(waits).filter((letter) => choices[letter]);
  const said = own.flatMap((letter) => {
    const n = Number(choices[letter]);
    const kinds = waits[letter].rows.filter(({ least }) => least > n).map(({ kind }) => kind);
    return kinds.length ? [fill(notes.not_used, { n, kinds: kinds.join("; ") })] : [];
  });
  return own.length && !choices.by ? [...said, notes.wait_needs_name] : said;
}
