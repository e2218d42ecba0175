// What the tests ask a page about its looks. Each function of `looks` gives the faults it finds, a line each.
(() => {
  const LABELLED = "input, select, textarea";
  // What is there for screen readers alone, or is drawn by the browser.
  const UNSEEN = ".vh, .skip, .planner__live, svg";
  const FOCUSABLE = `a[href], button, ${LABELLED}, summary, [tabindex]:not([tabindex="-1"])`;

  const named = (e) => `<${e.tagName.toLowerCase()} ${e.id || e.className}> ${e.textContent.trim().slice(0, 50)}`;
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const every = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const labelOf = (e) => (e.matches(LABELLED) && e.labels.length ? e.labels[0] : null);

  // --- the focus ---

  /** All that could show that an element has the focus. */
  const lookOf = (e) => {
    const label = labelOf(e);
    const parts = [e, ...e.querySelectorAll("*"), ...(label ? [label, ...label.querySelectorAll("*")] : [])];
    return parts.map((part) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, borderWidth, backgroundColor } = getComputedStyle(part);
      const ring = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 ? `${outlineStyle} ${outlineWidth} ${outlineColor}` : "";
      return [ring, boxShadow, borderColor, borderWidth, backgroundColor].join("; ");
    }).join("\n");
  };

  /** Whether something of the element, or of its label, can be seen where it stands. */
  const seen = (e) => {
    const own = [e, labelOf(e)].filter(Boolean);
    const boxes = own.flatMap((each) => [...each.getClientRects()]).filter((box) => box.width > 1 && box.height > 1);
    if (!boxes.length) return "has no size";
    if (!boxes.some((box) => box.left >= -1 && box.right <= innerWidth + 1 && box.bottom > 0 && box.top < innerHeight)) return "is off the screen";
    const free = boxes.some((box) => [0.25, 0.5, 0.75].some((part) => {
      const hit = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
      return hit && own.some((each) => each.contains(hit));
    }));
    return free ? "" : "is covered";
  };

  /** What can take the focus: behind an open dialog, nothing can. */
  const stops = () => every(FOCUSABLE).filter((e) => (document.querySelector("dialog[open]") ?? document).contains(e));

  const focus = () => stops().flatMap((e) => {
    e.focus({ focusVisible: true });
    if (document.activeElement !== e) return [`${named(e)} takes no focus`];
    const fault = seen(e);
    return fault ? [`${named(e)} ${fault}`] : [];
  });

  /** One of each kind is enough: elements with the same classes and parents look the same. */
  const ring = () => {
    const kinds = new Map(stops().map((e) => [`${e.tagName} ${e.className} ${e.type} ${e.parentElement.className} ${e.parentElement.tagName}`, e]));
    return [...kinds.values()].flatMap((e) => {
      document.activeElement.blur();
      const before = lookOf(e);
      e.focus({ focusVisible: true });
      return lookOf(e) === before ? [`${named(e)} looks the same with the focus`] : [];
    });
  };

  // --- room ---

  const sideways = () => (document.documentElement.scrollWidth > innerWidth ? [`the page is ${document.documentElement.scrollWidth} wide`] : []);

  const cut = () => every("body *").filter((e) => {
    if (e.closest(UNSEEN) || e.matches("input, select, option")) return false; // a browser cuts what it draws in a field itself
    const { overflowX, overflowY } = getComputedStyle(e);
    const hides = [overflowX, overflowY].some((value) => ["hidden", "clip"].includes(value));
    return hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
  }).map((e) => `${named(e)} is cut`);

  /** Lines of text, without the white around letters, that lie on each other. */
  const overlap = () => {
    // What sticks lies on what scrolls below it, so nothing is scrolled. `focus` holds that it covers no focus.
    scrollTo(0, 0);
    const walker = document.createTreeWalker(document.querySelector("dialog[open], :popover-open") ?? document.body, NodeFilter.SHOW_TEXT);
    const lines = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const e = node.parentElement;
      if (!node.data.trim() || !shown(e) || e.closest(`${UNSEEN}, select, textarea`)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) {
        const quarter = box.height / 4;
        if (box.width > 2) lines.push({ node, e, left: box.left, right: box.right, top: box.top + quarter, bottom: box.bottom - quarter });
      }
    }
    lines.sort((a, b) => a.top - b.top);
    const faults = new Set();
    lines.forEach((a, place) => {
      for (let i = place + 1; i < lines.length && lines[i].top < a.bottom; i++) {
        const b = lines[i];
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        if (a.node !== b.node && wide > 2) faults.add(`${named(a.e)} lies on ${named(b.e)}`);
      }
    });
    return [...faults];
  };

  /** What stays at the top of the screen, which a zoomed page has no room for. A note that someone opened may. */
  const fixed = () => every("body *").filter((e) => ["fixed", "sticky"].includes(getComputedStyle(e).position) && !e.matches(":popover-open, dialog"))
    .map((e) => `${named(e)} does not scroll away`);

  // --- movement ---

  const moving = () => every("body *").filter((e) => {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(e);
    return (animationName !== "none" && animationDuration.split(", ").some((time) => parseFloat(time) > 0))
      || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
  }).map((e) => `${named(e)} moves`);

  // --- colours ---

  const brightness = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  /** Any colour of a style as red, green, blue and, from 0 to 255, how dense it is. */
  const parts = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const contrast = (colour, other) => {
    const [a, b] = [parts(colour), parts(other)].map(brightness).sort((x, y) => y - x);
    return parts(colour)[3] < 128 ? 1 : (a + 0.05) / (b + 0.05);
  };

  /** What carries a meaning by its shape or edge; with the part of it that is drawn. */
  const MARKS = [
    [".mark, .planner__mark, .planner__sign, .planner__status, .care-card, .warning, .do-list, .do-not-list, .caution-list li, .in-short, .certainty", ""],
    [".planner__question--problem, .planner__problems, .planner__block--emergency, .planner__block--do-not, .planner__block--ask-first", ""],
    [".timeline li, .planner__step, th[class], [class^='is-'] > .cell-label, .certainty, .do-list li, .do-not-list li", "::before"],
    [".timeline li:not(:has(.mark))", "::after"],
  ];

  /** Whether a box has an edge, a ground or a sign that can be seen on a ground. */
  const drawn = (style, ground) => ["Top", "Right", "Bottom", "Left"].some((side) =>
    parseFloat(style[`border${side}Width`]) >= 1 && !["none", "hidden"].includes(style[`border${side}Style`]) && contrast(style[`border${side}Color`], ground) >= 3)
    || contrast(style.backgroundColor, ground) >= 3
    || (!["none", "normal", '""'].includes(style.content) && contrast(style.color, ground) >= 4.5);

  const marks = () => {
    const probe = document.createElement("i");
    document.body.append(probe);
    probe.setAttribute("style", "color: Canvas");
    const ground = getComputedStyle(probe).color;
    probe.remove();
    // The last point of a timeline fades out, as an open end.
    return MARKS.flatMap(([selector, part]) => every(selector)
      .filter((e) => !(part === "::before" && e.matches(".timeline li:last-child, .planner__step:last-child")))
      .filter((e) => !drawn(getComputedStyle(e, part || null), ground)).map((e) => `${named(e)}${part} cannot be seen`));
  };

  /** Controls that nothing but a colour would set apart. A word with a note is underlined, as a link is. */
  const edges = () => every("button, dialog, .menu > summary, select, input:not([type=radio], [type=checkbox]), textarea, .planner__chip-text").filter((e) => {
    const style = getComputedStyle(e);
    if (e.matches("dialog") && e.clientWidth === innerWidth) return false; // the whole screen
    return !(parseFloat(style.borderTopWidth) >= 1 && style.borderTopStyle !== "none") && !style.textDecorationLine.includes("underline");
  }).map((e) => `${named(e)} has no edge`);

  // --- paper ---

  const paper = () => {
    const words = every("body *").filter((e) => [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()));
    return [
      ...every("header :is(button, summary, select, nav), main button:not(.term), dialog, .skip, .search-link").map((e) => `${named(e)} does nothing on paper`),
      ...words.filter((e) => !e.closest(UNSEEN) && contrast(getComputedStyle(e).color, "#fff") < 4.5).map((e) => `${named(e)} is too pale: ${getComputedStyle(e).color}`),
      ...every("main a[href]").filter((e) => !e.textContent.trim()).map((e) => `${named(e)} has no words`),
      ...[...document.querySelectorAll("main details")].filter((e) => !e.closest(".planner") && shown(e.parentElement))
        .filter((e) => ![...e.children].slice(1).some(shown)).map((e) => `${named(e)} is folded`),
    ];
  };

  // --- what moved while the page came ---

  const moved = [];
  new PerformanceObserver((list) => moved.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  const shift = () => {
    const sum = moved.filter((entry) => !entry.hadRecentInput).reduce((all, { value }) => all + value, 0);
    const what = moved.flatMap(({ sources }) => sources.map(({ node }) => (node instanceof Element ? named(node) : "text")));
    return sum < 0.02 ? [] : [`moved by ${sum.toFixed(3)}: ${[...new Set(what)].join(", ")}`];
  };

  window.looks = { focus, ring, sideways, cut, overlap, fixed, moving, marks, edges, paper, shift };
})();
