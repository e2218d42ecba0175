/* What a person can take away from a frame, and how they get out of it to the pages of the guide. */

import { button, copy, element, shownText } from "./view.js";

/** @typedef {import("./language.js").Language} Language */

/**
 * The actions under an answer in a frame. Whatever leads out of the frame works in one that forbids new windows too.
 * @param {Language["say"]} say
 * @param {string} secret by which WordPress knows the frame, "" where it is none of WordPress
 * @param {string} full address of the full planner
 * @returns {import("./view.js").Actions}
 */
export function inFrame(say, secret, full) {
  /**
   * Open an address outside of the frame, or show it where that is forbidden.
   * @param {string} address
   * @param {Element} said
   */
  function leave(address, said) {
    // WordPress takes the reader there, if the address is one of the site that the frame shows.
    if (secret) parent.postMessage({ secret, message: "link", value: address }, "*");
    const opened = secret ? null : open(address);
    if (opened) {
      opened.opener = null;
      return;
    }
    const area = /** @type {HTMLTextAreaElement} */ (element("textarea", "", address));
    area.readOnly = true;
    said.replaceChildren(element("label", "", say("embed.blocked"), area));
    area.select();
  }

  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    // A link to stay in the frame says so.
    if (!link?.href || link.target === "_self" || event.defaultPrevented) return;
    event.preventDefault();
    if (!link.nextElementSibling?.matches(".planner__said")) link.after(spoken());
    leave(link.href, /** @type {Element} */ (link.nextElementSibling));
  });

  return (place, lang, taken) => {
    const said = spoken();
    const open = () => {
      const { waits } = taken.told;
      // The full planner knows no clinic: it takes the waits as told to the person. Of two in a link, the last holds.
      leave(`${full}#${taken.answers()}${waits ? `&told=${waits}` : ""}`, said);
    };
    const made = element(
      "div",
      "planner__actions",
      button(say("actions.copy"), () => copy(lang, shownText(place), said, "actions.copied")),
      button(say("embed.open_full"), open),
      said
    );
    return () => {
      said.textContent = "";
      return made;
    };
  };
}

/** A place for what is said of an action. */
function spoken() {
  const said = element("p", "planner__said");
  said.setAttribute("role", "status");
  return said;
}
