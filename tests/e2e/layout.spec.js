// The page doesn't move, and loads before we do.
import { bothSizes, guiding } from "./documents.js";
import * as harness from "./harness.js";
import { card, decided, expect, names, needsNone, openPanel, part, test, visit } from "./shop.js";

/** @typedef {import("@playwright/test").Page} Page */

/** Notes layout shifts and long tasks from the page's start. @param {Page} page */
const watch = (page) =>
  page.addInitScript(() => {
    window.shifts = [];
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push(entry.value);
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) =>
      window.longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    ).observe({ type: "longtask", buffered: true });
  });

/** @param {Page} page */
const shifted = (page) => page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0));

const widths = [1280, 390];

for (const width of widths) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    for (const shopper of names) {
      test(`nothing moves for ${shopper}`, async ({ page }) => {
        await watch(page);
        await visit(page, shopper);
        if (needsNone(shopper)) {
          await openPanel(page);
          await decided(page);
        } else {
          await expect(card(page)).toHaveCount(1);
          await expect(part(page, "card")).toBeVisible();
        }
        await page.waitForTimeout(500);
        expect(await shifted(page)).toBe(0);
        // For the reader only: this machine does other things, too.
        const tasks = await page.evaluate(() => window.longTasks);
        if (tasks.length > 0) console.log(`    tasks over 50 ms, the whole page's: ${tasks.join(", ")}`);
      });
    }
  });
}

test("a shift would be seen", async ({ page }) => {
  await watch(page);
  await visit(page, "none");
  await expect(card(page)).toBeVisible();
  await page.evaluate(() => {
    const box = document.createElement("div");
    box.style.blockSize = "200px";
    document.getElementById("main")?.prepend(box);
  });
  await expect.poll(() => shifted(page)).toBeGreaterThan(0);
});

test("the pages after the cart don't move either", async ({ page }) => {
  await watch(page);
  await visit(page, "impulse", { path: "/checkout.html" });
  await expect(page.locator("#checkout")).toBeVisible();
  await page.waitForTimeout(500);
  expect(await shifted(page)).toBe(0);
  await page.evaluate(() => {
    const line = { group: "aurel-linen-dress", color: "sand", size: "M", quantity: 1 };
    const order = { id: "AR-1", lines: [line], delivery: 0, total: 129, reported: false };
    localStorage.setItem("alder-row:order", JSON.stringify(order));
  });
  await page.goto("/thanks.html");
  await expect(page.locator("#mini-lines").getByRole("listitem")).toHaveCount(1);
  await page.waitForTimeout(500);
  expect(await shifted(page)).toBe(0);
});

harness.test.describe("where it goes", () => {
  /** @param {Page} page @param {string} markup what the shop has besides */
  async function show(page, markup) {
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto("/");
    await page.locator("main").evaluate((main, text) => main.insertAdjacentHTML("beforeend", text), markup);
    await harness.begin(page, guiding);
    await page.evaluate((given) => window.handle.setCart(given), bothSizes);
    await expect(card(page)).toHaveCount(1);
  }

  harness.test("into the slot where nothing visible is below", async ({ page }) => {
    await show(page, "");
    await expect(page.locator("#slot > [data-cartnudge=inline]")).toBeVisible();
  });

  harness.test("into the corner where the slot would push something visible", async ({ page }) => {
    await show(page, "<p id='below'>Delivery within two days</p>");
    await expect(page.locator("body > [data-cartnudge=corner]")).toBeVisible();
    const top = () => page.locator("#below").evaluate((element) => element.getBoundingClientRect().top);
    const before = await top();
    await card(page).getByRole("button", { name: "No thanks" }).click();
    await expect(card(page)).toHaveCount(0);
    expect(await top()).toBe(before);
  });

  harness.test("into the other corner where the first has a way to the checkout", async ({ page }) => {
    await show(page, "<p id='below'>Below</p><a id='pay' href='/checkout'>Pay</a>");
    // The page's policy forbids a style attribute, not the object model.
    await page.evaluate(() => window.handle.dispose());
    await page.locator("#pay").evaluate((link) => {
      Object.assign(link.style, { position: "absolute", right: "60px", top: "700px" });
    });
    await harness.begin(page, guiding);
    await page.evaluate((given) => window.handle.setCart(given), bothSizes);
    await expect(part(page, "card")).toBeVisible();
    const [own, pay] = await Promise.all([part(page, "card").boundingBox(), page.locator("#pay").boundingBox()]);
    expect(own && pay && own.x + own.width).toBeLessThan(pay?.x ?? 0);
  });

  harness.test("a sheet at the lower edge of a narrow page", async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 800 });
    await page.goto("/");
    await harness.begin(page, { ...guiding, slots: {} });
    await page.evaluate((given) => window.handle.setCart(given), bothSizes);
    await expect(part(page, "card")).toBeVisible();
    await expect
      .poll(async () => {
        const { x, y, width, height } = (await part(page, "card").boundingBox()) ?? {
          x: -1,
          y: 0,
          width: 0,
          height: 0,
        };
        return [x, width, Math.round(y + height)];
      })
      .toEqual([0, 390, 800]);
  });
});

test.describe("in the demo", () => {
  test("nothing scrolls sideways, at 320 px and in German", async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const shopper of names.filter((name) => !needsNone(name))) {
      await visit(page, shopper, { prefs: { lang: "de" } });
      await expect(card(page)).toHaveCount(1);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
      const inside = await part(page, "card").evaluate((element) => element.scrollWidth <= element.clientWidth);
      expect(inside).toBe(true);
    }
  });
});

/** Names and start times of what was fetched, and when the load event began. @param {Page} page */
const fetched = (page) =>
  page.evaluate(() => ({
    load: performance.getEntriesByType("navigation")[0].loadEventStart,
    all: performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name, startTime })),
  }));

test("nothing of ours is fetched before the page's own load", async ({ page }) => {
  await visit(page, "impulse");
  await expect(part(page, "headline")).toBeVisible();
  await page.waitForLoadState("load");
  const { load, all } = await fetched(page);
  // The key is the shop's own, which others write into their pages.
  const ours = all.filter(({ name }) => /\.wasm$|\/demo\/|\/v1\/(?!rules\/key)/.test(name));
  expect(ours.length).toBeGreaterThanOrEqual(4);
  expect(load).toBeGreaterThan(0);
  for (const { name, startTime } of ours) expect(startTime, name).toBeGreaterThanOrEqual(load);
});

harness.test("nothing but the entry is fetched before the page's own load, however late that is", async ({ page }) => {
  await page.route("**/late.png", async (route) => {
    await new Promise((go) => setTimeout(go, 1_000));
    await route.fulfill({ status: 204 });
  });
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      const picture = document.createElement("img");
      picture.src = "/late.png";
      document.body.append(picture);
    });
  });
  await page.goto("/", { waitUntil: "domcontentloaded" });
  await harness.begin(page, guiding);
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  await expect(part(page, "headline")).toBeVisible();
  await page.waitForLoadState("load");
  const { load, all } = await fetched(page);
  expect(load).toBeGreaterThan(1_000);
  const ours = all.filter(({ name }) => name.includes("/pkg/page/"));
  expect(ours.length).toBeGreaterThanOrEqual(2);
  for (const { name, startTime } of ours) expect(startTime, name).toBeGreaterThanOrEqual(load);
});
