/*
 * Whole days as numbers, counted from 1 January 1970. The calendar is reckoned in UTC, where every
 * day has the same length, and no clock is read: the same day is the same number everywhere.
 */

const MILLISECONDS_IN_DAY = 864e5;
export const DAYS_IN_WEEK = 7;
const THURSDAY = 3; // day 0 was one

/**
 * The day of an ISO date, or null when it is no day of the years 1900 to 2099.
 * @param {string} iso
 * @returns {Day | null}
 */
export function toDay(iso) {
  const day = /^(?:19|20)\d\d-\d\d-\d\d$/.test(iso) ? Date.parse(iso) / MILLISECONDS_IN_DAY : NaN;
  // A browser may read 30 February as a day of March.
  return !isNaN(day) && toIso(day) === iso ? day : null;
}

/**
 * The ISO date of a day.
 * @param {Day} day
 */
export function toIso(day) {
  return asDate(day).toISOString().slice(0, 10);
}

/**
 * A day as the language's own formatters take it, with time zone UTC.
 * @param {Day} day
 */
export function asDate(day) {
  return new Date(day * MILLISECONDS_IN_DAY);
}

/**
 * Day of the week, 0 for Monday to 6 for Sunday.
 * @param {Day} day
 */
export function weekday(day) {
  return (((day + THURSDAY) % DAYS_IN_WEEK) + DAYS_IN_WEEK) % DAYS_IN_WEEK;
}

/**
 * A number of days in the unit people say it in: 14 is 2 weeks, 7 is 7 days.
 * @param {number} days
 * @returns {{ n: number, unit: "days" | "weeks" }}
 */
export function spanOf(days) {
  return days >= 2 * DAYS_IN_WEEK && days % DAYS_IN_WEEK === 0
    ? { n: days / DAYS_IN_WEEK, unit: "weeks" }
    : { n: days, unit: "days" };
}
