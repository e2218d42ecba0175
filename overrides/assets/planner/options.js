/*
 * What a clinic asks of the planner in a frame, read from the frame's address. The part behind the # reaches no
 * server, so a clinic's name can stand there. It holds pieces with "#" between them: options, the answers of a person
 * ("v1&…"), and the secret by which WordPress knows its frame ("?secret=…"). What is not known is dropped.
 */

/** Characters of a name that is shown. */
export const LONGEST_NAME = 60;

/**
 * The options as they were written, "" for one that was not. `answers` starts with "v1&".
 * @typedef {Record<"task" | "accent" | "mode" | "lang" | "a" | "b" | "c" | "by" | "answers" | "secret", string>} Options
 */

/**
 * @param {string} query "", or what follows the path, from "?" on
 * @param {string} fragment "", or what follows that, from "#" on; it wins over the query
 * @returns {Options}
 */
export function readOptions(query, fragment) {
  /** @type {Options} */
  const options = { task: "", accent: "", mode: "", lang: "", a: "", b: "", c: "", by: "", answers: "", secret: "" };

  /** @param {string} pairs */
  function take(pairs) {
    for (const pair of pairs.split("&")) {
      const [, key, value] = /^(task|accent|mode|lang|[abc]|by)=(.*)/s.exec(pair) ?? [];
      if (key) options[/** @type {"by"} */ (key)] = textOf(value);
    }
  }

  take(query.slice(1));
  for (const piece of fragment.split("#")) {
    if (piece.startsWith("v1&")) options.answers ||= piece;
    else if (piece.startsWith("?secret=")) [options.secret] = /\w*$/.exec(piece) ?? [""];
    else take(piece);
  }
  return options;
}

/**
 * The part behind the # with other answers in it; the rest stays.
 * @param {string} fragment
 * @param {string} answers
 */
export function withAnswers(fragment, answers) {
  return fragment.replace(/#v1&[^#]*|(?=#\?secret=)|$/, () => `#${answers}`);
}

/**
 * What stands in an address as it is read: a text of one line, without marks that turn the order of letters.
 * @param {string} written
 */
function textOf(written) {
  try {
    return decodeURIComponent(written.replace(/\+/g, " "))
      .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]+/gu, " ")
      .trim();
  } catch {
    return "";
  }
}
