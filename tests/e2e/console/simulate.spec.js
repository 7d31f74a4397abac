// Simulations: the figures are the core's, half a million lines don't freeze the page, and bad files say what is wrong.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Simulation } from "cartnudge/authoring";
import { expect, open, test, violations } from "./console.js";

/** @typedef {import("@playwright/test").Page} Page */

const root = new URL("../../../", import.meta.url);
const small = fileURLToPath(new URL("cli/tests/data/orders.csv", root));
const retail = fileURLToPath(new URL("../shared/data/orders/online_retail_2009_2010.csv.gz", root));
const mapping = fileURLToPath(new URL("cli/mappings/online-retail-ii.json", root));

/** @param {Page} page @param {string} path */
async function choose(page, path) {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /Choose a file|\.csv/ }).click();
  await (await chooser).setFiles(path);
}

const simulate = (/** @type {Page} */ page) => page.getByRole("button", { name: "Simulate", exact: true });

/** The same by the core in Node, which tests/node/simulation.test.mjs holds to `cartnudge replay`. @param {object} options */
function expected(options) {
  const simulation = new Simulation(/** @type {any} */ (options));
  simulation.push(readFileSync(small));
  while (!simulation.run(1_000).done);
  const report = simulation.report();
  simulation.free();
  return JSON.parse(JSON.stringify(report));
}

test("the figures of a file are the core's, against what is live, and stay while one looks elsewhere", async ({
  page,
  ada,
}) => {
  const { body, etag } = await ada.ask("GET", "/v1/draft");
  const live = structuredClone(body.document);
  body.document.rules.push({
    id: "everybody",
    name: "Everybody",
    when: true,
    scope: "cart",
    nudge: { type: "chat_prompt" },
  });
  await ada.ask("PUT", "/v1/draft", { document: body.document, archived: body.archived }, etag);
  await open(page, "/simulate");
  await expect(simulate(page)).toBeDisabled();
  await choose(page, small);
  await simulate(page).click();
  const reached = page.getByRole("region", { name: "Whom it would have reached" });
  await expect(reached).toContainText("Against version 1, which is live");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download the report" }).click();
  const report = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  const { document } = await ada.does("GET", "/v1/draft");
  const liveNow = (await ada.does("GET", "/v1/rules/versions/1")).document;
  expect(report).toEqual(expected({ rules: document, against: liveNow }));
  expect(report.reached.any.carts).toBeGreaterThan(0);
  expect(live.rules).toHaveLength(14);
  await expect(reached).toContainText(report.reached.any.carts.toLocaleString("en"));
  // Few customers: no interval is given.
  await expect(reached).toContainText("not yet");
  await page.getByRole("combobox", { name: "Rule", exact: true }).click();
  await page.getByRole("option", { name: "Everybody" }).click();
  await page.getByRole("region", { name: "By band" }).getByText("Table", { exact: true }).click();
  await expect(page.getByRole("table", { name: "By band" })).toBeVisible();
  await page.getByRole("link", { name: "Results" }).click();
  await page.locator("#page-title").waitFor();
  await page.getByRole("link", { name: "Simulate" }).click();
  await expect(reached).toBeVisible();
});

test("the server's file: loaded by a publisher, there for everybody", async ({ page, ada }) => {
  const answer = await fetch(`${ada.origin}/v1/orders?name=orders.csv`, {
    method: "PUT",
    headers: { cookie: ada.cookie, "x-csrf-token": await csrf(ada) },
    body: readFileSync(small),
  });
  expect(answer.status).toBe(200);
  await open(page, "/simulate");
  await expect(page.getByText(/^orders\.csv/)).toBeVisible();
  await simulate(page).click();
  await expect(page.getByRole("region", { name: "The file" })).toContainText("left out");
});

/** @param {import("../person.js").Person} person */
async function csrf(person) {
  const { body } = await person.ask("GET", "/v1/session");
  return body.csrf_token;
}

test("a file with other columns asks for them; one that is no table says so", async ({ page }) => {
  await open(page, "/simulate");
  await page.evaluate(() => {
    const drop = document.querySelector("[aria-label='What to simulate']");
    const transfer = new DataTransfer();
    transfer.items.add(new File(["when;who;what\n2026-01-01;a;b\n"], "other.csv"));
    drop?.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
  });
  await expect(page.getByText("Needed: choose a column").first()).toBeVisible();
  await expect(simulate(page)).toBeDisabled();
});

test("half a million lines don't freeze the page, and can be cancelled", async ({ page }) => {
  test.skip(!existsSync(retail), "the public data isn't beside the project");
  test.slow();
  await open(page, "/simulate");
  await choose(page, retail);
  await page.getByRole("button", { name: /columns: which holds what/ }).click();
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: "Load a mapping file" }).click();
  await (await chooser).setFiles(mapping);
  await simulate(page).click();
  await expect(page.getByRole("status").filter({ hasText: /read\.|decided\./ })).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(simulate(page)).toBeEnabled();
  await page.evaluate(() => {
    // The longest time for which the page couldn't do anything else.
    const probe = { longest: 0, ticks: 0, last: performance.now() };
    Object.assign(window, { probe });
    setInterval(() => {
      const now = performance.now();
      probe.longest = Math.max(probe.longest, now - probe.last);
      probe.last = now;
      probe.ticks += 1;
    }, 20);
  });
  await simulate(page).click();
  await expect(page.getByRole("region", { name: "The file" })).toContainText("525,461 lines", { timeout: 120_000 });
  const { longest, ticks } = await page.evaluate(() => /** @type {any} */ (window).probe);
  test.info().annotations.push({ type: "longest pause, ms", description: String(Math.round(longest)) });
  // Not a time, but whether the page lived while the worker worked.
  expect(ticks).toBeGreaterThan(20);
  await expect(page.getByRole("region", { name: "The file" })).toContainText("6,642");
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(page, "/simulate");
    expect(await violations(page)).toEqual([]);
    await choose(page, small);
    await page.getByRole("button", { name: /columns: which holds what/ }).click();
    await simulate(page).click();
    await page.getByRole("region", { name: "The file" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
