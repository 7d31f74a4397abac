// The cart as GA4 events in window.dataLayer tell it.
import { bothSizes, cart, guiding, item } from "./documents.js";
import { begin, expect, lines, part, test, told } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */

const options = { ...guiding, sources: ["ga4"] };

/** @param {Page} page @param {...unknown} pushes */
const push = (page, ...pushes) => page.evaluate((all) => all.map((one) => window.dataLayer.push(one)), pushes);

/** @param {string} event @param {object} ecommerce */
const ga4 = (event, ecommerce) => ({ event, ecommerce });

/** The items of the cart as this device keeps it for the next page. @param {Page} page */
const kept = (page) =>
  page.evaluate(() => JSON.parse(localStorage.getItem("cartnudge:visit") ?? "{}").body?.cart?.items ?? []);

test.beforeEach(({ page }) => page.goto("/"));

test("nothing is decided before an event tells of a cart", async ({ page }) => {
  await begin(page, options);
  await push(page, { event: "gtm.js" }, { anything: ["else"] }, "text", 7, null);
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => window.handle.decide())).toBeUndefined();
  expect(await told(page, "error")).toEqual([]);
});

for (const event of ["view_cart", "begin_checkout"]) {
  test(`${event} is the whole cart`, async ({ page }) => {
    await begin(page, options);
    await push(page, ga4("view_cart", cart(item("L"))));
    await push(page, ga4(event, bothSizes));
    expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
    await expect(part(page, "headline")).toHaveText("Between S and M?");
  });
}

test("add_to_cart adds lines and pieces, remove_from_cart takes them", async ({ page }) => {
  await begin(page, options);
  await push(page, ga4("add_to_cart", cart(item("S"))));
  await push(page, ga4("add_to_cart", cart(item("M", { quantity: 2 }))));
  await push(page, ga4("add_to_cart", cart(item("S"))));
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
  await expect.poll(async () => (await kept(page)).map(({ quantity }) => quantity)).toEqual([2, 2]);
  await push(page, ga4("remove_from_cart", cart(item("M"))));
  await expect.poll(async () => (await kept(page)).map(({ quantity }) => quantity)).toEqual([2, 1]);
  await push(page, ga4("remove_from_cart", cart(item("M"))));
  expect(await lines(page)).toEqual(["dress-s"]);
  await expect(part(page, "headline")).toHaveCount(0);
});

test("pushes from before mounting count, in their order", async ({ page }) => {
  await page.evaluate(
    (all) => (window.dataLayer = all),
    [ga4("view_cart", bothSizes), ga4("remove_from_cart", cart(item("S"))), ga4("add_to_cart", cart(item("L")))],
  );
  await begin(page, options);
  await expect.poll(() => lines(page)).toEqual(["dress-m", "dress-l"]);
});

test("prices as texts", async ({ page }) => {
  await begin(page, options);
  await push(page, ga4("view_cart", cart(item("S", { price: "129.00", quantity: "2" }))));
  await expect.poll(async () => (await kept(page)).map(({ price, quantity }) => [price, quantity])).toEqual([[129, 2]]);
  expect(await told(page, "error")).toEqual([]);
});

test("an ecommerce object of its own push counts for the event after it, until null", async ({ page }) => {
  await begin(page, options);
  await push(page, { ecommerce: cart(item("S")) }, { event: "add_to_cart" });
  expect(await lines(page)).toEqual(["dress-s"]);
  await push(page, { ecommerce: cart(item("M")) }, { ecommerce: null }, { event: "add_to_cart" });
  await page.waitForTimeout(100);
  expect(await lines(page)).toEqual(["dress-s"]);
});

test("gtag's own form: arguments", async ({ page }) => {
  await begin(page, options);
  await page.evaluate((given) => {
    function gtag() {
      window.dataLayer.push(arguments);
    }
    gtag("js", new Date());
    gtag("config", "G-1");
    gtag("event", "view_cart", given);
  }, bothSizes);
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
});

test("several entries in one call, and the answer is the list's length", async ({ page }) => {
  await begin(page, options);
  const length = await page.evaluate(
    ([first, second]) => window.dataLayer.push({ ecommerce: null }, first, second),
    [ga4("add_to_cart", cart(item("S"))), ga4("add_to_cart", cart(item("M")))],
  );
  expect(length).toBe(3);
  expect(await page.evaluate(() => window.dataLayer.length)).toBe(3);
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
});

test("one decision for many pushes of one moment", async ({ page }) => {
  await begin(page, options);
  await page.evaluate(
    (all) => all.forEach((one) => window.dataLayer.push(one)),
    ["S", "M", "L"].map((size) => ga4("add_to_cart", cart(item(size)))),
  );
  await expect.poll(() => told(page, "decision")).toHaveLength(1);
  expect((await told(page, "decision"))[0].lines).toHaveLength(3);
});

test("the cart is known on the next page, which tells of none", async ({ page }) => {
  await begin(page, options);
  await push(page, ga4("view_cart", bothSizes));
  await expect(part(page, "headline")).toBeVisible();
  await page.goto("/");
  await begin(page, options);
  await expect(part(page, "headline")).toBeVisible();
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
});

test("what the page's own push throws is the page's, and what it answers too", async ({ page }) => {
  await page.evaluate(() => {
    window.dataLayer = [];
    window.dataLayer.push = (one) => {
      if (one.event === "bad") throw new Error("the tag manager's");
      return "its answer";
    };
  });
  await begin(page, options);
  const seen = await page.evaluate(
    (given) => {
      const answer = window.dataLayer.push(given);
      try {
        window.dataLayer.push({ event: "bad" });
        return [answer, null];
      } catch (error) {
        return [answer, error.message];
      }
    },
    ga4("view_cart", bothSizes),
  );
  expect(seen).toEqual(["its answer", "the tag manager's"]);
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
});

test("an event that nobody can read (a DOM tree, a circle) is none of ours", async ({ page }) => {
  await begin(page, options);
  await push(page, ga4("view_cart", bothSizes));
  await page.evaluate(() => {
    const circle = { event: "view_cart", ecommerce: { currency: "EUR", items: [] } };
    circle.ecommerce.items.push(circle);
    window.dataLayer.push(circle, { event: "gtm.click", "gtm.element": document.body }, document.body, window);
  });
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
  expect(await told(page, "error")).toEqual([]);
});

test("who hears of a push may push: tag managers from within theirs, listeners of ours", async ({ page }) => {
  await page.evaluate(() => {
    window.dataLayer = [];
    window.dataLayer.push = function nesting(...all) {
      const length = Array.prototype.push.apply(this, all);
      if (all[0].event === "view_cart") window.dataLayer.push({ event: "gtm.nested" });
      return length;
    };
  });
  await begin(page, options);
  await page.evaluate(() => {
    for (const name of ["outcome", "decision"]) {
      window.handle.on(name, () => window.dataLayer.push({ event: `cartnudge_${name}` }));
    }
  });
  await push(page, ga4("view_cart", bothSizes));
  await push(page, ga4("remove_from_cart", cart(item("S"))), ga4("add_to_cart", cart(item("L"))));
  await expect.poll(() => told(page, "outcome")).toHaveLength(1);
  expect(await lines(page)).toEqual(["dress-m", "dress-l"]);
  const events = await page.evaluate(() => window.dataLayer.map(({ event }) => event));
  expect(events).toContain("gtm.nested");
  expect(events).toContain("cartnudge_outcome");
  expect(events).toContain("cartnudge_decision");
});

test("a listener may dispose in the middle of a push", async ({ page }) => {
  await begin(page, options);
  await push(page, ga4("view_cart", bothSizes));
  await expect.poll(() => told(page, "decision")).toHaveLength(1);
  const length = await page.evaluate(
    ([out, back]) => {
      window.handle.on("outcome", () => window.handle.dispose());
      window.dataLayer.push(out);
      return window.dataLayer.push(back, { event: "after" });
    },
    [ga4("remove_from_cart", cart(item("S"))), ga4("add_to_cart", cart(item("L")))],
  );
  expect(length).toBe(4);
  expect(await page.evaluate(() => Object.hasOwn(window.dataLayer, "push"))).toBe(false);
});
