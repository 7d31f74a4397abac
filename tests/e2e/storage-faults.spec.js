// Storage that is blocked, full or holds anything: the shop and the nudge go on.
import { card, expect, openPanel, part, refusal, test, visit } from "./shop.js";

/** @param {import("@playwright/test").Page} page */
async function buyFromProductPage(page) {
  await page.goto("/p/aurel-linen-dress.html");
  await page.locator("#sizes label").filter({ hasText: /^M$/ }).click();
  await page.getByRole("button", { name: "Add to bag" }).click();
  await expect(page.getByRole("dialog", { name: "Your bag" }).getByRole("listitem")).toHaveCount(1);
}

test("storage is blocked", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      },
    });
  });
  await buyFromProductPage(page);
  // The bag is in the page's memory only, so that the cart page starts empty, and says so.
  await page.goto("/cart.html");
  await expect(page.locator("#cart-empty")).toBeVisible();
  await openPanel(page);
  await expect(page.locator("#why").getByRole("heading", { name: "Errors" })).toHaveCount(0);
});

test("storage is full", async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = function full(key) {
      if (String(key).startsWith("cartnudge:")) throw new DOMException("full", "QuotaExceededError");
      // Only ours is full here: the shop has to keep its bag to get to the cart page.
      this[key] = arguments[1];
    };
  });
  await visit(page, "none");
  await expect(part(page, "headline")).toHaveText("Linen dress: check the size");
  await part(page, "action").click();
  await card(page).getByText("in", { exact: true }).click();
  await expect(card(page).getByRole("radio", { name: "in" })).toBeChecked();
  await page.keyboard.press("Escape");
  await card(page).getByRole("button", { name: "No thanks" }).click();
  await expect(card(page)).toHaveCount(0);
  // This page view remembers what storage couldn't.
  await openPanel(page);
  await expect(refusal(page, "Runs small, and we don't know the shopper")).toContainText(
    "The shopper closed it before.",
  );
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("cartnudge:")))).toEqual(
    [],
  );
});

const keys = ["visitor", "visit", "memory", "signals", "rules", "unit", "measures"];
const rubbish = {
  "not JSON": "{{{",
  "another version": '{"v":99,"at":1,"body":{}}',
  "no envelope": "[1,2,3]",
  null: "null",
  "a body of another kind": JSON.stringify({ v: 1, at: Date.now(), body: [[[{ rule_id: 7 }]]] }),
  "a source without a document": JSON.stringify({ v: 1, at: Date.now(), body: { source: "/v1/rules" } }),
};

for (const [what, text] of Object.entries(rubbish)) {
  test(`storage holds rubbish: ${what}`, async ({ page }) => {
    await visit(page, "impulse");
    await expect(card(page)).toBeVisible();
    await page.goto("/api/rules.json");
    await page.evaluate(
      ([names, value]) => names.forEach((name) => localStorage.setItem(`cartnudge:${name}`, value)),
      /** @type {[string[], string]} */ ([keys, text]),
    );
    await page.goto("/cart.html");
    await expect(part(page, "headline")).toHaveText("Between S and M?");
    await card(page).getByRole("button", { name: "No thanks" }).click();
    await page.reload();
    await openPanel(page);
    await expect(refusal(page, "Two sizes of one item")).toContainText("The shopper closed it before.");
  });
}
