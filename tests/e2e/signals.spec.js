// Signals from an address: whatever comes instead of them, the cart alone decides, and the error says what it was.
import { bothSizes, chatRule, rules } from "./documents.js";
import { begin, card, expect, part, test, told } from "./harness.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("@playwright/test").Route} Route */

/** Who is known sees another rule's nudge. */
const both = rules([
  chatRule("known", { when: { ">=": [{ var: "customer.orders" }, 3] }, priority: 90 }),
  chatRule("anybody"),
]);

/** @param {Page} page */
async function open(page) {
  await page.goto("/");
  await begin(page, { rules: both, signals: "/signals.json", slots: { spot: "#slot" } });
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  await expect(card(page)).toHaveCount(1);
}

test("signals decide", async ({ page }) => {
  await page.route("**/signals.json", (route) => route.fulfill({ json: { orders: 4 } }));
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of known");
});

/** @type {Record<string, { answer: (route: Route) => Promise<void>, says: string }>} */
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
  test(`${what}: the cart alone decides, and the error says what came`, async ({ page }) => {
    await page.route("**/signals.json", answer);
    await open(page);
    await expect(part(page, "headline")).toHaveText("Headline of anybody");
    const [error, ...more] = await told(page, "error");
    expect(error).toContain("signals: `/signals.json`");
    expect(error).toContain(says);
    expect(more).toEqual([]);
  });
}

for (const status of [204, 404]) {
  test(`${status} is an unknown customer, and no error`, async ({ page }) => {
    await page.route("**/signals.json", (route) => route.fulfill({ status }));
    await open(page);
    await expect(part(page, "headline")).toHaveText("Headline of anybody");
    expect(await told(page, "error")).toEqual([]);
  });
}
