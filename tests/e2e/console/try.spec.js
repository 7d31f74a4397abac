// Why and what if: the demo's shoppers, own carts, what differs between draft and live, and the check of all rules.
import { expect, open, test, violations } from "./console.js";

/** @typedef {import("@playwright/test").Page} Page */

/** What is shown by a document. @param {Page} page @param {"Draft" | "Live"} title */
const shown = (page, title) => page.getByRole("alert").filter({ hasText: title });

test("a shopper of the demo gets the size guide, with the reason and the real nudge; less in the cart, another decision", async ({
  page,
}) => {
  await open(page, "/try?shopper=impulse&rule=two-sizes");
  await expect(shown(page, "Draft")).toContainText("Two sizes of one item: “Between S and M?”");
  await expect(page.frameLocator("iframe").locator("[part=headline]")).toHaveText("Between S and M?");
  const rules = page.getByRole("region", { name: "Rule by rule" });
  await expect(rules).toContainText("Holds: Sizes of this product in the cart at least 2");
  await expect(page.getByRole("region", { name: "How likely it comes back" })).toContainText("Without size M");
  await page.getByRole("button", { name: "Remove Linen dress" }).last().click();
  await expect(shown(page, "Draft")).not.toContainText("Two sizes of one item");
  await expect(rules).toContainText("Doesn't hold: Sizes of this product in the cart at least 2");
  await expect(page).toHaveURL(/input=/);
  await page.reload();
  await expect(rules).toContainText("Doesn't hold: Sizes of this product in the cart at least 2");
});

test("a pasted cart; what can't be read is said with its place, and nothing is lost", async ({ page }) => {
  await open(page, "/try");
  await page.getByRole("button", { name: /^As JSON/ }).click();
  const text = page.getByLabel("Cart or input as JSON");
  await text.fill('{\n "items": [ }');
  await expect(page.getByText(/This can't be read as JSON/)).toBeVisible();
  await expect(shown(page, "Draft")).toContainText("Two sizes of one item");
  await text.fill('{"currency":"EUR","items":[{"item_id":"a","price":-1}]}');
  await page.getByRole("button", { name: "Try this" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "The core can't take this" })).toContainText(
    "/cart/items/0/price",
  );
  await page.getByLabel("Cart or input as JSON").fill('{"currency":"EUR","items":[{"item_id":"a","price":12}]}');
  await page.getByRole("button", { name: "Try this" }).click();
  await expect(shown(page, "Draft")).toContainText("Nothing is shown.");
});

test("draft and live differ after an edit, side by side", async ({ page, ada }) => {
  const { body, etag } = await ada.ask("GET", "/v1/draft");
  body.document.rules[0].enabled = false;
  await ada.ask("PUT", "/v1/draft", { document: body.document, archived: body.archived }, etag);
  await open(page, "/try?shopper=impulse");
  await expect(shown(page, "Live")).toContainText("Two sizes of one item");
  await expect(shown(page, "Draft")).not.toContainText("Two sizes of one item");
  await expect(page.getByText("The draft shows something else than what is live.")).toBeVisible();
});

test("the check names rules that can't be shown and that compete, each with a cart that opens", async ({
  page,
  ada,
}) => {
  const { body, etag } = await ada.ask("GET", "/v1/draft");
  const [first] = body.document.rules;
  body.document.rules.push({
    ...first,
    id: "never",
    name: "Never at all",
    when: { and: [{ ">": [{ var: "cart.value" }, 5] }, { "<": [{ var: "cart.value" }, 3] }] },
  });
  await ada.ask("PUT", "/v1/draft", { document: body.document, archived: body.archived }, etag);
  await open(page, "/try/check");
  await expect(page.getByRole("region", { name: "Never shown" })).toContainText(
    "Never at all: its condition can never hold.",
  );
  const compete = page.getByRole("region", { name: "Rules that compete" });
  await expect(compete).toContainText("“Two sizes of one item” and “First order, and a large one”.");
  await compete.getByRole("link", { name: "Show me the cart" }).first().click();
  await expect(page).toHaveURL(/\/try\?input=/);
  await expect(shown(page, "Draft")).toContainText("Two sizes of one item");
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of ["/try?shopper=impulse&rule=two-sizes", "/try/check"]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, path);
      await expect(page.locator(".mantine-Loader-root")).toHaveCount(0, { timeout: 20_000 });
      if (path.includes("shopper")) await page.frameLocator("iframe").locator("[data-cartnudge]").waitFor();
      expect(await violations(page), path).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
}
