// `<cartnudge-slot>`: a shop that only writes HTML, under the strict policy.
import { bothSizes, cart, chatRule, item, rules, sizeRule } from "./documents.js";
import { card, expect, part, test } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */

const PAGE = "/tests/e2e/page/element.html";
const inSummary = { nudge: { type: "size_guide", placement: "cart.summary" } };
const guide = rules([sizeRule("sizes", inSummary)]);

/** A rule like `chatRule`, elsewhere. @param {string} id @param {string} placement */
function chatIn(id, placement) {
  const rule = chatRule(id);
  return { ...rule, nudge: { ...rule.nudge, placement } };
}

/** @param {Page} page */
const viewCart = (page) =>
  page.evaluate((given) => {
    window.dataLayer ??= [];
    window.dataLayer.push({ event: "view_cart", ecommerce: given });
  }, bothSizes);

/** What the page heard of a name. @param {Page} page @param {string} name */
const heard = (page, name) => page.evaluate((wanted) => window.heard.filter((event) => event.name === wanted), name);

/** @param {Page} page @param {string} slot */
const inside = (page, slot) => page.locator(`cartnudge-slot#${slot} > [data-cartnudge=inline]`);

/** @param {Page} page @param {string} selector */
const box = (page, selector) => page.locator(selector).boundingBox();

/** Waits until something is mounted, and notes its handle. @param {Page} page */
const mounted = (page) =>
  page.evaluate(async () => void (window.handle = await document.querySelector("#summary").cartnudge));

/** What is mounted now is what `mounted` noted. @param {Page} page */
const isSame = (page) =>
  page.evaluate(async () => {
    const slot = document.querySelector("cartnudge-slot");
    // One that isn't mounted is waited for in vain.
    const none = new Promise((resolve) => setTimeout(resolve, 200));
    return (await Promise.race([slot.cartnudge, none])) === window.handle;
  });

/** Two tasks later. @param {Page} page */
const later = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(() => setTimeout(resolve))));

/** What the console says. @param {Page} page */
function listen(page) {
  /** @type {string[]} */
  const lines = [];
  page.on("console", (message) => lines.push(`${message.type()}: ${message.text()}`));
  return lines;
}

test("HTML alone mounts it, and the nudge comes in its slot", async ({ page, live }) => {
  live.body = JSON.stringify(guide);
  const console = listen(page);
  await page.goto(PAGE);
  await viewCart(page);
  await expect(inside(page, "summary")).toHaveCount(1);
  await expect(part(page, "headline")).toBeVisible();
  // By its attributes: products, language, page.
  await part(page, "action").click();
  await expect(page.getByRole("dialog", { name: /Größentabelle/ })).toBeVisible();
  expect(console).toEqual([]);
});

test("an empty slot takes no room, and the page's own rules win", async ({ page, live }) => {
  live.body = JSON.stringify(rules([]));
  await page.goto(PAGE);
  await mounted(page);
  expect(await box(page, "#summary")).toMatchObject({ height: 0 });
  const look = () =>
    page.locator("#summary").evaluate((slot) => {
      const { display, margin } = getComputedStyle(slot);
      return `${display} ${margin}`;
    });
  expect(await look()).toBe("block 0px");
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("cartnudge-slot { display: grid }");
    document.adoptedStyleSheets = [sheet];
  });
  expect(await look()).toBe("grid 0px");
});

test("a second slot, with its own placement", async ({ page, live }) => {
  live.body = JSON.stringify(rules([chatIn("chat", "product.sizes")]));
  await page.goto(PAGE);
  await viewCart(page);
  await expect(inside(page, "sizes")).toHaveCount(1);
  await expect(card(page)).toHaveCount(1);
});

test("a slot that comes later counts, whatever its placement is called", async ({ page, live }) => {
  const placement = `a "quoted" \\ place`;
  live.body = JSON.stringify(rules([chatIn("chat", placement)]));
  await page.goto(PAGE);
  await mounted(page);
  await page.evaluate((name) => {
    const slot = document.createElement("cartnudge-slot");
    slot.id = "late";
    slot.setAttribute("placement", name);
    document.querySelector("main").append(slot);
  }, placement);
  await viewCart(page);
  await expect(inside(page, "late")).toHaveCount(1);
});

test("without a slot of its placement it goes to the corner", async ({ page, live }) => {
  live.body = JSON.stringify(rules([chatIn("chat", "elsewhere")]));
  await page.goto(PAGE);
  await viewCart(page);
  await expect(page.locator("[data-cartnudge=corner]")).toHaveCount(1);
});

test("slots serve a page that calls mount, too, and what `slots` names comes first", async ({ page }) => {
  await page.goto("/");
  const documents = { rules: rules([chatIn("chat", "cart.summary")]) };
  await page.evaluate(() => {
    const slot = document.createElement("cartnudge-slot");
    slot.id = "summary";
    slot.setAttribute("placement", "cart.summary");
    document.querySelector("main").append(slot);
  });
  const show = async (/** @type {object} */ options) => {
    await page.evaluate((given) => window.begin({ ...given, immediate: true }), options);
    await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  };
  await show(documents);
  await expect(page.locator("#summary > [data-cartnudge]")).toHaveCount(1);
  await page.evaluate(() => window.handle.dispose());
  await show({ ...documents, slots: { "cart.summary": "#slot" } });
  await expect(page.locator("#slot > [data-cartnudge]")).toHaveCount(1);
});

test("events bubble from the element with rules", async ({ page, live }) => {
  live.body = JSON.stringify(rules([chatIn("chat", "product.sizes")]));
  await page.goto(PAGE);
  await viewCart(page);
  await expect.poll(() => heard(page, "exposure")).toHaveLength(1);
  await part(page, "action").click();
  await expect
    .poll(() => heard(page, "chat"))
    .toEqual([{ name: "chat", from: "summary", detail: { rule_id: "chat" } }]);
  await expect(card(page)).toHaveCount(0);
  const [exposure] = await heard(page, "exposure");
  expect(exposure).toMatchObject({ from: "summary", detail: { rule_id: "chat", placement: "product.sizes" } });
  expect((await heard(page, "interaction")).map(({ detail }) => detail.action)).toEqual(["chat_started"]);
  expect((await heard(page, "decision")).length).toBeGreaterThan(0);
  await page.evaluate(
    (given) => window.dataLayer.push({ event: "remove_from_cart", ecommerce: given }),
    cart(item("M")),
  );
  await expect
    .poll(async () => (await heard(page, "outcome")).map(({ detail }) => detail.outcome))
    .toEqual(["line_removed"]);
  expect(await heard(page, "error")).toEqual([]);
});

test("holdout is told, too", async ({ page, live }) => {
  live.body = JSON.stringify(rules([chatIn("chat", "cart.summary")], { holdout: { percent: 100, seed: "test" } }));
  await page.goto(PAGE);
  await viewCart(page);
  await expect.poll(async () => (await heard(page, "holdout")).map(({ detail }) => detail.rule_id)).toEqual(["chat"]);
});

test("without `chat` no chat prompt shows", async ({ page, live }) => {
  live.body = JSON.stringify(rules([chatIn("chat", "cart.summary")]));
  await page.addInitScript(() =>
    document.addEventListener("DOMContentLoaded", () => document.querySelector("#summary").removeAttribute("chat")),
  );
  await page.goto(PAGE);
  await viewCart(page);
  await expect.poll(() => heard(page, "decision")).not.toEqual([]);
  const [{ detail }] = await heard(page, "decision");
  expect(detail.nudges).toEqual([]);
  expect(detail.suppressed).toMatchObject([{ rule_id: "chat", why: "not_applicable" }]);
});

for (const way of ["append", "moveBefore"]) {
  test(`an element that moves keeps its nudge and what is mounted: ${way}`, async ({ page, live }) => {
    live.body = JSON.stringify(guide);
    await page.goto(PAGE);
    await viewCart(page);
    await expect(inside(page, "summary")).toHaveCount(1);
    await mounted(page);
    await page.evaluate((how) => {
      const slot = document.querySelector("#summary");
      const main = document.querySelector("main");
      if (how === "moveBefore") main.moveBefore(slot, null);
      else main.append(slot);
    }, way);
    await later(page);
    expect(await isSame(page)).toBe(true);
    await expect(page.locator("main > :last-child > [data-cartnudge]")).toHaveCount(1);
    await expect(part(page, "headline")).toBeVisible();
    expect(live.asked).toHaveLength(1);
  });
}

test("the last element with rules that leaves takes everything along", async ({ page, live }) => {
  live.body = JSON.stringify(rules([chatIn("chat", "product.sizes")]));
  await page.goto(PAGE);
  await viewCart(page);
  await expect(inside(page, "sizes")).toHaveCount(1);
  await mounted(page);
  await page.evaluate(() => document.querySelector("#summary").remove());
  await expect(card(page)).toHaveCount(0);
  expect(await page.evaluate(() => [window.handle.decide(), Object.hasOwn(window.dataLayer, "push")])).toEqual([
    undefined,
    false,
  ]);
  expect(await isSame(page)).toBe(false);
});

test("one of the same settings in its place goes on with what is mounted", async ({ page, live }) => {
  live.body = JSON.stringify(guide);
  await page.goto(PAGE);
  await mounted(page);
  await page.evaluate(() => {
    const old = document.querySelector("#summary");
    const fresh = old.cloneNode();
    fresh.id = "fresh";
    old.replaceWith(fresh);
  });
  await later(page);
  expect(await isSame(page)).toBe(true);
  await viewCart(page);
  await expect(inside(page, "fresh")).toHaveCount(1);
  await expect.poll(async () => (await heard(page, "exposure")).map(({ from }) => from)).toEqual(["fresh"]);
});

test("other attributes mount it anew", async ({ page, live }) => {
  live.body = JSON.stringify(guide);
  await page.goto(PAGE);
  await viewCart(page);
  await expect(part(page, "action")).toHaveText("Größentabelle öffnen");
  await mounted(page);
  await page.evaluate(() => document.querySelector("#summary").setAttribute("locale", "en"));
  await expect(part(page, "action")).toHaveText("Open size chart");
  await expect(card(page)).toHaveCount(1);
  expect(await isSame(page)).toBe(false);
  expect(await heard(page, "error")).toEqual([]);
});

test("consent as it was given", async ({ page, live, events }) => {
  live.body = JSON.stringify(guide);
  await page.addInitScript(() =>
    document.addEventListener("DOMContentLoaded", () => {
      const slot = document.querySelector("#summary");
      slot.setAttribute("telemetry", "/live/events");
      slot.setAttribute("consent", "personalization");
    }),
  );
  await page.goto(PAGE);
  await viewCart(page);
  await expect.poll(() => heard(page, "exposure")).toHaveLength(1);
  await mounted(page);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await page.evaluate(() => window.handle.dispose());
  await page.waitForTimeout(300);
  expect(events.batches).toEqual([]);
});

const faults = {
  '<cartnudge-slot id="odd"></cartnudge-slot>': "`placement` is missing; name one that your rules have",
  '<cartnudge-slot id="odd" placement=""></cartnudge-slot>': "`placement` is empty; name one that your rules have",
  '<cartnudge-slot id="odd" placement="a" locale="de"></cartnudge-slot>': "`locale` is read only where `rules` is, too",
  '<cartnudge-slot id="odd" placement="a" rules=""></cartnudge-slot>': "`rules` is empty; give an address",
  '<cartnudge-slot id="odd" placement="a" rules="/other.json"></cartnudge-slot>':
    "another element has `rules` already; give them once a page",
};

for (const [html, fault] of Object.entries(faults)) {
  test(`told of: ${html}`, async ({ page, live }) => {
    live.body = JSON.stringify(guide);
    const console = listen(page);
    await page.goto(PAGE);
    const add = () =>
      page.evaluate((text) => document.querySelector("main").insertAdjacentHTML("beforeend", text), html);
    await add();
    const said = { name: "error", from: "odd", detail: `<cartnudge-slot>: ${fault}` };
    await expect.poll(() => heard(page, "error")).toEqual([said]);
    expect(console).toEqual([expect.stringMatching(/^warning: Error: <cartnudge-slot>: /)]);
    // It is said once, and the page goes on.
    await page.evaluate(() => document.querySelector("main").append(document.querySelector("#odd")));
    await viewCart(page);
    await expect(inside(page, "summary")).toHaveCount(1);
    expect(await heard(page, "error")).toHaveLength(1);
    await page.evaluate(() => {
      document.querySelector("#odd").remove();
      window.isQuiet = true;
    });
    await add();
    await expect.poll(() => heard(page, "error")).toHaveLength(2);
    expect(console).toHaveLength(1);
  });
}

test("values that cartnudge refuses are told of by the element, and the page goes on", async ({ page, live }) => {
  live.body = JSON.stringify(guide);
  const console = listen(page);
  await page.addInitScript(() =>
    document.addEventListener("DOMContentLoaded", () => {
      const slot = document.querySelector("#summary");
      slot.setAttribute("page-type", "basket");
      slot.setAttribute("sources", "ga4 ga3");
      slot.setAttribute("consent", "storage everything");
    }),
  );
  await page.goto(PAGE);
  await viewCart(page);
  await expect(inside(page, "summary")).toHaveCount(1);
  const errors = await heard(page, "error");
  expect(errors.every(({ from }) => from === "summary")).toBe(true);
  expect(errors[0].detail).toContain("unknown consent `everything`; these are: storage, personalization, measurement");
  expect(errors[1].pointers).toEqual(["/page/type", "/sources"]);
  expect(console.length).toBe(errors.length);
});

test("rules that can't be had are told of", async ({ page, live }) => {
  live.status = 500;
  await page.goto(PAGE);
  await expect.poll(() => heard(page, "error")).toMatchObject([{ from: "summary" }]);
});

test("twice on a page is once", async ({ page, live }) => {
  live.body = JSON.stringify(guide);
  await page.goto(PAGE);
  await page.evaluate(() => import("/js/element.js?again"));
  await viewCart(page);
  await expect(card(page)).toHaveCount(1);
  expect(live.asked).toHaveLength(1);
});
