// What the page is told of nudges: exposures, interactions, outcomes, holdout. And consent.
import { bothSizes, cart, chatRule, chatting, dress, guiding, item, rules, sizeRule } from "./documents.js";
import { begin, card, expect, part, test, told } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page @param {unknown} given */
const setCart = (page, given) => page.evaluate((value) => window.handle.setCart(value), given);

/** Long enough for an exposure that must not come. @param {Page} page */
const wait = (page) => page.waitForTimeout(1_800);

const far = { ...guiding, slots: { spot: "#far-slot" } };

test.beforeEach(({ page }) => page.goto("/"));

/** @param {Page} page @param {object} options */
async function show(page, options) {
  await begin(page, options);
  await setCart(page, bothSizes);
  await expect(card(page)).toHaveCount(1);
}

test.describe("exposure", () => {
  test("once, with what was shown where", async ({ page }) => {
    await show(page, guiding);
    await expect.poll(() => told(page, "exposure")).toHaveLength(1);
    await wait(page);
    const [exposure, ...more] = await told(page, "exposure");
    expect(more).toEqual([]);
    expect(exposure).toEqual({
      decision_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      rules_version: 1,
      rule_id: "sizes",
      type: "size_guide",
      placement: "spot",
      item_id: "dress-s",
      at: expect.any(Number),
    });
    expect((await told(page, "decision")).map(({ decision_id }) => decision_id)).toContain(exposure.decision_id);
  });

  test("not below the screen; after scrolling there, yes", async ({ page }) => {
    await show(page, far);
    await expect(card(page)).toHaveAttribute("data-cartnudge", "inline");
    await wait(page);
    expect(await told(page, "exposure")).toEqual([]);
    await card(page).scrollIntoViewIfNeeded();
    await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  });

  test("not when less than half of it is visible", async ({ page }) => {
    await show(page, far);
    await card(page).evaluate((host) => {
      const { top, height } = host.getBoundingClientRect();
      // A third of it rises over the lower edge.
      scrollTo(0, top + height / 3 - innerHeight);
    });
    await wait(page);
    expect(await told(page, "exposure")).toEqual([]);
    await card(page).evaluate((host) => scrollBy(0, host.getBoundingClientRect().height / 2));
    await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  });

  test("not in a hidden page; when it is shown again, yes", async ({ page }) => {
    const hide = (/** @type {boolean} */ hidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", { value, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    await show(page, guiding);
    await hide(true);
    await wait(page);
    expect(await told(page, "exposure")).toEqual([]);
    await hide(false);
    await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  });

  test("not under something that covers it", async ({ page }) => {
    await page.evaluate(() => {
      const drawer = document.createElement("div");
      drawer.id = "drawer";
      drawer.style.cssText = "position: fixed; inset: 0; background: white; z-index: 9999";
      document.body.append(drawer);
    });
    await show(page, guiding);
    await wait(page);
    expect(await told(page, "exposure")).toEqual([]);
    await page.evaluate(() => document.getElementById("drawer")?.remove());
    await expect.poll(() => told(page, "exposure")).toHaveLength(1);
  });
});

test.describe("interactions", () => {
  test("opening the chart: accepted, opened; closing it and sending the card away: dismissed", async ({ page }) => {
    await show(page, guiding);
    await part(page, "action").click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await card(page).getByRole("button", { name: "No thanks" }).click();
    await expect(card(page)).toHaveCount(0);
    const actions = (await told(page, "interaction")).map(({ action }) => action);
    expect(actions).toEqual(["accepted", "opened", "dismissed"]);
    expect((await told(page, "interaction"))[0]).toMatchObject({ rule_id: "sizes", item_id: "dress-s" });
  });

  test("asking: the shop's chat opens with what it is about, and the card leaves for good", async ({ page }) => {
    const rule = chatRule("about-line", { scope: "line" });
    await show(page, { ...chatting, rules: rules([rule]) });
    await part(page, "action").click();
    await expect(card(page)).toHaveCount(0);
    expect(await page.evaluate(() => window.chatOpened)).toEqual([
      { rule_id: "about-line", item_id: "dress-s", item_name: "Linen dress" },
    ]);
    expect((await told(page, "interaction")).map(({ action }) => action)).toEqual(["chat_started"]);
    await setCart(page, cart(item("S"), item("M"), item("L")));
    await expect.poll(async () => (await told(page, "decision")).at(-1).lines).toHaveLength(3);
    await expect(card(page)).toHaveCount(0);
  });

  test("a listener that stopped hears nothing more", async ({ page }) => {
    await begin(page, guiding);
    await page.evaluate(() => {
      window.heard = 0;
      const stop = window.handle.on("decision", () => {
        window.heard += 1;
        stop();
        stop();
      });
    });
    await setCart(page, bothSizes);
    await expect.poll(() => told(page, "decision")).toHaveLength(1);
    await setCart(page, cart(item("S")));
    await expect.poll(() => told(page, "decision")).toHaveLength(2);
    expect(await page.evaluate(() => window.heard)).toBe(1);
  });
});

test.describe("outcomes", () => {
  const size = { outcome: "size_changed", item_group_id: "dress", from: "S", to: "L", at: expect.any(Number) };
  const removal = { outcome: "line_removed", item_group_id: "dress", item_id: "dress-m", at: expect.any(Number) };

  test("of carts that the page gives", async ({ page }) => {
    await begin(page, guiding);
    await setCart(page, bothSizes);
    await setCart(page, cart(item("L"), item("M")));
    await setCart(page, cart(item("L")));
    await expect.poll(() => told(page, "outcome")).toEqual([size, removal]);
  });

  test("of the data layer", async ({ page }) => {
    await begin(page, { ...guiding, sources: ["ga4"] });
    await page.evaluate(
      ([both, s, l, m]) => {
        const push = (event, ecommerce) => window.dataLayer.push({ event, ecommerce });
        push("view_cart", both);
        push("remove_from_cart", s);
        push("add_to_cart", l);
        push("remove_from_cart", m);
      },
      [bothSizes, cart(item("S")), cart(item("L")), cart(item("M"))],
    );
    await expect.poll(() => told(page, "outcome")).toEqual([size, removal]);
  });

  const purchase = { event: "purchase", ecommerce: { ...bothSizes, transaction_id: "T1", value: 258 } };
  const purchased = { outcome: "purchased", value: 258, currency: "EUR", at: expect.any(Number) };

  test("an order, once, however often its page is loaded", async ({ page }) => {
    for (const expected of [[purchased], []]) {
      await page.goto("/");
      await begin(page, { ...guiding, sources: ["ga4"] });
      await page.evaluate((given) => window.dataLayer.push(given, given), purchase);
      await page.waitForTimeout(200);
      expect(await told(page, "outcome")).toEqual(expected);
    }
  });

  test("an order that was pushed before mounting, as on a thank-you page", async ({ page }) => {
    await page.evaluate((given) => (window.dataLayer = [given]), purchase);
    await begin(page, { ...guiding, sources: ["ga4"] });
    await expect.poll(() => told(page, "outcome")).toEqual([purchased]);
  });
});

test("held out: nothing is shown, and what would have been is told once", async ({ page }) => {
  const held = rules([sizeRule("sizes")], { holdout: { percent: 100, seed: "test" } });
  await begin(page, { ...guiding, rules: held });
  await setCart(page, bothSizes);
  await expect.poll(() => told(page, "holdout")).toHaveLength(1);
  expect(await told(page, "holdout")).toEqual([
    {
      decision_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      rules_version: 1,
      rule_id: "sizes",
      type: "size_guide",
      placement: "spot",
      item_id: "dress-s",
      at: expect.any(Number),
    },
  ]);
  await setCart(page, cart(item("S"), item("M", { quantity: 2 })));
  await expect.poll(() => told(page, "decision")).toHaveLength(2);
  expect(await told(page, "holdout")).toHaveLength(1);
  await expect(card(page)).toHaveCount(0);
});

test("headless: decides and shows nothing", async ({ page }) => {
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await begin(page, { ...guiding, headless: true });
  await setCart(page, bothSizes);
  await expect.poll(() => told(page, "decision")).toHaveLength(1);
  expect((await told(page, "decision"))[0].nudges[0].content.headline).toBe("Between S and M?");
  expect(await page.evaluate(() => window.handle.decide().nudges)).toHaveLength(1);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
});

test("a nudge whose reason went leaves; the same reason keeps it where it is", async ({ page }) => {
  await show(page, guiding);
  await card(page).evaluate((host) => (window.host = host));
  await setCart(page, cart(item("S"), item("M", { quantity: 2 })));
  await expect.poll(() => told(page, "decision")).toHaveLength(2);
  expect(await card(page).evaluate((host) => host === window.host)).toBe(true);
  await setCart(page, cart(item("S")));
  await expect(card(page)).toHaveCount(0);
});

test("without a chat no chat prompt shows", async ({ page }) => {
  await begin(page, { ...chatting, chat: null });
  await setCart(page, bothSizes);
  await expect.poll(() => told(page, "decision")).toHaveLength(1);
  expect((await told(page, "decision"))[0].suppressed).toEqual([
    { rule_id: "chat", why: "not_applicable", detail: "no_chat" },
  ]);
  await expect(card(page)).toHaveCount(0);
});

test.describe("consent", () => {
  /** @param {Page} page */
  const kept = (page) =>
    page.evaluate(() =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith("cartnudge:"))
        .sort(),
    );

  test("withdrawn for storage: everything that was kept is erased, and nothing comes again", async ({ page }) => {
    await page.evaluate(() => localStorage.setItem("shop", "its own"));
    await show(page, guiding);
    await expect.poll(() => kept(page)).toEqual(["cartnudge:memory", "cartnudge:visit", "cartnudge:visitor"]);
    await page.evaluate(() => window.handle.setConsent({ storage: false, personalization: true }));
    expect(await kept(page)).toEqual([]);
    await setCart(page, cart(item("S"), item("M"), item("L")));
    await card(page).getByRole("button", { name: "No thanks" }).click();
    await expect(card(page)).toHaveCount(0);
    expect(await kept(page)).toEqual([]);
    expect(await page.evaluate(() => localStorage.getItem("shop"))).toBe("its own");
  });

  test("never given for storage: nothing is kept, and what was is erased", async ({ page }) => {
    await page.evaluate(() => localStorage.setItem("cartnudge:visitor", "x"));
    await show(page, { ...guiding, consent: { storage: false } });
    await expect.poll(() => told(page, "exposure")).toHaveLength(1);
    expect(await kept(page)).toEqual([]);
  });

  const personal = sizeRule("personal", { when: { ">=": [{ var: "customer.orders" }, 1] }, priority: 90 });
  const options = {
    rules: rules([personal, sizeRule("sizes")]),
    products: [dress],
    slots: { spot: "#slot" },
    signals: {
      schema_version: 1,
      as_of: Date.now(),
      orders: 3,
      kept_sizes: [{ category: "Dresses", size: "L", count: 3 }],
    },
  };

  test("to personalization: a rule about the customer applies", async ({ page }) => {
    await show(page, options);
    expect((await told(page, "decision"))[0].nudges[0].rule_id).toBe("personal");
  });

  test("withdrawn for personalization: such a rule doesn't, others do", async ({ page }) => {
    await show(page, { ...options, consent: { personalization: false } });
    const [decision] = await told(page, "decision");
    expect(decision.nudges[0].rule_id).toBe("sizes");
    expect(decision.suppressed).toContainEqual({ rule_id: "personal", why: "consent" });
    expect(decision.cart.segments).toEqual([]);
    await page.evaluate(() => window.handle.setConsent({ personalization: true }));
    await expect
      .poll(async () => (await told(page, "decision")).at(-1).suppressed.map(({ why }) => why))
      .not.toContain("consent");
  });
});
