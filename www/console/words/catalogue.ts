// Every word of the console, by page. `tests/console/words.test.ts` holds the languages to the same words.
import commonDe from "./common.de.json";
import commonEn from "./common.en.json";
import editorDe from "../editor/words.de.json";
import editorEn from "../editor/words.en.json";
import factsDe from "../facts/words.de.json";
import factsEn from "../facts/words.en.json";
import publishDe from "../publish/words.de.json";
import publishEn from "../publish/words.en.json";
import resultsDe from "../results/words.de.json";
import resultsEn from "../results/words.en.json";
import rulesDe from "../rules/words.de.json";
import rulesEn from "../rules/words.en.json";
import settingsDe from "../settings/words.de.json";
import settingsEn from "../settings/words.en.json";
import simulateDe from "../simulate/words.de.json";
import simulateEn from "../simulate/words.en.json";
import tryDe from "../try/words.de.json";
import tryEn from "../try/words.en.json";
import welcomeDe from "../welcome/words.de.json";
import welcomeEn from "../welcome/words.en.json";

const en = {
  ...commonEn,
  ...editorEn,
  ...factsEn,
  ...publishEn,
  ...resultsEn,
  ...rulesEn,
  ...settingsEn,
  ...simulateEn,
  ...tryEn,
  ...welcomeEn,
};

/** The id of a text: ICU MessageFormat in `words.en.json` and `words.de.json` beside the page that says it. */
export type WordId = keyof typeof en;

const de: Record<WordId, string> = {
  ...commonDe,
  ...editorDe,
  ...factsDe,
  ...publishDe,
  ...resultsDe,
  ...rulesDe,
  ...settingsDe,
  ...simulateDe,
  ...tryDe,
  ...welcomeDe,
};

export const languages = ["en", "de"] as const;
export type Language = (typeof languages)[number];

export const catalogue: Record<Language, Record<WordId, string>> = { en, de };

/** What each language calls itself. */
export const languageNames: Record<Language, string> = { en: "English", de: "Deutsch" };
