// A bare page of somebody's shop, with the package's files straight from the repository: no bundler, a strict policy.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */

const root = normalize(fileURLToPath(new URL("../..", import.meta.url))).replace(/[\\/]$/, "");
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** @type {Record<string, string>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};

/** @param {string} path */
async function answer(path) {
  if (path === "/favicon.ico") return { status: 204, type: "image/x-icon", body: "" };
  const wanted = path === "/" ? "/tests/e2e/page/index.html" : path;
  const file = normalize(join(root, wanted));
  const ours = ["js", "pkg", join("tests", "e2e", "page")].some((folder) => file.startsWith(join(root, folder) + sep));
  const body = ours ? await readFile(file).catch(() => null) : null;
  return body ? { status: 200, type: types[extname(file)] ?? "application/json", body } : null;
}

function startHarness() {
  const server = createServer(async (request, response) => {
    const found = await answer(new URL(request.url ?? "/", "http://localhost").pathname);
    response.writeHead(found?.status ?? 404, {
      "content-type": found?.type ?? "text/plain",
      "content-security-policy": policy,
      "cache-control": "no-cache",
    });
    response.end(found?.body ?? "not found");
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = /** @type {import("node:net").AddressInfo} */ (server.address());
      const close = () =>
        new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${address.port}`, close });
    });
  });
}

/** Playwright's `test`, on the bare page: `page.goto('/')` opens it. A test fails when the page throws. */
export const test = base.extend({
  harness: [
    async ({}, use) => {
      const server = await startHarness();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ harness }, use) => {
    await use(harness.url);
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

/** Mounts with listeners that note everything; see page/page.js. @param {Page} page @param {object} [options] */
export const begin = (page, options = {}) => page.evaluate((given) => window.begin(given), options);

/** What the listeners of an event got so far. @param {Page} page @param {string} name */
export const told = (page, name) => page.evaluate((event) => window.told[event], name);

/** The cart of the newest decision, as `size × quantity at price`. @param {Page} page */
export const lines = (page) => page.evaluate(() => window.handle.decide()?.lines.map(({ item_id }) => item_id));

/** The nudge, wherever it is. @param {Page} page */
export const card = (page) => page.locator("[data-cartnudge]");

/** @param {Page} page @param {string} name */
export const part = (page, name) => card(page).locator(`[part="${name}"]`);
