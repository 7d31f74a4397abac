// @ts-check
import { read, write } from "./storage.js";

/**
 * @typedef {{ shopper: string, lang: "en" | "de", theme: "auto" | "light" | "dark", dir: "ltr" | "rtl",
 *   look: "own" | "calm" | "crisp" | "warm",
 *   consent: { storage: boolean, personalization: boolean, measurement: boolean } }} Prefs
 */

const KEY = "alder-row:prefs";

/** @type {Prefs} */
const DEFAULTS = {
  shopper: "none",
  lang: "en",
  theme: "auto",
  dir: "ltr",
  look: "own",
  consent: { storage: true, personalization: true, measurement: true },
};

/** @returns {Prefs} */
export function loadPrefs() {
  const saved = read(KEY, DEFAULTS);
  return { ...DEFAULTS, ...saved, consent: { ...DEFAULTS.consent, ...saved.consent } };
}

/** @param {Partial<Prefs>} change */
export function savePrefs(change) {
  const prefs = { ...loadPrefs(), ...change };
  write(KEY, prefs);
  return prefs;
}

const darkScheme = () => matchMedia("(prefers-color-scheme: dark)").matches;

/** Puts language, direction, theme and the nudge's look on the document. @param {Prefs} prefs */
export function applyPrefs({ lang, dir, theme, look }) {
  const root = document.documentElement;
  root.lang = lang;
  root.dir = dir;
  root.dataset.theme = theme === "auto" ? (darkScheme() ? "dark" : "light") : theme;
  if (look === "own") delete root.dataset.cartnudgeTheme;
  else root.dataset.cartnudgeTheme = look;
}
