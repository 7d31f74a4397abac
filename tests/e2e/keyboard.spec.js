// Everything by keyboard alone.
import { card, expect, part, test, visit } from "./shop.js";

/** @typedef {import("@playwright/test").Page} Page */

test.use({ reducedMotion: "reduce" });

/** Presses Tab until something has the focus. @param {Page} page @param {import("@playwright/test").Locator} target */
async function tabTo(page, target) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element.matches(":focus"))) return;
  }
  throw new Error("Tab never came there");
}

/** Where the focus is, inside shadow roots too. @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    const path = [];
    while (element) {
      path.push(element.getAttribute("part") ?? element.getAttribute("class") ?? element.localName);
      element = element.shadowRoot?.activeElement ?? null;
    }
    return path.at(-1);
  });

/** Whether the focus is in the nudge's dialog. @param {Page} page */
const inDialog = (page) =>
  card(page)
    .locator("dialog")
    .evaluate((dialog) => dialog.matches(":focus-within"));

/** @param {Page} page */
async function openChart(page) {
  await tabTo(page, part(page, "action"));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Size chart: Linen dress" })).toBeVisible();
}

test.beforeEach(async ({ page }) => {
  await visit(page, "none");
  await expect(part(page, "action")).toBeVisible();
});

test("nothing takes the focus when the nudge appears", async ({ page }) => {
  await page.route("**/v1/signals/**", async (route) => {
    await new Promise((go) => setTimeout(go, 700));
    await route.continue();
  });
  await page.evaluate(() => localStorage.removeItem("cartnudge:signals"));
  await page.goto("/cart.html");
  await page.locator("#cart-lines select").first().focus();
  await expect(part(page, "headline")).toBeVisible();
  await expect(page.locator("#cart-lines select").first()).toBeFocused();
});

test("Enter opens the chart, Tab stays inside, Escape gives the focus back", async ({ page }) => {
  await openChart(page);
  /** @type {Set<string | undefined>} */
  const places = new Set();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    // Past the last control the browser itself has a turn: the page never has.
    const inPage = await page.evaluate(() => document.activeElement !== document.body);
    if (inPage) expect(await inDialog(page)).toBe(true);
    places.add(await focused(page));
  }
  expect(places.size).toBeGreaterThanOrEqual(4);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog", { name: "Size chart: Linen dress" })).toBeHidden();
  await expect(part(page, "card")).toBeVisible();
  expect(await focused(page)).toBe("action");
});

test("Space opens it as well", async ({ page }) => {
  await tabTo(page, part(page, "action"));
  await page.keyboard.press("Space");
  await expect(page.getByRole("dialog", { name: "Size chart: Linen dress" })).toBeVisible();
});

test("arrows switch to inches, which the next page remembers", async ({ page }) => {
  await openChart(page);
  const cell = card(page).locator("tbody tr").first().locator("td").first();
  const centimetres = (await cell.textContent()) ?? "";
  await tabTo(page, card(page).getByRole("radio", { name: "cm" }));
  await page.keyboard.press("ArrowRight");
  await expect(card(page).getByRole("radio", { name: "in" })).toBeChecked();
  const inches = (await cell.textContent()) ?? "";
  expect(parseFloat(inches)).toBeCloseTo(parseFloat(centimetres) / 2.54, 0);

  await page.reload();
  await openChart(page);
  await expect(card(page).getByRole("radio", { name: "in" })).toBeChecked();
  await expect(cell).toHaveText(inches);
});

test("Escape sends the card away, and the focus goes back to where it came from", async ({ page }) => {
  await tabTo(page, part(page, "action"));
  await page.keyboard.press("Shift+Tab");
  const before = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await expect(card(page)).toHaveCount(0);
  expect(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80))).toBe(before);
});

test("the close button sends the card away", async ({ page }) => {
  await tabTo(page, card(page).getByRole("button", { name: "No thanks" }));
  await page.keyboard.press("Enter");
  await expect(card(page)).toHaveCount(0);
});

test("how to measure opens by keyboard", async ({ page }) => {
  await openChart(page);
  const how = part(page, "how");
  await tabTo(page, how.locator("summary"));
  await page.keyboard.press("Enter");
  await expect(how.locator("p")).toBeVisible();
});
