/* Tells the page around a frame how tall the frame's page is. No other message about it is ever sent. */

/** @param {string} secret by which WordPress knows the frame, "" where it is none of WordPress */
export function postHeights(secret) {
  const page = document.documentElement;

  function post() {
    const height = Math.ceil(page.getBoundingClientRect().height);
    parent.postMessage({ type: "planner:height", v: 1, height }, "*");
    if (secret) parent.postMessage({ secret, message: "height", value: height }, "*");
    // Browsers that size a frame to its content measure it when they are asked to.
    /** @type {{ requestResize?: () => void }} */ (window).requestResize?.();
  }

  if (parent === window) return;
  // WordPress hides a frame until it hears of it, and a browser that draws nothing observes nothing.
  post();
  new ResizeObserver(post).observe(page);
  // The page around it may have come to listen after the first height was sent.
  addEventListener("message", ({ source, data }) => {
    if (source === parent && data?.message === "ready" && data.secret === secret) post();
  });
}
