// Runs before the first paint, so that a chosen colour scheme never flashes: keep it tiny.
try {
  const chosen = localStorage.getItem("scheme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.scheme = chosen;
} catch {
  // Storage is blocked: the device's own scheme it is.
}
