// @ts-check
import { html } from "../html.mjs";
import { shoppers } from "../../shop/shoppers.js";

/** @param {string} name @param {string} text @param {[string, string][]} options */
const choice = (name, text, options) =>
  html`<label class="demo-field"
    ><span>${text}</span
    ><select id="demo-${name}" name="${name}" autocomplete="off">
      ${options.map(([value, shown]) => html`<option value="${value}">${shown}</option>`)}
    </select></label
  >`;

/** @param {string} name @param {string} text */
const tick = (name, text) =>
  html`<label class="demo-tick"
    ><input type="checkbox" id="demo-${name}" name="${name}" autocomplete="off" checked /><span>${text}</span></label
  >`;

/** The bar over the shop. It belongs to the demo, so it stays English and looks like a tool. */
export const demoBar = () =>
  html`<aside class="demo" aria-label="cartnudge demo" lang="en">
    <div class="demo-row">
      <strong class="demo-name">cartnudge demo</strong>
      <button type="button" class="demo-button" id="demo-why" aria-expanded="false">Why?</button>
      <button
        type="button"
        class="demo-button demo-toggle"
        id="demo-toggle"
        aria-expanded="false"
        aria-controls="demo-controls"
      >
        Settings
      </button>
      <div class="demo-controls" id="demo-controls">
        ${choice(
          "shopper",
          "Shopper",
          shoppers.map(({ id, name }) => [id, name]),
        )}
        ${choice("language", "Language", [
          ["en", "English"],
          ["de", "Deutsch"],
        ])}
        ${choice("theme", "Theme", [
          ["auto", "Auto"],
          ["light", "Light"],
          ["dark", "Dark"],
        ])}
        ${choice("direction", "Direction", [
          ["ltr", "LTR"],
          ["rtl", "RTL"],
        ])}
        ${choice("look", "Nudge", [
          ["own", "Own"],
          ["calm", "Calm"],
          ["crisp", "Crisp"],
          ["warm", "Warm"],
        ])}
        <fieldset class="demo-consent">
          <legend>Consent</legend>
          ${tick("storage", "storage")}${tick("personalization", "personalization")}${tick("measurement", "measurement")}
        </fieldset>
      </div>
    </div>
  </aside>`;
