// The documents that cartnudge fetches are late, faulty or not there. Signals decide what the specialist sees.
import { card, decided, expect, openPanel, panel, part, section, test, visit } from "./shop.js";

/** @typedef {import("@playwright/test").Page} Page */

const signals = "**/api/signals/*";
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

/** @type {Record<string, { answer: (route: import("@playwright/test").Route) => Promise<void>, says: string }>} */
const faults = {
  "no network": { answer: (route) => route.abort("connectionrefused"), says: "the server didn't answer" },
  "status 500": { answer: (route) => route.fulfill({ status: 500, body: "oops" }), says: "status 500" },
  "a page instead": {
    answer: (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Log in</title>" }),
    says: "is not JSON; it begins with `<!doctype html>",
  },
  "half a document": { answer: (route) => route.fulfill({ body: '{"schema_version":1,"ord' }), says: "is not JSON" },
};

for (const [what, { answer, says }] of Object.entries(faults)) {
  test(`signals: ${what}: the cart alone decides, and the error says what came`, async ({ page }) => {
    await page.route(signals, answer);
    await visit(page, "none");
    await expect(part(page, "headline")).toHaveText("Linen dress: check the size");
    await openPanel(page);
    await expect(errors(page)).toContainText("/api/signals/none.json");
    await expect(errors(page)).toContainText(says);
  });
}

for (const status of [204, 404]) {
  test(`signals: ${status} is an unknown customer, and no error`, async ({ page }) => {
    await page.route(signals, (route) => route.fulfill({ status }));
    await visit(page, "none");
    await expect(part(page, "headline")).toHaveText("Linen dress: check the size");
    await openPanel(page);
    await decided(page);
    await expect(errors(page)).toHaveCount(0);
  });
}

test("the demo's own server answers 204 for somebody unknown", async ({ request }) => {
  expect((await request.get("/api/signals/none.json")).status()).toBe(204);
  expect((await request.get("/api/signals/loyal.json")).status()).toBe(200);
});

test("signals are asked for while the rules are still on their way", async ({ page }) => {
  /** @type {() => void} */
  let go = () => {};
  const asked = new Promise((/** @type {(value: void) => void} */ resolve) => (go = resolve));
  await page.route(signals, async (route) => {
    go();
    await route.continue();
  });
  await page.route("**/api/rules.json", async (route) => {
    // Were signals to wait for the rules, both would wait for each other, and nothing would ever be shown. (`visit`
    // opens the same address as a page.)
    if (route.request().resourceType() === "fetch") await asked;
    await route.continue();
  });
  await visit(page, "specialist");
  await expect(part(page, "headline")).toHaveText(personal);
});

test("signals hang: the nudge doesn't wait for them", async ({ page }) => {
  await page.route(signals, () => new Promise(() => {}));
  await visit(page, "none");
  await expect(part(page, "headline")).toHaveText("Linen dress: check the size");
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
  await expect(errors(page)).toContainText("/api/signals/specialist.json");
});

test("fresh kept signals aren't asked for again", async ({ page }) => {
  /** @type {string[]} */
  const asked = [];
  page.on("request", (request) => request.url().includes("/api/signals/") && asked.push(request.url()));
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

/** @param {Page} page */
const breakRules = (page) =>
  page.route("**/api/rules.json", async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replaceAll("line.size_count", "line.size_cuont");
    await route.fulfill({ response, body: text });
  });

test("rules with a typo: nothing is shown, and the error says where", async ({ page }) => {
  await breakRules(page);
  await visit(page, "impulse");
  await openPanel(page);
  await expect(errors(page)).toContainText("/rules/0/when/and/1/>=/0/var");
  await expect(errors(page)).toContainText("unknown fact");
  await expect(panel(page)).toContainText("There is no decision yet");
  await expect(card(page)).toHaveCount(0);
});

test("rules with a typo after good ones: the last good ones stay", async ({ page }) => {
  await visit(page, "impulse");
  await expect(part(page, "headline")).toHaveText("Between S and M?");
  await breakRules(page);
  for (const load of [() => page.reload(), () => page.reload()]) {
    await load();
    await expect(part(page, "headline")).toHaveText("Between S and M?");
  }
  await openPanel(page);
  await expect(errors(page)).toContainText("/rules/0/when/and/1/>=/0/var");
});

for (const [what, answer] of Object.entries({
  "no network": (/** @type {import("@playwright/test").Route} */ route) => route.abort("connectionrefused"),
  "status 404": (/** @type {import("@playwright/test").Route} */ route) => route.fulfill({ status: 404 }),
})) {
  test(`rules: ${what}: nothing the first time, the last good ones later`, async ({ page, context }) => {
    await page.route("**/api/rules.json", answer);
    await page.goto("/cart.html");
    await openPanel(page);
    await expect(errors(page)).toContainText("/api/rules.json");
    await page.unroute("**/api/rules.json");
    await visit(page, "impulse");
    await expect(part(page, "headline")).toHaveText("Between S and M?");
    await context.route("**/api/rules.json", answer);
    await page.reload();
    await expect(part(page, "headline")).toHaveText("Between S and M?");
  });
}

test("product facts are not there: no nudge that needs them, and the shop works", async ({ page }) => {
  await page.route("**/api/products.json", (route) => route.abort("connectionrefused"));
  await visit(page, "impulse");
  await openPanel(page);
  await decided(page);
  await expect(errors(page)).toContainText("/api/products.json");
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
