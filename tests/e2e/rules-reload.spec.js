// Rules from an address: asked for again politely, swapped whole, and the last good ones stay.
import { bothSizes, chatRule, rules } from "./documents.js";
import { begin, card, expect, part, test, told, turn } from "./harness.js";

// Each page sees it anew: what was seen isn't said twice in a session.
test.beforeEach(({ page }) => page.addInitScript(() => localStorage.removeItem("cartnudge:memory")));

/** @typedef {import("@playwright/test").Page} Page */

const url = "/live/rules.json";
/** @param {string} id @param {object} [more] */
const text = (id, more = {}) => JSON.stringify(rules([chatRule(id)], more));

/** @param {Page} page @param {object} [options] */
async function open(page, options = {}) {
  await page.clock.install({ time: "2026-11-24T12:00:00Z" });
  await page.goto("/");
  await mount(page, options);
}

/** @param {Page} page @param {object} [options] */
async function mount(page, options = {}) {
  await begin(page, { rules: url, slots: { spot: "#slot" }, ...options });
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  await page.clock.runFor(100);
}

/** Seconds go by. @param {Page} page @param {number} seconds */
async function pass(page, seconds) {
  await page.clock.fastForward(seconds * 1_000);
  await page.clock.runFor(100);
}

/** What the page was told of. @param {Page} page @returns {Promise<string[]>} */
const errors = (page) => told(page, "error");

test("unchanged rules cost a 304 and change nothing", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  const decided = (await told(page, "decision")).length;
  await pass(page, 340);
  await expect.poll(() => live.asked.length).toBe(2);
  expect(live.asked[0]).toEqual({ status: 200, ifNoneMatch: undefined });
  expect(live.asked[1].status).toBe(304);
  await page.clock.runFor(1_000);
  expect((await told(page, "decision")).length).toBe(decided);
});

test("new rules are swapped in, and a rule that is gone takes its nudge with it", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  live.body = JSON.stringify(rules([], { version: 2 }));
  await pass(page, 340);
  await page.clock.runFor(1_000);
  await expect(card(page)).toHaveCount(0);
  expect((await told(page, "decision")).at(-1).rules_version).toBe(2);
  expect(await errors(page)).toEqual([]);
});

test("a bad document is refused whole and told once; the last good one stays, also on the next page", async ({
  page,
  live,
}) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  live.body = JSON.stringify(rules([chatRule("second"), { id: "broken" }], { version: 2 }));
  for (const asked of [2, 3]) {
    await pass(page, 340);
    await expect.poll(() => live.asked.length).toBe(asked);
    await page.clock.runFor(1_000);
  }
  expect(await errors(page)).toEqual(["rules at /rules/1/nudge: missing key; add it"]);
  expect((await told(page, "decision")).at(-1).rules_version).toBe(1);
  await page.reload();
  await mount(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  expect(await errors(page)).toEqual(["options at /rules/rules/1/nudge: missing key; add it"]);
});

test("rules of a newer schema say so, and the last good ones stay", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  live.body = text("second", { schema_version: 99, version: 2 });
  await pass(page, 340);
  await expect.poll(() => errors(page)).toEqual(["rules at /schema_version: newer schema; update cartnudge"]);
  expect((await told(page, "decision")).at(-1).rules_version).toBe(1);
});

test("the first good rules start a page that had none", async ({ page, live }) => {
  live.status = 500;
  await open(page, { rulesMaxAge: 30 });
  await expect.poll(() => errors(page)).toHaveLength(1);
  expect((await errors(page))[0]).toContain("the server answered with status 500");
  live.status = 200;
  live.body = text("late");
  await pass(page, 70);
  await expect(part(page, "headline")).toHaveText("Headline of late");
});

test("failures are told once and asked about less and less often, an hour at most", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  live.status = 503;
  // The usual 5 minutes; then 10, 20, 40 and 60, a tenth more or less.
  let asked = 1;
  for (const minutes of [5, 10, 20, 40]) {
    await pass(page, minutes * 60 * 0.89);
    expect(live.asked.length).toBe(asked);
    await pass(page, minutes * 60 * 0.22);
    asked += 1;
    await expect.poll(() => live.asked.length).toBe(asked);
    await page.clock.runFor(100);
  }
  await pass(page, 3_700);
  await expect.poll(() => live.asked.length).toBe(asked + 1);
  expect(await errors(page)).toHaveLength(1);
  await expect(part(page, "headline")).toHaveText("Headline of first");
});

test("a server that asks to wait is waited for", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  Object.assign(live, { status: 429, headers: { "retry-after": "7200" } });
  await pass(page, 340);
  await expect.poll(() => live.asked.length).toBe(2);
  await page.clock.runFor(100);
  await pass(page, 7_000);
  expect(live.asked.length).toBe(2);
  await pass(page, 300);
  await expect.poll(() => live.asked.length).toBe(3);
});

test("a hidden page doesn't ask, and one that is seen again does at once", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  await turn(page, "hidden");
  await pass(page, 4_000);
  expect(live.asked.length).toBe(1);
  await turn(page, "visible");
  await expect.poll(() => live.asked.length).toBe(2);
  // Not yet old again.
  await page.clock.runFor(100);
  await turn(page, "hidden");
  await turn(page, "visible");
  await page.clock.runFor(2_000);
  expect(live.asked.length).toBe(2);
});

test("0 is never again, and nothing is asked for more often than every half minute", async ({ page, live }) => {
  live.body = text("first");
  await open(page, { rulesMaxAge: 0 });
  await expect(part(page, "headline")).toHaveText("Headline of first");
  await pass(page, 100_000);
  await turn(page, "hidden");
  await turn(page, "visible");
  expect(live.asked.length).toBe(1);
  await page.reload();
  await mount(page, { rulesMaxAge: 1 });
  await expect.poll(() => live.asked.length).toBe(2);
  await pass(page, 26);
  expect(live.asked.length).toBe(2);
  await pass(page, 8);
  await expect.poll(() => live.asked.length).toBe(3);
});

test("dispose ends it, also for an answer that is on its way", async ({ page, live }) => {
  live.body = text("first");
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of first");
  live.body = text("second");
  await page.clock.fastForward(340_000);
  await page.evaluate(() => window.handle.dispose());
  await page.clock.runFor(1_000);
  const { length } = live.asked;
  await pass(page, 10_000);
  await turn(page, "hidden");
  await turn(page, "visible");
  expect(live.asked.length).toBe(length);
  await expect(card(page)).toHaveCount(0);
});

test("a document is not asked for", async ({ page, live }) => {
  await open(page, { rules: rules([chatRule("given")]) });
  await expect(part(page, "headline")).toHaveText("Headline of given");
  await pass(page, 10_000);
  expect(live.asked.length).toBe(0);
});
