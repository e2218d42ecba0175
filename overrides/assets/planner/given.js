/*
 * What a planner is given: its form, the facts and the words. A page as it is written holds them in a
 * template and, as JSON, in attributes. The publish step puts them into IN_SCRIPT instead, so that a
 * reader gets the page first and them with this script:
 * decisions/0005-what-comes-before-the-first-paint.md.
 */

/** @type {Record<string, any>} */
const IN_SCRIPT = {};

/**
 * The facts, with the addresses of pages as seen from the page at hand.
 * @param {HTMLElement} root
 * @returns {Facts}
 */
export function givenFacts(root) {
  return { ...given(root, "facts"), links: JSON.parse(root.dataset.links ?? "{}") };
}

/**
 * @param {HTMLElement} root
 * @returns {Words}
 */
export function givenWords(root) {
  return given(root, "words");
}

/**
 * @param {HTMLElement} root
 * @param {string} name
 */
function given(root, name) {
  return IN_SCRIPT[name] ?? JSON.parse(root.dataset[name] ?? "");
}

/**
 * The form as the component wrote it, with ids and names of this planner's own.
 * @param {HTMLElement} root
 * @returns {DocumentFragment}
 */
export function givenForm(root) {
  const template = root.querySelector("template") ?? document.createElement("template");
  // Written by the build and never by a reader, as the page itself.
  if (IN_SCRIPT.form) template.innerHTML = IN_SCRIPT.form;
  const form = document.importNode(template.content, true);
  for (const key of ["id", "aria-describedby"]) {
    for (const each of form.querySelectorAll(`[${key}]`)) each.setAttribute(key, `${root.id}-${each.getAttribute(key)}`);
  }
  // A label around its field is enough for browsers, and not for every program that takes spoken orders.
  form.querySelectorAll("label").forEach((label, at) => {
    const field = /** @type {HTMLInputElement} */ (label.control);
    field.id = label.htmlFor = `${root.id}-field-${at}`;
    field.name = field.closest("fieldset")?.id ?? "";
  });
  return form;
}
