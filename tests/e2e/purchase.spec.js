// A whole purchase with nudges on, and one without.
import { card, expect, part, test, visit } from "./shop.js";

/** @param {import("@playwright/test").Page} page @param {string} size */
async function putIntoBag(page, size) {
  await page.goto("/p/aurel-linen-dress.html");
  await page
    .locator("#sizes label")
    .filter({ hasText: new RegExp(`^${size}$`) })
    .click();
  await page.getByRole("button", { name: "Add to bag" }).click();
  await expect(page.getByRole("dialog", { name: "Your bag" })).toBeVisible();
}

/** @param {import("@playwright/test").Page} page */
async function pay(page) {
  await page.getByRole("link", { name: "Go to checkout" }).click();
  for (const [label, value] of [
    ["Email", "ines@example.com"],
    ["Full name", "Ines K."],
    ["Street and number", "1 Row"],
    ["Postcode", "12345"],
    ["City", "Town"],
    ["Country", "Germany"],
  ]) {
    await page.getByLabel(label, { exact: true }).fill(value);
  }
  await page.getByRole("button", { name: "Place the order" }).click();
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible();
  await expect(page.locator("#mini-lines").getByRole("listitem")).not.toHaveCount(0);
}

/** What this visit knows. @param {import("@playwright/test").Page} page */
const known = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("cartnudge:visit") ?? "{}").body);

for (const width of [1280, 390]) {
  test(`from the shelf to thank you, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/index.html");
    await page.locator("#grid .card a").first().click();
    await expect(page).toHaveURL(/\/p\//);
    await putIntoBag(page, "S");
    await putIntoBag(page, "M");
    await page.getByRole("link", { name: "View bag" }).click();
    await expect(part(page, "headline")).toHaveText("Between S and M?");
    await part(page, "action").click();
    await expect(page.getByRole("dialog", { name: "S and M side by side" })).toBeVisible();
    await page.keyboard.press("Escape");

    // The comparison helped: one of the two goes, and with it the reason for the nudge.
    await page.locator("[data-remove$='-s']").click();
    await expect(page.locator("#cart-lines .line")).toHaveCount(1);
    await expect(card(page).getByText("Between S and M?")).toHaveCount(0);
    await expect.poll(async () => (await known(page)).session.removals).toBe(1);

    await pay(page);
    await expect.poll(async () => (await known(page)).session.orders).toBe(1);
    expect((await known(page)).cart.items).toEqual([]);
    await page.reload();
    await expect.poll(async () => (await known(page)).session.page_views).toBeGreaterThan(5);
    expect((await known(page)).session.orders).toBe(1);
    await expect(card(page)).toHaveCount(0);
  });
}

test("a size that is changed in the cart is seen as such", async ({ page }) => {
  await visit(page, "impulse");
  await expect(part(page, "headline")).toHaveText("Between S and M?");
  await page.locator("#cart-lines select").first().selectOption("M");
  await expect(card(page)).toHaveCount(0);
  await expect.poll(async () => (await known(page)).session.items[0]?.size_changes).toBe(1);
  expect((await known(page)).session.removals).toBe(0);
});

test("the shop sells as well when nothing of ours can be loaded", async ({ page }) => {
  await page.route(/\.wasm$|\/api\//, (route) => route.abort("connectionrefused"));
  await putIntoBag(page, "M");
  await page.getByRole("link", { name: "View bag" }).click();
  await pay(page);
  await expect(card(page)).toHaveCount(0);
});
