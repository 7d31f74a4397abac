// The console in a browser: each test has a server and a database of its own, and is signed in as its admin, Ada.
import AxeBuilder from "@axe-core/playwright";
import { test as base } from "@playwright/test";
import { startDemo } from "../../../scripts/lib/server.mjs";
import { become, welcome } from "../person.js";

/** @typedef {import("@playwright/test").Page} Page */

export const test = base.extend({
  own: async ({}, use) => {
    const server = await startDemo();
    await use(server);
    await server.close();
  },
  baseURL: async ({ own }, use) => {
    await use(own.url);
  },
  /** The first admin, by the API. */
  ada: async ({ own }, use) => {
    await use(await welcome(own.link ?? "", { name: "Ada", email: "ada@shop.example" }));
  },
  /** Signed in as Ada; a test fails when the page throws. */
  page: async ({ page, context, ada }, use) => {
    await become(context, ada);
    /** @type {string[]} */
    const thrown = [];
    page.on("pageerror", (error) => thrown.push(error.message));
    await use(page);
    base.expect(thrown, "what the page threw").toEqual([]);
  },
});

export { expect } from "@playwright/test";
export { become, invite } from "../person.js";

/** Opens a page of the console, until its heading is there. @param {Page} page @param {string} path */
export async function open(page, path) {
  await page.goto(`/console${path}`);
  await page.locator("#page-title").waitFor();
}

/** Until the server has the draft. @param {Page} page */
export async function saved(page) {
  await base.expect(page.locator("[data-status=saved]")).toBeVisible();
}

/** What axe finds on the page as it is now. @param {Page} page */
export async function violations(page) {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}
