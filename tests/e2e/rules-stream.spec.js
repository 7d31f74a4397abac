// A stream tells an open page of new rules: within seconds, only while it is visible, and whatever becomes of the stream.
import { bothSizes, chatRule, rules } from "./documents.js";
import { announce, announcement, begin, card, expect, part, test, told, turn } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./harness.js").Collector} Collector */

const url = "/live/rules.json";
const rulesStream = "/live/stream";

/** @param {number} version @param {object} [rule] */
const text = (version, rule = {}) => JSON.stringify(rules([chatRule("chat", rule)], { version }));

/** @param {Page} page @returns {Promise<string[]>} */
const errors = (page) => told(page, "error");

/** @param {Page} page @param {object} [options] */
async function open(page, options = {}) {
  await page.goto("/");
  await begin(page, { rules: url, rulesStream, slots: { spot: "#slot" }, ...options });
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
}

/** Until the page decides by rules of a version, and shows what they say. @param {Page} page @param {number} version */
async function uses(page, version) {
  await expect.poll(async () => (await told(page, "decision")).at(-1)?.rules_version).toBe(version);
  await expect(part(page, "headline")).toHaveText("Headline of chat");
}

/** Until the stream is open. @param {Collector} events */
const opened = (events, count = 1) => expect.poll(() => events.open.size).toBe(count);

test("a rule that is switched off leaves an open page within seconds, and comes back", async ({
  page,
  live,
  events,
}) => {
  live.body = text(1);
  events.greeting = announcement(1);
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of chat");
  await opened(events);
  await page.waitForTimeout(1_800);
  // The stream said what the page has: nothing to ask.
  expect(live.asked.length).toBe(1);
  live.body = JSON.stringify(rules([chatRule("chat", { enabled: false })], { version: 2 }));
  let since = Date.now();
  announce(events, 2);
  await expect(card(page)).toHaveCount(0);
  expect(Date.now() - since).toBeLessThan(2_500);
  live.body = JSON.stringify(rules([chatRule("chat")], { version: 3 }));
  since = Date.now();
  announce(events, 3);
  await expect(part(page, "headline")).toHaveText("Headline of chat");
  expect(Date.now() - since).toBeLessThan(2_500);
  expect(await errors(page)).toEqual([]);
});

test("the kill switch reaches an open dialog, too", async ({ page, live, events }) => {
  live.body = text(1);
  await open(page);
  await expect(card(page)).toHaveCount(1);
  await opened(events);
  live.body = JSON.stringify(rules([chatRule("chat")], { version: 2, kill_switch: true }));
  announce(events, 2);
  await expect(card(page)).toHaveCount(0);
});

test("many announcements are one question", async ({ page, live, events }) => {
  live.body = text(1);
  await open(page);
  await opened(events);
  await page.waitForTimeout(1_100);
  live.body = text(9);
  for (let version = 2; version < 10; version += 1) announce(events, version);
  await uses(page, 9);
  await page.waitForTimeout(1_800);
  expect(live.asked.length).toBe(2);
});

test("visitors don't all ask in the same moment", async ({ browser, harness, live, events }) => {
  live.body = text(1);
  /** @type {number[]} */
  const waited = [];
  for (const visitorId of ["a", "b", "c", "d", "e"]) {
    const page = await browser.newPage({ baseURL: harness.url });
    await open(page, { visitorId });
    await opened(events);
    await page.waitForTimeout(1_100);
    const { length } = live.asked;
    const since = Date.now();
    announce(events, 2);
    await expect.poll(() => live.asked.length, { intervals: [20] }).toBe(length + 1);
    waited.push(Date.now() - since);
    await page.close();
    await opened(events, 0);
  }
  expect(Math.max(...waited)).toBeLessThan(1_800);
  expect(Math.max(...waited) - Math.min(...waited)).toBeGreaterThan(200);
});

test("a hidden page closes the stream; seen again, it opens it and asks once", async ({ page, live, events }) => {
  live.body = text(1);
  await open(page);
  await opened(events);
  await turn(page, "hidden");
  await opened(events, 0);
  live.body = text(2);
  await page.waitForTimeout(1_500);
  expect(live.asked.length).toBe(1);
  events.greeting = announcement(2);
  await turn(page, "visible");
  await uses(page, 2);
  await opened(events);
  await page.waitForTimeout(1_800);
  expect(live.asked.length).toBe(2);
});

test("a stream that breaks off is resumed, and what was missed is asked for", async ({ page, live, events }) => {
  live.body = text(1);
  await open(page);
  await opened(events);
  live.body = text(2);
  events.greeting = announcement(2);
  for (const response of events.open) response.destroy();
  await uses(page, 2);
  await opened(events);
  expect(events.opened).toBe(2);
  expect(await errors(page)).toEqual([]);
});

test("a stream that is refused is told once and tried again; rules are asked for all the same", async ({
  page,
  live,
  events,
}) => {
  await page.clock.install({ time: "2026-11-24T12:00:00Z" });
  live.body = text(1);
  events.streamStatus = 503;
  await open(page);
  await page.clock.runFor(100);
  await expect.poll(() => errors(page)).toHaveLength(1);
  expect(await errors(page)).toEqual([
    "options at /rulesStream: `/live/stream`: this is no stream of events now; check the address; meanwhile rules are asked for by and by",
  ]);
  await page.clock.runFor(12_000);
  await expect.poll(() => events.opened).toBe(2);
  await page.waitForTimeout(100);
  live.body = text(2);
  await page.clock.fastForward(340_000);
  await page.clock.runFor(1_000);
  await uses(page, 2);
  events.streamStatus = 200;
  await page.clock.runFor(60_000);
  await opened(events);
  expect(await errors(page)).toHaveLength(1);
});

test("a change that comes while the server is asked is asked for afterwards", async ({ page, live, events }) => {
  live.body = text(1);
  await open(page);
  await opened(events);
  await page.waitForTimeout(1_100);
  live.delay = 1_200;
  live.body = text(2);
  announce(events, 2);
  await expect.poll(() => live.asked.length).toBe(2);
  live.body = text(3);
  announce(events, 3);
  await uses(page, 3);
});

test("dispose closes the stream", async ({ page, live, events }) => {
  live.body = text(1);
  await open(page);
  await opened(events);
  announce(events, 2);
  await page.evaluate(() => window.handle.dispose());
  await opened(events, 0);
  await turn(page, "hidden");
  await turn(page, "visible");
  await page.waitForTimeout(1_800);
  expect([events.opened, live.asked.length]).toEqual([1, 1]);
});

test("a stream needs rules from an address", async ({ page, events }) => {
  await open(page, { rules: rules([chatRule("given")]) });
  await expect(card(page)).toHaveCount(1);
  expect(events.opened).toBe(0);
  expect((await errors(page))[0]).toContain("options at /rulesStream: a stream is the address that tells of changes");
});
