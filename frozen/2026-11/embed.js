// Gives each frame with data-planner the height of what it shows. It takes heights and sends no data.
{
  const frames = () => [...document.getElementsByTagName("iframe")].filter((frame) => "planner" in frame.dataset);
  addEventListener("message", ({ source, data }) => {
    const height = data?.type === "planner:height" ? data.height : data?.message === "height" && data.value;
    for (const frame of frames())
      if (frame.contentWindow === source && Number.isInteger(height) && height > 0)
        frame.style.height = Math.min(Math.max(height, 200), 6000) + "px";
  });
  for (const frame of frames()) frame.contentWindow?.postMessage({ message: "ready", secret: "" }, "*");
}
