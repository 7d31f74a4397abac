// @ts-check
import { messages } from "../shop/messages.js";
import { html } from "./html.mjs";

// Pages are written in English and carry their German beside it, so that the switch needs no second set of pages.

/** @param {{ en: string, de: string }} text */
export const both = ({ en, de }) => html`<span data-de="${de}">${en}</span>`;

/** @param {string} key @returns {{ en: string, de: string }} */
export function words(key) {
  const en = messages.en[key];
  const de = messages.de[key];
  if (en === undefined || de === undefined) throw new Error(`no message is called \`${key}\` in both languages`);
  return { en, de };
}

/** @param {string} key */
export const say = (key) => both(words(key));

/** An `aria-label` in both languages. @param {string} key */
export const label = (key) => html`aria-label="${words(key).en}" data-de-label="${words(key).de}"`;

/** A price that the page writes in its language. @param {number} amount @param {string} [kind] */
export const price = (amount, kind = "price") =>
  html`<data class="${kind}" value="${amount.toFixed(2)}"
    >${new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(amount)}</data
  >`;
