// @ts-check
import { setLines } from "./cart.js";
import { byId } from "./dom.js";
import { applyPrefs, loadPrefs, savePrefs } from "./prefs.js";
import { shoppers } from "./shoppers.js";
import { forget } from "./storage.js";

/** @typedef {import("cartnudge").CartNudge | null} Nudge */

const LOOKS = /** @type {const} */ (["own", "calm", "crisp", "warm"]);

/** A new shopper starts with an own bag and without anybody's memory. @param {string} id @param {Nudge} nudge */
function become(id, nudge) {
  const shopper = shoppers.find((one) => one.id === id);
  if (!shopper) return;
  // What is still running could write its memory again while the page goes.
  nudge?.dispose();
  forget("cartnudge:");
  savePrefs({ shopper: id });
  setLines(shopper.cart);
  location.assign("/cart.html");
}

/**
 * @param {() => Nudge} running the mounted nudge, when there is one
 * @param {() => void} toggleWhy
 */
export function startDemoBar(running, toggleWhy) {
  const prefs = loadPrefs();
  const select = (/** @type {string} */ name) => /** @type {HTMLSelectElement} */ (byId(`demo-${name}`));
  const box = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (byId(`demo-${name}`));

  select("shopper").value = prefs.shopper;
  select("language").value = prefs.lang;
  select("theme").value = prefs.theme;
  select("direction").value = prefs.dir;
  select("look").value = prefs.look;
  box("storage").checked = prefs.consent.storage;
  box("personalization").checked = prefs.consent.personalization;
  box("measurement").checked = prefs.consent.measurement;

  select("shopper").addEventListener("change", (event) =>
    become(/** @type {HTMLSelectElement} */ (event.target).value, running()),
  );
  select("language").addEventListener("change", () => {
    savePrefs({ lang: select("language").value === "de" ? "de" : "en" });
    location.reload();
  });
  select("theme").addEventListener("change", () => {
    const theme = select("theme").value;
    applyPrefs(savePrefs({ theme: theme === "light" || theme === "dark" ? theme : "auto" }));
  });
  select("direction").addEventListener("change", () =>
    applyPrefs(savePrefs({ dir: select("direction").value === "rtl" ? "rtl" : "ltr" })),
  );
  select("look").addEventListener("change", () => {
    const look = LOOKS.find((one) => one === select("look").value);
    applyPrefs(savePrefs({ look: look ?? "own" }));
  });
  for (const name of ["storage", "personalization", "measurement"]) {
    box(name).addEventListener("change", () => {
      const consent = {
        storage: box("storage").checked,
        personalization: box("personalization").checked,
        measurement: box("measurement").checked,
      };
      savePrefs({ consent });
      running()?.setConsent(consent);
    });
  }

  const toggle = byId("demo-toggle");
  toggle?.addEventListener("click", () =>
    toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true")),
  );
  byId("demo-why")?.addEventListener("click", toggleWhy);
}
