// @ts-check
// Runs before the page is painted, so that neither theme nor direction changes under the reader's eyes.
import { applyPrefs, loadPrefs } from "./prefs.js";

applyPrefs(loadPrefs());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => applyPrefs(loadPrefs()));
