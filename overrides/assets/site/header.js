// What a page can do with scripts on: Escape closes the menu, the search opens in place, a colour scheme
// can be chosen, and a review that is overdue shows. A classic script, so that it also runs from file://.
(() => {
  "use strict";
  const root = document.documentElement;

  /** @type {HTMLDetailsElement | null} */
  const menu = document.querySelector(".menu");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu || !menu.open || document.querySelector("dialog[open]")) return;
    const at = document.activeElement;
    const summary = menu.querySelector("summary");
    if (!summary || !(menu.contains(at) || at === document.body)) return;
    menu.open = false;
    summary.focus();
  });

  // The build shows it too. This is for a copy that grew old since, such as one that was downloaded.
  /** @type {HTMLElement | null} */
  const overdue = document.querySelector("[data-due]");
  if (overdue && Date.now() >= Date.parse(overdue.dataset.due || "")) overdue.hidden = false;

  /** @type {HTMLAnchorElement | null} */
  const link = document.querySelector("a.search-link");
  if (link && "adoptedStyleSheets" in document) {
    // Without scripts, or in a browser that is too old, it leads to the list of all pages. With them it
    // opens a dialog, so it is a button.
    const button = document.createElement("button");
    button.type = "button";
    button.className = link.className;
    button.append(...link.childNodes);
    button.setAttribute("aria-haspopup", "dialog");
    const { href } = link;
    button.addEventListener(
      "click",
      () => {
        const script = document.createElement("script");
        script.src = link.dataset.src || "";
        script.dataset.pages = href;
        script.onerror = () => location.assign(href);
        document.head.append(script);
      },
      { once: true },
    );
    link.replaceWith(button);
  }

  /** @type {HTMLSelectElement | null} */
  const select = document.querySelector(".scheme select");
  if (select && select.parentElement) {
    /** @type {NodeListOf<HTMLMetaElement>} */
    const bars = document.querySelectorAll('meta[name="theme-color"]');
    const own = [...bars].map((bar) => bar.media);
    /** The browser's own bar takes the colour of the scheme that is shown. */
    const paintBar = () => {
      bars.forEach((bar, index) => {
        const { scheme } = root.dataset;
        bar.media = !scheme ? own[index] : own[index].includes(scheme) ? "all" : "not all";
      });
    };
    select.value = root.dataset.scheme || "";
    select.parentElement.hidden = false;
    select.addEventListener("change", () => {
      if (select.value) root.dataset.scheme = select.value;
      else delete root.dataset.scheme;
      paintBar();
      try {
        if (select.value) localStorage.setItem("scheme", select.value);
        else localStorage.removeItem("scheme");
      } catch {
        // Storage is blocked: the choice holds for this page.
      }
    });
    paintBar();
  }
})();
