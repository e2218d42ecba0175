/* A planner on a page of the guide: what a person can take away is a calendar file, the text, a link and paper. */

import { calendarFile, googleLink } from "./calendar.js";
import { button, copy, element, linkTo, shownText } from "./view.js";

/** @typedef {import("./language.js").Language} Language */
/** @typedef {import("./view.js").Taken} Taken */

/**
 * What a person can take away.
 * @param {HTMLElement} place
 * @param {Language} lang
 * @param {Taken} taken
 */
export function pageActions(place, lang, taken) {
  const { say } = lang;
  const said = element("p", "planner__said");
  said.setAttribute("role", "status");
  const names = /** @type {HTMLInputElement} */ (element("input", ""));
  names.type = "checkbox";
  const chosen = () => (taken.told.entries ?? []).map((entry) => (names.checked ? { ...entry, title: entry.named } : entry));
  // A sandboxed frame may neither save a file nor open the print dialog.
  const free = origin !== "null" || location.protocol === "file:";
  const save = () => {
    const content = calendarFile({ name: say("calendar.name"), lang: document.documentElement.lang, stamp: Date.now(), planId: taken.id(), entries: chosen() });
    const link = linkTo("", URL.createObjectURL(new Blob([content], { type: "text/calendar" })));
    link.download = "plan.ics";
    link.click();
  };
  const share = () => {
    // Nothing of it reaches a server: browsers keep what follows the # to themselves.
    history.replaceState(null, "", `#${taken.answers()}`);
    copy(lang, location.href, said, "actions.shared");
  };
  const list = element("ul", "planner__list");
  // That the page sends no referrer to what it links to, its head says.
  const show = () => list.replaceChildren(...chosen().map((entry) => element("li", "", linkTo(entry.title, googleLink(entry)))));
  const fold = /** @type {HTMLDetailsElement} */ (element("details", "planner__fold", element("summary", "", say("actions.google")), element("p", "", say("actions.google_note")), list));
  names.onchange = fold.ontoggle = show;
  // These need days to come.
  const [calendar, ...named] = [button(say("actions.calendar"), save), element("label", "planner__tick", names, element("span", "", say("actions.names"))), fold];
  const made = element(
    "div",
    "planner__actions",
    free && calendar,
    button(say("actions.copy"), () => copy(lang, shownText(place), said, "actions.copied")),
    button(say("actions.share"), share),
    free && button(say("actions.print"), () => print()),
    said,
    ...named
  );
  return () => {
    said.textContent = "";
    for (const each of [calendar, ...named]) each.hidden = !chosen().length;
    if (fold.open) show();
    return made;
  };
}
