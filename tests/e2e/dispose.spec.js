// After dispose() the page is as it was.
import { bothSizes, cart, guiding, item } from "./documents.js";
import { begin, card, expect, part, test, told } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */

const heard = { ...guiding, sources: ["ga4"] };

/** Counts timers, listeners and observers that are alive. */
function count() {
  const timers = new Set();
  /** @type {Map<EventTarget, Set<unknown>>} */
  const listeners = new Map();
  const observers = new Set();
  const { setTimeout: set, clearTimeout: clear } = window;
  window.setTimeout = (call, ...more) => {
    const id = set(
      (...all) => {
        timers.delete(id);
        return call(...all);
      },
      ...more,
    );
    timers.add(id);
    return id;
  };
  window.clearTimeout = (id) => {
    timers.delete(id);
    clear(id);
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function adding(kind, listener, options) {
    const own = listeners.get(this) ?? new Set();
    listeners.set(this, own.add(listener));
    return add.call(this, kind, listener, options);
  };
  EventTarget.prototype.removeEventListener = function removing(kind, listener, options) {
    listeners.get(this)?.delete(listener);
    return remove.call(this, kind, listener, options);
  };
  for (const name of ["observe", "disconnect"]) {
    const own = IntersectionObserver.prototype[name];
    IntersectionObserver.prototype[name] = function noting(...all) {
      if (name === "observe") observers.add(this);
      else observers.delete(this);
      return own.apply(this, all);
    };
  }
  window.alive = () => ({
    timers: timers.size,
    listeners: [...listeners.values()].reduce((sum, own) => sum + own.size, 0),
    observers: observers.size,
  });
}

/** @param {Page} page */
const html = (page) => page.evaluate(() => document.documentElement.outerHTML);

/** @param {Page} page @param {object} options */
async function show(page, options = heard) {
  await begin(page, options);
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  await expect(part(page, "headline")).toBeVisible();
}

/** @param {Page} page */
const dispose = (page) => page.evaluate(() => window.handle.dispose());

/** @param {Page} page @param {object[]} items */
const viewCart = (page, ...items) =>
  page.evaluate((given) => window.dataLayer.push({ event: "view_cart", ecommerce: given }), cart(...items));

test.beforeEach(async ({ page }) => {
  await page.addInitScript(count);
  await page.goto("/");
});

test("the document is the same, byte for byte", async ({ page }) => {
  const before = await html(page);
  await show(page);
  expect(await html(page)).not.toBe(before);
  await dispose(page);
  expect(await html(page)).toBe(before);
});

test("also with an open dialog, whose focus goes back", async ({ page }) => {
  const before = await html(page);
  await page.locator("#before").focus();
  await show(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await dispose(page);
  expect(await html(page)).toBe(before);
  await expect(page.locator("#before")).toBeFocused();
});

test("no timer, listener or observer stays", async ({ page }) => {
  const alive = () => page.evaluate(() => window.alive());
  await begin(page, { ...heard, rules: "/nowhere.json" });
  await dispose(page);
  const before = await alive();
  await show(page);
  const during = await alive();
  expect(during.timers).toBeGreaterThan(before.timers);
  expect(during.listeners).toBeGreaterThan(before.listeners);
  expect(during.observers).toBe(before.observers + 1);
  await dispose(page);
  expect(await alive()).toEqual(before);
});

test("nor with a server that takes events and tells of new rules", async ({ page, live, events }) => {
  live.body = JSON.stringify(guiding.rules);
  const served = {
    ...heard,
    rules: "/live/rules.json",
    rulesStream: "/live/stream",
    telemetry: { url: "/live/events" },
  };
  const alive = () => page.evaluate(() => window.alive());
  await begin(page, { ...heard, rules: "/nowhere.json" });
  await dispose(page);
  const before = await alive();
  await show(page, served);
  await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  await expect.poll(() => events.open.size).toBe(1);
  const during = await alive();
  await dispose(page);
  expect(during.listeners).toBeGreaterThan(before.listeners);
  await expect.poll(() => events.batches.length).toBe(1);
  await expect.poll(() => events.open.size).toBe(0);
  expect(await alive()).toEqual(before);
});

test("no timer stays when it never came to a decision", async ({ page }) => {
  await page.route("**/signals.json", () => new Promise(() => {}));
  const before = await page.evaluate(() => window.alive().timers);
  await begin(page, { ...heard, signals: "/signals.json" });
  await expect.poll(() => page.evaluate(() => window.alive().timers)).toBeGreaterThan(before);
  await dispose(page);
  expect(await page.evaluate(() => window.alive().timers)).toBe(before);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

for (const own of [false, true]) {
  test(`dataLayer.push is the one it was, ${own ? "the page's own" : "the list's"}`, async ({ page }) => {
    await page.evaluate((wrapped) => {
      window.dataLayer = [];
      if (wrapped) window.dataLayer.push = (...all) => Array.prototype.push.apply(window.dataLayer, all);
      window.push = window.dataLayer.push;
    }, own);
    const same = () =>
      page.evaluate(() => [window.dataLayer.push === window.push, Object.hasOwn(window.dataLayer, "push")]);
    await show(page);
    expect(await same()).toEqual([false, true]);
    await dispose(page);
    expect(await same()).toEqual([true, own]);
  });
}

test("a push that somebody wrapped again keeps working, and tells nothing", async ({ page }) => {
  await show(page);
  await page.evaluate(() => {
    const ours = window.dataLayer.push;
    window.passed = [];
    window.dataLayer.push = (...all) => {
      window.passed.push(...all);
      return ours(...all);
    };
  });
  await viewCart(page, item("S"));
  await expect.poll(async () => (await told(page, "decision")).at(-1).lines).toHaveLength(1);
  await dispose(page);
  const before = (await told(page, "decision")).length;
  const length = await viewCart(page, item("S"), item("M"));
  expect(await page.evaluate(() => [window.passed.length, window.dataLayer.length])).toEqual([2, length]);
  await page.waitForTimeout(300);
  expect(await told(page, "decision")).toHaveLength(before);
});

test("nothing is told or shown afterwards, whatever is called", async ({ page }) => {
  await show(page);
  await dispose(page);
  const before = await page.evaluate(() => JSON.stringify(window.told));
  await viewCart(page, item("M"));
  await page.evaluate((given) => {
    window.handle.setCart(given);
    window.handle.setConsent({ storage: false });
    window.handle.on("decision", () => window.told.error.push("still there"))();
    window.handle.dispose();
  }, bothSizes);
  expect(await page.evaluate(() => window.handle.decide())).toBeUndefined();
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => JSON.stringify(window.told))).toBe(before);
  await expect(card(page)).toHaveCount(0);
});

test("disposed of before anything was loaded", async ({ page }) => {
  const before = await html(page);
  await page.route("**/rules.json", async (route) => {
    await new Promise((go) => setTimeout(go, 200));
    await route.fulfill({ json: guiding.rules });
  });
  await begin(page, { ...heard, rules: "/rules.json" });
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  await dispose(page);
  await page.waitForTimeout(600);
  expect(await told(page, "decision")).toEqual([]);
  expect(await html(page)).toBe(before);
});

test("mount, dispose, mount", async ({ page }) => {
  await show(page);
  await dispose(page);
  await show(page);
  await expect(card(page)).toHaveCount(1);
  await viewCart(page, item("S"));
  await expect(card(page)).toHaveCount(0);
});

test("mounting twice disposes of the first, and says so", async ({ page }) => {
  await show(page);
  await page.evaluate(() => (window.first = window.handle));
  await show(page);
  await expect(card(page)).toHaveCount(1);
  expect(await told(page, "error")).toEqual([expect.stringContaining("mounted twice")]);
  expect(await page.evaluate(() => window.first.decide())).toBeUndefined();
  await dispose(page);
  await expect(card(page)).toHaveCount(0);
  expect(await page.evaluate(() => Object.hasOwn(window.dataLayer, "push"))).toBe(false);
});
