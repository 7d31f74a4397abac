// What the shop's demo remembers of nudges: dismissals, and the shopper who leaves.
import { card, decided, expect, openPanel, part, refusal, test, visit } from "./shop.js";

const rule = "Two sizes of one item";

test.beforeEach(async ({ page }) => {
  await visit(page, "impulse");
  await expect(part(page, "headline")).toBeVisible();
});

test("a dismissed nudge stays away: now, after a reload, and after other pages", async ({ page }) => {
  await card(page).getByRole("button", { name: "No thanks" }).click();
  await expect(card(page)).toHaveCount(0);
  await openPanel(page);
  await expect(refusal(page, rule)).toContainText("The shopper closed it before.");

  for (const path of ["/cart.html", "/p/aurel-linen-dress.html", "/cart.html"]) {
    await page.goto(path);
    await openPanel(page);
    await decided(page);
    if (path === "/cart.html") await expect(refusal(page, rule)).toContainText("The shopper closed it before.");
    await expect(card(page)).toHaveCount(0);
  }
});

test("one that was not dismissed comes back", async ({ page }) => {
  await page.reload();
  await expect(part(page, "headline")).toHaveText("Between S and M?");
});

test("choosing another shopper clears the memory", async ({ page }) => {
  await card(page).getByRole("button", { name: "No thanks" }).click();
  await expect(card(page)).toHaveCount(0);
  const visitor = await page.evaluate(() => localStorage.getItem("cartnudge:visitor"));
  await page.getByLabel("Shopper").selectOption("none");
  await expect(part(page, "headline")).toHaveText("Linen dress: check the size");
  await page.getByLabel("Shopper").selectOption("impulse");
  await expect(part(page, "headline")).toHaveText("Between S and M?");
  expect(await page.evaluate(() => localStorage.getItem("cartnudge:visitor"))).not.toBe(visitor);
});

test("withdrawing consent to storage erases what was kept", async ({ page }) => {
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("cartnudge:")));
  expect(await kept()).toContain("cartnudge:visitor");
  await page.getByLabel("storage").uncheck();
  await expect.poll(kept).toEqual([]);
  await page.reload();
  await expect(part(page, "headline")).toBeVisible();
  expect(await kept()).toEqual([]);
});
