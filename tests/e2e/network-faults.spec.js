// The documents that cartnudge fetches are late, faulty or not there. Signals decide what the specialist sees.
import { card, decided, expect, openPanel, panel, part, section, test, visit } from "./shop.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Route} Route */

const signals = "**/v1/signals/*";
const personal = "Aurel: is M right here, too?";
const errors = (/** @type {Page} */ page) => section(page, "Errors");

/** Signals kept on the device count as old from now on. @param {Page} page */
async function age(page) {
  await page.goto("/api/rules.json");
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem("cartnudge:signals") ?? "");
    localStorage.setItem("cartnudge:signals", JSON.stringify({ ...kept, at: kept.at - 2 * 3_600_000 }));
  });
}

for (const [what, answer, says] of /** @type {const} */ ([
  ["no network", (/** @type {Route} */ route) => route.abort("connectionrefused"), "didn't answer"],
  ["status 500", (/** @type {Route} */ route) => route.fulfill({ status: 500 }), "answered with status 500"],
])) {
  test(`signals: ${what}: the cart alone decides, and the error says what came`, async ({ page }) => {
    await page.route(signals, answer);
    await visit(page, "impulse");
    await expect(part(page, "headline")).toHaveText("Between S and M?");
    await openPanel(page);
    await expect(errors(page)).toContainText(`/v1/signals/demo-impulse ${says}`);
  });
}

test("signals: somebody unknown is no error", async ({ page }) => {
  await page.route(signals, (route) => route.fulfill({ status: 404 }));
  await visit(page, "impulse");
  await expect(part(page, "headline")).toHaveText("Between S and M?");
  await openPanel(page);
  await decided(page);
  await expect(errors(page)).toHaveCount(0);
});

test("signals are asked for while the rules are still on their way", async ({ page }) => {
  /** @type {() => void} */
  let go = () => {};
  const asked = new Promise((/** @type {(value: void) => void} */ resolve) => (go = resolve));
  await page.route(signals, async (route) => {
    go();
    await route.continue();
  });
  await page.route("**/v1/rules", async (route) => {
    // Were signals to wait for the rules, both would wait for each other, and nothing would ever be shown.
    await asked;
    await route.continue();
  });
  await visit(page, "specialist");
  await expect(part(page, "headline")).toHaveText(personal);
});

test("signals hang: the nudge doesn't wait for them", async ({ page }) => {
  await page.route(signals, () => new Promise(() => {}));
  await visit(page, "impulse");
  await expect(part(page, "headline")).toHaveText("Between S and M?");
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("signals come late: the decision follows them", async ({ page }) => {
  /** @type {() => void} */
  let go = () => {};
  const late = new Promise((/** @type {(value: void) => void} */ resolve) => (go = resolve));
  await page.route(signals, async (route) => {
    await late;
    await route.continue();
  });
  await visit(page, "specialist");
  await openPanel(page);
  await decided(page);
  await expect(section(page, "The cart")).not.toContainText("specialist");
  go();
  await expect(part(page, "headline")).toHaveText(personal);
});

test("kept signals are used when the network is gone", async ({ page }) => {
  await visit(page, "specialist");
  await expect(part(page, "headline")).toHaveText(personal);
  await age(page);
  await page.route(signals, (route) => route.abort("internetdisconnected"));
  await page.goto("/cart.html");
  await expect(part(page, "headline")).toHaveText(personal);
  await openPanel(page);
  await expect(errors(page)).toContainText("/v1/signals/demo-specialist didn't answer");
});

test("fresh kept signals aren't asked for again", async ({ page }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => request.url().includes("/v1/signals/") && asked.push(request.url()));
  await visit(page, "specialist");
  await expect(part(page, "headline")).toHaveText(personal);
  expect(asked).toHaveLength(1);
  await page.goto("/cart.html");
  await expect(part(page, "headline")).toHaveText(personal);
  expect(asked).toHaveLength(1);
  await age(page);
  await page.goto("/cart.html");
  await expect(part(page, "headline")).toHaveText(personal);
  await expect.poll(() => asked.length).toBe(2);
});

test("faulty fresh signals leave the kept ones in use", async ({ page }) => {
  await visit(page, "specialist");
  await expect(part(page, "headline")).toHaveText(personal);
  await age(page);
  await page.route(signals, (route) => route.fulfill({ json: ["not", "signals"] }));
  await page.goto("/cart.html");
  await expect(part(page, "headline")).toHaveText(personal);
  await openPanel(page);
  await expect(errors(page)).toBeVisible();
  await page.reload();
  await expect(part(page, "headline")).toHaveText(personal);
});

/** Somebody on the way changes the rules. @param {Page} page */
const tamper = (page) =>
  page.route("**/v1/rules", async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll("size chart", "outlet");
    await route.fulfill({ response, body: text });
  });

test("rules that were changed on their way: nothing is shown, and the error says so", async ({ page }) => {
  await tamper(page);
  await visit(page, "impulse");
  await openPanel(page);
  await expect(errors(page)).toContainText("the rules are not signed by `rulesKey`");
  await expect(panel(page)).toContainText("There is no decision yet");
  await expect(card(page)).toHaveCount(0);
});

test("rules that were changed on their way after good ones: the last good ones stay", async ({ page }) => {
  await visit(page, "impulse");
  await expect(part(page, "headline")).toHaveText("Between S and M?");
  await tamper(page);
  for (const load of [() => page.reload(), () => page.reload()]) {
    await load();
    await expect(part(page, "headline")).toHaveText("Between S and M?");
  }
  await openPanel(page);
  await expect(errors(page)).toContainText("the rules are not signed by `rulesKey`");
});

for (const [what, answer] of Object.entries({
  "no network": (/** @type {import("@playwright/test").Route} */ route) => route.abort("connectionrefused"),
  "status 404": (/** @type {import("@playwright/test").Route} */ route) => route.fulfill({ status: 404 }),
})) {
  test(`rules: ${what}: nothing the first time, the last good ones later`, async ({ page, context }) => {
    await page.route("**/v1/rules", answer);
    await page.goto("/cart.html");
    await openPanel(page);
    await expect(errors(page)).toContainText("/v1/rules");
    await page.unroute("**/v1/rules");
    await visit(page, "impulse");
    await expect(part(page, "headline")).toHaveText("Between S and M?");
    await context.route("**/v1/rules", answer);
    await page.reload();
    await expect(part(page, "headline")).toHaveText("Between S and M?");
  });
}

test("product facts are not there: no nudge that needs them, and the shop works", async ({ page }) => {
  await page.route("**/v1/products?*", (route) => route.abort("connectionrefused"));
  await visit(page, "impulse");
  await openPanel(page);
  await decided(page);
  await expect(errors(page)).toContainText("/v1/products?");
  await expect(card(page)).toHaveCount(0);
  await page.getByRole("link", { name: "Go to checkout" }).click();
  await expect(page).toHaveURL(/checkout/);
});

test("the wasm can't be loaded: the shop doesn't notice", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.abort("connectionrefused"));
  await visit(page, "impulse");
  await openPanel(page);
  await expect(errors(page)).toBeVisible();
  await panel(page).getByRole("button", { name: "Close" }).click();
  await page.locator("[data-remove]").first().click();
  await expect(page.locator("#cart-lines .line")).toHaveCount(3);
});
