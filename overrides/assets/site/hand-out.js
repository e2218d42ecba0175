// The buttons of a hand-out: each opens the print dialog for one way of printing. A classic script, so that it
// also runs from file://. Without it, the sheet fits the paper that is chosen in the browser's own print dialog.
(() => {
  "use strict";
  const root = document.documentElement;
  const tools = document.querySelector(".hand-out-print");
  const sheet = document.querySelector(".hand-out");
  if (!tools || !sheet) return;
  /** @type {Element | null} */
  let twin = null;

  /** Another sheet like this one, with what was typed on it, and no id that stands twice. */
  const copy = () => {
    const made = /** @type {Element} */ (sheet.cloneNode(true));
    for (const element of made.querySelectorAll("[id]")) element.removeAttribute("id");
    const typed = sheet.querySelectorAll("input");
    made.querySelectorAll("input").forEach((input, at) => {
      input.value = typed[at].value;
    });
    return made;
  };

  tools.addEventListener("click", (event) => {
    const paper = event.target instanceof HTMLElement ? event.target.dataset.paper : "";
    if (!paper) return;
    root.dataset.paper = paper;
    if (paper === "pair" && !twin) {
      twin = copy();
      sheet.after(twin);
    }
    print();
  });
  addEventListener("afterprint", () => {
    delete root.dataset.paper;
    if (twin) twin.remove();
    twin = null;
  });
})();
