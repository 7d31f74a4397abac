import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";
import { startServer } from "../../www/server.mjs";

const site = fileURLToPath(new URL("../../dist/www", import.meta.url));

/** Playwright's `test`, with the built demo shop served on a port of its own: `page.goto('/')` opens it. */
export const test = base.extend({
  server: [
    async ({}, use) => {
      const server = await startServer({ port: 0, root: site });
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => {
    await use(server.url);
  },
});

export { expect } from "@playwright/test";
