import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./scripts/ensure-browser.mjs";

/** Tests start their own server (tests/e2e/shop.js) and use the Chromium that the system has. */
export default defineConfig({
  testDir: "tests/e2e",
  workers: 1,
  // A console test does what a person does for a minute, and CI machines are busy.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    trace: "retain-on-failure",
    launchOptions: { executablePath: findBrowser().chromium, args: browserArguments },
  },
});
