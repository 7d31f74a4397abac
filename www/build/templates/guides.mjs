// @ts-check
import { guides } from "../guides.mjs";
import { html } from "../html.mjs";
import { both, say, words } from "../words.mjs";
import { layout } from "./layout.mjs";

/** @param {[string, typeof guides[string]]} guide */
const section = ([id, { title, minutes, steps }]) =>
  html`<section class="guide" id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${both(title)}</h2>
    <p class="muted">${both({ en: `${minutes} minutes`, de: `${minutes} Minuten` })}</p>
    <ol>
      ${steps.map((step) => html`<li>${both(step)}</li>`)}
    </ol>
  </section>`;

export const guidesPage = () => {
  const { en, de } = words("guides.title");
  return layout({
    title: en,
    titleDe: de,
    type: "other",
    main: html`<div class="wrap guides">
      <h1>${say("guides.title")}</h1>
      ${Object.entries(guides).map(section)}
    </div>`,
  });
};
