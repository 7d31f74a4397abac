import { test as base } from "@playwright/test";
import { shoppers } from "../../www/shop/shoppers.js";
import { startDemo } from "../../scripts/lib/server.mjs";

/** @typedef {import("@playwright/test").Page} Page */

/** Playwright's `test`, with the built demo shop served by the control server on a port of its own: `page.goto('/')` opens it. A test fails when the page throws. */
export const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await startDemo();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => {
    await use(server.url);
  },
  noPageError: [
    async ({ page }, use) => {
      /** @type {string[]} */
      const thrown = [];
      page.on("pageerror", (error) => thrown.push(error.message));
      await use();
      base.expect(thrown, "what the page threw").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";

export const names = shoppers.map(({ id }) => id);

/** Whether somebody needs no help on the cart page. @param {string} shopper */
export const needsNone = (shopper) => ["loyal", "home"].includes(shopper);

/**
 * Opens the shop as somebody with their own bag and nobody's memory, as the demo bar does.
 * @param {Page} page @param {string} shopper @param {{ path?: string, prefs?: object }} [options]
 */
export async function visit(page, shopper, { path = "/cart.html", prefs = {} } = {}) {
  const cart = shoppers.find(({ id }) => id === shopper)?.cart ?? [];
  // A page without scripts, to get at the shop's storage.
  await page.goto("/api/rules.json");
  await page.evaluate(
    (entries) => entries.forEach(([key, value]) => localStorage.setItem(key, value)),
    [
      ["alder-row:prefs", JSON.stringify({ shopper, ...prefs })],
      ["alder-row:cart", JSON.stringify(cart)],
    ],
  );
  await page.goto(path);
}

/** The nudge, wherever it is. @param {Page} page */
export const card = (page) => page.locator("[data-cartnudge]");

/** @param {Page} page @param {string} name */
export const part = (page, name) => card(page).locator(`[part="${name}"]`);

/** What the "Why?" panel holds. @param {Page} page */
export const panel = (page) => page.locator("#why");

/** A section of the panel. @param {Page} page @param {string} title */
export const section = (page, title) =>
  panel(page)
    .locator(".why-section")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) });

/** @param {Page} page */
export async function openPanel(page) {
  await page.getByRole("button", { name: "Why?" }).click();
  await base.expect(panel(page)).toBeVisible();
}

/** The first row of a rule among what isn't shown. @param {Page} page @param {string} rule */
export const refusal = (page, rule) => section(page, "What is not shown").getByRole("row", { name: rule }).first();

/** Until a decision was made, whatever it shows: the panel must be open. @param {Page} page */
export const decided = (page) => base.expect(section(page, "What is shown")).toBeVisible();
