// What the page sends to the shop's server, and what becomes of it when the server is slow, full, gone or wrong.
import { bothSizes, cart, chatting, guiding, item, rules, sizeRule } from "./documents.js";
import { begin, card, expect, part, test, told, turn } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./harness.js").Collector} Collector */

const telemetry = { url: "/live/events" };

/** @param {Page} page @param {unknown} given */
const setCart = (page, given) => page.evaluate((value) => window.handle.setCart(value), given);

/** What the page was told of. @param {Page} page @returns {Promise<string[]>} */
const errors = (page) => told(page, "error");

/** @param {Collector} events */
const received = (events) => events.batches.flatMap((batch) => batch.events);

/** A page whose clock is the test's. @param {Page} page @param {object} [options] */
async function open(page, options = {}) {
  await page.clock.install({ time: "2026-11-24T12:00:00Z" });
  await page.goto("/");
  await begin(page, { ...chatting, telemetry, headless: true, ...options });
}

/** Seconds go by. @param {Page} page @param {number} seconds */
const pass = (page, seconds) => page.clock.runFor(seconds * 1_000);

/** Until the page has heard what was answered so far: its next question is answered after that. @param {Page} page */
const heard = (page) =>
  page.evaluate(async () => {
    for (let trip = 0; trip < 3; trip += 1) await (await fetch("/favicon.ico")).arrayBuffer();
  });

let made = 0;

/** So many events: lines that leave the cart. @param {Page} page @param {number} count @param {number} [length] of an id */
async function happen(page, count, length = 0) {
  const lamps = Array.from({ length: count }, () => {
    made += 1;
    return { item_id: `lamp-${made}`.padEnd(length, "x"), item_name: "Lamp", price: 10, quantity: 1 };
  });
  await setCart(page, cart(...lamps));
  await page.clock.runFor(20);
  await setCart(page, cart());
  await page.clock.runFor(20);
}

test("exposures and interactions arrive as CloudEvents, without cookies", async ({ page, events, harness }) => {
  await page.context().addCookies([{ name: "session", value: "secret", url: harness.url }]);
  await page.goto("/");
  await begin(page, { ...guiding, telemetry });
  await setCart(page, bothSizes);
  await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  await part(page, "dismiss").click();
  await expect.poll(() => events.batches.length, { timeout: 8_000 }).toBe(1);
  const [batch] = events.batches;
  expect(batch.type).toBe("application/cloudevents-batch+json");
  expect(batch.cookie).toBeUndefined();
  const [exposure, interaction, ...more] = batch.events;
  expect(more).toEqual([]);
  const [decision] = await told(page, "decision");
  const data = {
    decision_id: decision.decision_id,
    rules_version: 1,
    rule_id: "sizes",
    type: "size_guide",
    placement: "spot",
    item_id: "dress-s",
    model: { id: "starter", version: 2 },
    cart_band: decision.cart.band,
    line_band: decision.lines[0].band,
    session_id: expect.stringMatching(/^[0-9a-f]{16}$/),
  };
  const [{ at }] = await told(page, "exposure");
  const envelope = {
    specversion: "1.0",
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
    source: harness.url,
    datacontenttype: "application/json",
  };
  expect(exposure).toEqual({ ...envelope, type: "cartnudge.exposure", time: expect.any(String), data });
  expect(Math.abs(Date.parse(exposure.time) - at)).toBeLessThan(50);
  expect(interaction.type).toBe("cartnudge.interaction");
  expect(interaction.data).toEqual({ ...data, action: "dismissed" });
  expect(interaction.id).not.toBe(exposure.id);
});

test("features and the visitor go along only when asked for; a holdout, too", async ({ page, events }) => {
  const held = rules([sizeRule("sizes")], { holdout: { percent: 100, seed: "test" } });
  const more = { telemetry: { ...telemetry, features: true, visitorId: true }, visitorId: "me", headless: false };
  await open(page, { ...guiding, rules: held, ...more });
  await setCart(page, bothSizes);
  await pass(page, 6);
  await expect.poll(() => events.batches.length).toBe(1);
  const [{ type, data }] = events.batches[0].events;
  expect(type).toBe("cartnudge.holdout");
  expect(data).toMatchObject({
    rule_id: "sizes",
    type: "size_guide",
    placement: "spot",
    item_id: "dress-s",
    visitor_id: "me",
  });
  expect(data.features).toMatchObject({ "line.price": 129, "line.size_count": 2, "product.has_size_chart": true });
  expect(Object.keys(data.features)).not.toContain("line.name");
});

test("a batch waits five seconds for others", async ({ page, events }) => {
  await open(page);
  await happen(page, 2);
  await pass(page, 4);
  await happen(page, 1);
  expect(events.batches).toEqual([]);
  await pass(page, 1.5);
  await expect.poll(() => events.batches.map((batch) => batch.events.length)).toEqual([3]);
  expect(received(events).map(({ data }) => data.outcome)).toEqual(["line_removed", "line_removed", "line_removed"]);
});

test("twenty events are sent at once", async ({ page, events }) => {
  await open(page);
  await happen(page, 20);
  await expect.poll(() => events.batches.map((batch) => batch.events.length)).toEqual([20]);
});

test("what waits is sent when the page is left", async ({ page, events }) => {
  await open(page);
  await happen(page, 3);
  await page.goto("about:blank");
  await expect.poll(() => received(events).length).toBe(3);
});

test("what is on its way when the page is left goes again, under the same ids", async ({ page, events }) => {
  await open(page);
  events.delay = 300;
  await happen(page, 20);
  await expect.poll(() => events.batches.length).toBe(1);
  await page.goto("about:blank");
  await expect.poll(() => events.batches.length).toBe(2);
  const ids = events.batches.map((batch) => batch.events.map(({ id }) => id));
  expect(ids[0]).toEqual(ids[1]);
});

test("a hidden page sends at once, no more than a browser sends for a page on its way out", async ({
  page,
  events,
}) => {
  await open(page);
  events.delay = 300;
  await happen(page, 19, 6_000);
  await expect.poll(() => events.batches.length).toBe(1);
  await turn(page, "hidden");
  await expect.poll(() => events.batches.length).toBe(2);
  await page.waitForTimeout(100);
  expect(events.batches.length).toBe(2);
  expect(events.batches[1].bytes).toBeGreaterThan(45_000);
  await expect.poll(() => new Set(received(events).map(({ id }) => id)).size).toBe(19);
  expect(Math.max(...events.batches.map(({ bytes }) => bytes))).toBeLessThanOrEqual(64 * 1_024);
});

test("status 500: told once, and the same events again, less and less often", async ({ page, events }) => {
  await open(page);
  events.status = 500;
  await happen(page, 1);
  await pass(page, 6);
  for (const [count, seconds] of [
    [1, 10],
    [2, 20],
    [3, 40],
  ]) {
    await expect.poll(() => events.batches.length).toBe(count);
    await heard(page);
    await pass(page, seconds * 0.85);
    expect(events.batches.length).toBe(count);
    // Not so long that the test's clock ends the patience for an answer.
    await pass(page, seconds * 0.26);
  }
  await expect.poll(() => events.batches.length).toBe(4);
  expect(new Set(received(events).map(({ id }) => id)).size).toBe(1);
  expect(await errors(page)).toEqual([
    "telemetry: `/live/events`: the server answered with status 500; the events wait, and are sent again",
  ]);
  events.status = 200;
  await heard(page);
  await pass(page, 71);
  for (let step = 0; step < 3; step += 1) {
    await pass(page, 6);
    await heard(page);
  }
  await expect.poll(() => events.batches.length).toBe(5);
  await heard(page);
  await pass(page, 600);
  expect(events.batches.length).toBe(5);
});

test("a server that asks to wait is waited for", async ({ page, events }) => {
  await open(page);
  Object.assign(events, { status: 429, headers: { "retry-after": "100" } });
  await happen(page, 20);
  await expect.poll(() => events.batches.length).toBe(1);
  await heard(page);
  await happen(page, 20);
  await pass(page, 95);
  expect(events.batches.length).toBe(1);
  events.status = 200;
  await pass(page, 10);
  await expect.poll(() => events.batches.map((batch) => batch.events.length)).toEqual([20, 40]);
});

test("offline: the newest wait, the oldest are dropped and counted", async ({ page, events }) => {
  await open(page);
  await page.context().setOffline(true);
  await happen(page, 150);
  await expect.poll(() => errors(page)).toHaveLength(1);
  expect((await errors(page))[0]).toBe(
    "telemetry: `/live/events`: the server didn't answer; the events wait, and are sent again",
  );
  await happen(page, 100);
  await page.context().setOffline(false);
  // Not so long that the test's clock ends the patience for an answer.
  await pass(page, 11.5);
  await expect.poll(() => received(events).length).toBe(200);
  expect(received(events)[0].data.item_id).toBe(`lamp-${made - 199}`);
  expect(received(events)[199].data.item_id).toBe(`lamp-${made}`);
  await expect.poll(async () => (await errors(page)).at(-1)).toContain("50 of the oldest events were dropped unsent");
});

test("a slow server gets one batch at a time", async ({ page, events }) => {
  await open(page);
  events.delay = 700;
  await happen(page, 20);
  await expect.poll(() => events.batches.length).toBe(1);
  await happen(page, 20);
  await happen(page, 5);
  expect(events.batches.length).toBe(1);
  await expect.poll(() => events.batches.map((batch) => batch.events.length)).toEqual([20, 25]);
  expect(events.batches[1].at - events.batches[0].at).toBeGreaterThan(600);
  expect(await errors(page)).toEqual([]);
});

test("an answer that is none is told, and nothing is sent twice", async ({ page, events }) => {
  await open(page);
  events.body = "<!doctype html><title>Log in</title>";
  await happen(page, 20);
  await happen(page, 20);
  await expect.poll(() => events.batches.length).toBe(2);
  await heard(page);
  await pass(page, 60);
  expect(events.batches.length).toBe(2);
  expect(await errors(page)).toEqual([
    "telemetry: `/live/events`: the answer is not JSON; it begins with `<!doctype html><title>Log in</title>`; check that this is the address of the events",
  ]);
});

test("an answer may be empty", async ({ page, events }) => {
  await open(page);
  events.status = 204;
  await happen(page, 20);
  await expect.poll(() => events.batches.length).toBe(1);
  await heard(page);
  expect(await errors(page)).toEqual([]);
});

test("rejected events are told once, with the server's reason", async ({ page, events }) => {
  await open(page);
  const one = { id: "x", code: "bad_time", pointer: "/time", message: "the time is in 1970", help: "set the clock" };
  const other = { ...one, code: "too_large", pointer: "", message: "larger than 16 KiB", help: "send less" };
  const rejected = [
    { index: 0, ...one },
    { index: 1, ...one },
    { index: 2, ...other },
  ];
  events.body = JSON.stringify({ accepted: 17, duplicates: 0, rejected });
  await happen(page, 20);
  await happen(page, 20);
  await expect.poll(() => events.batches.length).toBe(2);
  await heard(page);
  expect(await errors(page)).toEqual(["telemetry at /time: `bad_time`: the time is in 1970; set the clock"]);
  const diagnostics = await page.evaluate(() => window.errors[0].diagnostics);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["event_rejected", "`bad_time`: the time is in 1970"],
    ["event_rejected", "`too_large`: larger than 16 KiB"],
  ]);
});

test("a batch that is refused isn't sent again, and the server's words are told", async ({ page, events }) => {
  await open(page);
  events.status = 413;
  events.body = JSON.stringify({ title: "Payload Too Large", detail: "at most 256 KiB", help: "send less at once" });
  await happen(page, 20);
  await expect
    .poll(() => errors(page))
    .toEqual(["telemetry: `/live/events`: the events were refused with status 413 at most 256 KiB; send less at once"]);
  await pass(page, 600);
  expect(events.batches.length).toBe(1);
});

test("nothing is sent without consent, and what waits is forgotten with it", async ({ page, events }) => {
  await open(page, { consent: { measurement: false } });
  await happen(page, 30);
  await page.evaluate(() => window.handle.setConsent({ measurement: true }));
  await happen(page, 1);
  await page.evaluate(() => window.handle.setConsent({ measurement: false }));
  await happen(page, 30);
  await pass(page, 10);
  await page.evaluate(() => window.handle.setConsent({}));
  await happen(page, 2);
  await pass(page, 10);
  await expect.poll(() => received(events).length).toBe(2);
  expect(received(events)[1].data.item_id).toBe(`lamp-${made}`);
});

test("dispose sends what waits, and nothing afterwards", async ({ page, events }) => {
  await open(page);
  events.status = 500;
  await happen(page, 3);
  await page.evaluate(() => window.handle.dispose());
  await expect.poll(() => received(events).length).toBe(3);
  await heard(page);
  await turn(page, "hidden");
  await pass(page, 600);
  expect(events.batches.length).toBe(1);
  expect(await errors(page)).toEqual([]);
});

test("a server elsewhere is asked without a preflight", async ({ page, events, harness }) => {
  await page.goto("/?elsewhere");
  const url = `${harness.url.replace("127.0.0.1", "localhost")}/live/events`;
  /** @type {string[]} */
  const methods = [];
  page.on("request", (request) => request.url() === url && methods.push(request.method()));
  await begin(page, { ...guiding, telemetry: { url } });
  await setCart(page, bothSizes);
  await expect(card(page)).toHaveCount(1);
  await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  await page.evaluate(() => window.handle.dispose());
  await expect.poll(() => events.batches.map(({ type }) => type)).toEqual(["text/plain;charset=UTF-8"]);
  expect(methods).toEqual(["POST"]);
});

test("an option that isn't one is told, and nothing is sent", async ({ page, events }) => {
  await open(page, { telemetry: { adress: "/live/events" } });
  await happen(page, 30);
  await pass(page, 10);
  expect(events.batches).toEqual([]);
  expect(await errors(page)).toEqual([
    'options at /telemetry: `telemetry` has no address; write { url: "/v1/events" }',
  ]);
});

test("a purchase is told with its value, after the decision before it", async ({ page, events }) => {
  await page.goto("/");
  await page.evaluate(() => {
    window.dataLayer = [];
  });
  await begin(page, { ...guiding, telemetry, sources: ["ga4"] });
  await page.evaluate(
    (items) => window.dataLayer.push({ event: "view_cart", ecommerce: { currency: "EUR", items } }),
    [item("S"), item("M")],
  );
  await expect(card(page)).toHaveCount(1);
  await page.evaluate(
    (items) =>
      window.dataLayer.push({
        event: "purchase",
        ecommerce: { currency: "EUR", value: 258, transaction_id: "T1", items },
      }),
    [item("S"), item("M")],
  );
  await page.evaluate(() => window.handle.dispose());
  await expect.poll(() => received(events).map(({ type }) => type)).toContain("cartnudge.outcome");
  const outcome = received(events).find(({ type }) => type === "cartnudge.outcome");
  const [{ decision_id }] = await told(page, "decision");
  expect(outcome.data).toMatchObject({
    outcome: "purchased",
    value: 258,
    currency: "EUR",
    decision_id,
    rules_version: 1,
  });
  expect(outcome.data).not.toHaveProperty("rule_id");
});
