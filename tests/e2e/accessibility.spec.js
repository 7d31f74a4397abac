// axe-core on every page and in every state.
import AxeBuilder from "@axe-core/playwright";
import { card, decided, expect, openPanel, part, test, visit } from "./shop.js";

/** @typedef {import("@playwright/test").Page} Page */

test.use({ reducedMotion: "reduce" });

/** @param {Page} page @param {string[]} [except] rules */
async function check(page, except = []) {
  const { violations } = await new AxeBuilder({ page }).disableRules(except).analyze();
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" "))}`,
  );
  expect(found).toEqual([]);
}

const looks = {
  "light, 1280 px": { size: 1280, prefs: { theme: "light" } },
  "dark, 1280 px": { size: 1280, prefs: { theme: "dark" } },
  "light, 390 px": { size: 390, prefs: { theme: "light" } },
  "German from right to left, dark, 390 px": { size: 390, prefs: { theme: "dark", lang: "de", dir: "rtl" } },
};

test("a fault would be found, in the shop and in the nudge", async ({ page }) => {
  await visit(page, "none");
  await page.evaluate(() => document.getElementById("main")?.append(document.createElement("button")));
  await expect(check(page)).rejects.toThrow("button-name: Buttons must have discernible text: #main > button");
  await page.locator("#main > button").evaluate((button) => button.remove());
  await part(page, "action").evaluate((button) => button.replaceChildren());
  await expect(check(page)).rejects.toThrow(/button-name: .*data-cartnudge.*action/);
});

for (const [look, { size, prefs }] of Object.entries(looks)) {
  test.describe(look, () => {
    test.use({ viewport: { width: size, height: 800 } });

    for (const path of ["/index.html", "/p/aurel-linen-dress.html", "/checkout.html", "/thanks.html"]) {
      test(path, async ({ page }) => {
        await visit(page, "impulse", { path, prefs });
        await check(page);
      });
    }

    test("the cart, the card, the size chart, the panel", async ({ page }) => {
      await visit(page, "none", { prefs });
      await expect(part(page, "card")).toBeVisible();
      await check(page);
      await part(page, "action").click();
      await expect(card(page).getByRole("table")).toBeVisible();
      for (const summary of await card(page).locator("summary").all()) await summary.click();
      await check(page);
      await page.keyboard.press("Escape");
      await openPanel(page);
      await decided(page);
      await check(page);
    });

    test("review highlights", async ({ page }) => {
      await visit(page, "luxury", { prefs });
      await part(page, "action").click();
      await expect(part(page, "quote").first()).toBeVisible();
      await check(page);
    });

    test("the chat", async ({ page }) => {
      await visit(page, "new-large", { prefs });
      await expect(part(page, "card")).toBeVisible();
      await check(page);
      await part(page, "action").click();
      await expect(page.getByRole("dialog", { name: /Alder Row/ })).toBeVisible();
      await check(page);
    });
  });
}

test("forced colours: everything is still there", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await visit(page, "none");
  await part(page, "action").click();
  await expect(card(page).getByRole("table")).toBeVisible();
  // axe reads the style sheets' colours, not those that the browser forces.
  await check(page, ["color-contrast"]);
});

test("the card is announced politely, by name, once", async ({ page }) => {
  await visit(page, "impulse");
  const status = card(page).getByRole("status");
  await expect(status).toHaveText("A tip for your order: Between S and M?");
  await expect(card(page).getByRole("region", { name: "A tip for your order" })).toBeVisible();
});
