/*
 * A plan as a calendar file (RFC 5545), and one entry of it as an address that fills in a Google event.
 * The file has no METHOD: that would make it a message, which must name an organiser (RFC 5546).
 */

import { toIso } from "./days.js";

/**
 * The text of a calendar file. An entry is about whole days and leaves them free. It has no alarm, which would
 * pop up on a screen that others see, and which Google is said to drop: what reminds of booking is an entry of its own.
 *
 * Importing a later file changes the entries of an earlier one and doubles none: an entry keeps its UID, and its
 * SEQUENCE rises by one every 2 seconds, which keeps it below 2 ** 31 until 2106.
 * @param {Calendar} calendar
 */
export function calendarFile({ name, lang, stamp, planId, entries }) {
  const events = entries.flatMap(({ key, from, to, title, text }) => [
    "BEGIN:VEVENT",
    `UID:${uidOf(planId, key)}`,
    `DTSTAMP:${unmarked(new Date(stamp).toISOString())}Z`,
    `SEQUENCE:${Math.floor(stamp / 2e3)}`,
    `DTSTART;VALUE=DATE:${unmarked(toIso(from))}`,
    `DTEND;VALUE=DATE:${unmarked(toIso(to + 1))}`,
    `SUMMARY:${escapeText(title)}`,
    `DESCRIPTION:${escapeText(text)}`,
    "TRANSP:TRANSPARENT",
    "STATUS:TENTATIVE",
    "CLASS:PRIVATE",
    "END:VEVENT",
  ]);
  return [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Guide//Planner//${lang}`,
    "CALSCALE:GREGORIAN",
    `NAME:${escapeText(name)}`,
    `X-WR-CALNAME:${escapeText(name)}`,
    ...events,
    "END:VCALENDAR",
    "",
  ]
    .map(foldLine)
    .join("\r\n");
}

/**
 * The address at which Google offers a whole-day event. It tells Google the title and the days, and nothing else.
 * @param {CalendarEntry} entry
 */
export function googleLink({ from, to, title }) {
  const days = `${unmarked(toIso(from))}/${unmarked(toIso(to + 1))}`;
  return `https://calendar.google.com/calendar/render?action=TEMPLATE&text=${encodeURIComponent(title)}&dates=${days}`;
}

/**
 * A UUID (version 8): always the same for an entry of a plan. 80 bits are the plan's and 39 come from the key.
 * @param {string} planId
 * @param {string} key
 */
function uidOf(planId, key) {
  let hash = 0;
  // A prime so small that the product stays exact.
  for (const char of key) hash = (hash * 4099 + char.charCodeAt(0)) % 2 ** 39;
  return planId.replace(/(.{8})(.{4})(...)(...)/, "$1-$2-8$3-8$4-") + (2 ** 39 + hash).toString(16);
}

/**
 * An ISO date or time without its marks and without parts of a second: 20261207, 20261207T093000.
 * @param {string} iso
 */
function unmarked(iso) {
  return iso.replace(/\W|\d+Z/g, "");
}

/**
 * A text as a value: nothing in it ends the value or the line. Control characters and halves of characters go.
 * @param {string} text
 */
function escapeText(text) {
  return text
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\n/g, "\\n")
    .replace(/[\p{Cc}\p{Cs}]/gu, "");
}

/**
 * A line in pieces of at most 75 octets, with the space that starts each further piece. Percent-encoded, an octet
 * is one character or %XX. A piece does not end before %80 to %BF, which are within a character.
 * @param {string} line
 */
function foldLine(line) {
  return decodeURIComponent(encodeURIComponent(line).replace(/(%..|[^%]){71,74}(?!%[89AB])(?=.)/g, "$&\r\n "));
}
