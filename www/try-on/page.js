// @ts-check
// A provider of 3D views, as a shop would embed one: a page of its own in a frame, with a policy of its own.
import "@google/model-viewer";
import "./page.css";

const query = new URLSearchParams(location.search);
const model = query.get("model") ?? "";

// Models of this shop only.
if (/^\/models\/[a-z-]+\.glb$/.test(model)) {
  const viewer = document.createElement("model-viewer");
  const attributes = {
    src: model,
    alt: query.get("name") ?? "",
    "camera-controls": "",
    "touch-action": "pan-y",
    "shadow-intensity": "0.8",
    "environment-image": "neutral",
    "interaction-prompt": "none",
    "camera-orbit": "25deg 72deg 110%",
    ...(matchMedia("(prefers-reduced-motion: reduce)").matches ? {} : { "auto-rotate": "" }),
  };
  for (const [name, value] of Object.entries(attributes)) viewer.setAttribute(name, value);
  viewer.addEventListener("load", () => document.body.setAttribute("data-ready", ""));
  document.body.append(viewer);
}
