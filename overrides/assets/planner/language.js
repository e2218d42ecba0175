/* Words and dates in the reader's language. Sentences come whole from the words, one for each plural form. */

import { asDate } from "./days.js";

/**
 * Texts of the planner's language.
 * @typedef {object} Language
 * @property {(path: string, params?: Record<string, any>) => string} say
 * @property {(day: Day) => string} date weekday, day, month and year
 * @property {(day: Day, base: Day) => string} shortDate without the year while it is that of `base`
 * @property {(items: string[]) => string} list
 */

/**
 * @param {Words} words
 * @returns {Language}
 */
export function language(words) {
  const { locale } = words;
  const plural = new Intl.PluralRules(locale);
  const listed = new Intl.ListFormat(locale);
  const long = dateParts(locale, "long");
  const short = dateParts(locale, "short");

  /**
   * @param {string} path
   * @param {Record<string, any>} [params] `n` and `m` choose the plural form
   */
  function say(path, params = {}) {
    const found = path.split(".").reduce((inner, key) => inner?.[key], /** @type {any} */ (words));
    const forms = [params.n, params.m].filter((count) => count !== undefined).map((count) => plural.select(Number(count)));
    const text = typeof found === "object" ? found[forms.join("-")] : found;
    return fill(text ?? path, params);
  }

  return {
    say,
    date: (day) => fill(words.date, long(day)),
    shortDate: (day, base) => {
      const sameYear = asDate(day).getUTCFullYear() === asDate(base).getUTCFullYear();
      return fill(sameYear ? words.short_date : words.short_date_year, short(day));
    },
    list: (items) => listed.format(items),
  };
}

/**
 * @param {string} text
 * @param {Record<string, any>} params
 */
function fill(text, params) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(params[name] ?? whole));
}

/**
 * @param {string} locale
 * @param {"long" | "short"} width
 * @returns {(day: Day) => Record<string, string>}
 */
function dateParts(locale, width) {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: width,
    day: "numeric",
    month: width,
    year: "numeric",
    timeZone: "UTC",
  });
  return (day) => {
    const parts = format.formatToParts(asDate(day));
    return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  };
}
