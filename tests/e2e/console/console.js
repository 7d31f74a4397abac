// The console in a browser: each test has a server and a database of its own, and is signed in as its admin, Ada.
import AxeBuilder from "@axe-core/playwright";
import { test as base } from "@playwright/test";
import { startDemo } from "../../../scripts/lib/server.mjs";
import { welcome } from "../person.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").BrowserContext} BrowserContext */
/** @typedef {import("../person.js").Person} Person */

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

/** Signs a browser in. @param {BrowserContext} context @param {Person} person */
export async function become(context, person) {
  const cookies = person.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.origin };
  });
  await context.addCookies(cookies);
}

/**
 * Somebody whom Ada invited.
 * @param {Person} ada @param {string} name @param {"viewer" | "editor" | "publisher" | "admin"} role
 */
export async function invite(ada, name, role) {
  const email = `${name.toLowerCase()}@shop.example`;
  const { link } = await ada.does("POST", "/v1/people", { name, email, role });
  return welcome(new URL(link, ada.origin).href);
}

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
