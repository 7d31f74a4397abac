// @ts-check
import { messages } from "./messages.js";

/** @returns {"en" | "de"} */
export const language = () => (document.documentElement.lang === "de" ? "de" : "en");

/** @param {string} key @param {Record<string, string | number>} [values] */
export function t(key, values = {}) {
  const text = messages[language()][key] ?? messages.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** @param {{ en: string, de: string }} text */
export const inLanguage = (text) => text[language()];

/** @param {number} amount */
export const money = (amount) =>
  new Intl.NumberFormat(language(), { style: "currency", currency: "EUR" }).format(amount);

/** Turns the English page into the chosen language. */
export function translatePage() {
  const lang = language();
  for (const element of document.querySelectorAll("data[value]"))
    element.textContent = money(Number(element.getAttribute("value")));
  const date = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeZone: "UTC" });
  for (const element of document.querySelectorAll("time[datetime]"))
    element.textContent = date.format(new Date(element.getAttribute("datetime") ?? ""));
  if (lang === "en") return;
  for (const element of document.querySelectorAll("[data-de]")) element.textContent = element.getAttribute("data-de");
  for (const element of document.querySelectorAll("[data-de-label]"))
    element.setAttribute("aria-label", element.getAttribute("data-de-label") ?? "");
  for (const element of document.querySelectorAll("[data-de-alt]"))
    element.setAttribute("alt", element.getAttribute("data-de-alt") ?? "");
}
