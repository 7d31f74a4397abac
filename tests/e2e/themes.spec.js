// The shipped themes on the demo's cart: nothing that axe-core finds, least of all too little contrast.
import AxeBuilder from "@axe-core/playwright";
import { card, expect, part, test, visit } from "./shop.js";

/** @typedef {import("@playwright/test").Page} Page */

const themes = ["calm", "crisp", "warm"];

test.use({ reducedMotion: "reduce" });

/** Stars, single characters and wrapped text: axe-core leaves them open, but they have the colours of what it checks. */
const LEFT = ["nonBmp", "shortTextContent", "elmPartiallyObscuring"];

/** What axe-core finds, and where it can't tell a contrast of the nudge. @param {Page} page */
async function check(page) {
  const { violations, incomplete } = await new AxeBuilder({ page }).analyze();
  const unsure = incomplete
    .filter(({ id }) => id === "color-contrast")
    .flatMap(({ nodes }) => nodes)
    .filter(({ any }) => !any.every(({ data }) => LEFT.includes(data?.messageKey)))
    .map(({ target }) => target.join(" "))
    .filter((target) => target.includes("data-cartnudge"));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" "))}`);
  expect([...found, ...unsure]).toEqual([]);
}

/** A computed property of a part. @param {Page} page @param {string} name @param {string} property */
const style = (page, name, property) =>
  part(page, name).evaluate((element, key) => getComputedStyle(element).getPropertyValue(key), property);

/** How light a part's surface is, from 0 to 1. @param {Page} page @param {string} name */
const lightness = async (page, name) => Number(/oklch\((\S+)/.exec(await style(page, name, "background-color"))?.[1]);

for (const look of themes) {
  for (const theme of ["light", "dark"]) {
    for (const dir of ["ltr", "rtl"]) {
      test(`${look}, ${theme}, ${dir}: the card, the size chart, the quotes`, async ({ page }) => {
        const prefs = { look, theme, dir };
        await visit(page, "none", { prefs });
        await expect(part(page, "card")).toBeVisible();
        await check(page);
        await part(page, "action").click();
        await expect(card(page).getByRole("table")).toBeVisible();
        for (const summary of await card(page).locator("summary").all()) await summary.click();
        await check(page);
        await visit(page, "luxury", { prefs });
        await part(page, "action").click();
        await expect(part(page, "quote").first()).toBeVisible();
        await check(page);
      });
    }
  }

  test(`${look} is light or dark by the text colour that the shop gives`, async ({ page }) => {
    await visit(page, "none", { prefs: { look, theme: "light" } });
    await expect(part(page, "card")).toBeVisible();
    expect(await lightness(page, "card")).toBeGreaterThan(0.9);
    await page.locator("#demo-theme").selectOption("dark");
    expect(await lightness(page, "card")).toBeLessThan(0.3);
    await page.locator("#demo-theme").selectOption("auto");
    expect(await lightness(page, "card")).toBeGreaterThan(0.9);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expect.poll(() => lightness(page, "card")).toBeLessThan(0.3);
  });

  test(`${look} has its contrast also where the shop's own text has little`, async ({ page }) => {
    await visit(page, "none", { prefs: { look, theme: "light" } });
    await expect(part(page, "card")).toBeVisible();
    for (const grey of ["#666", "#888", "#999"]) {
      await card(page).evaluate((host, color) => host.parentElement.style.setProperty("color", color), grey);
      const { violations } = await new AxeBuilder({ page }).include("[data-cartnudge]").analyze();
      expect(violations, grey).toEqual([]);
    }
  });

  test(`${look} in forced colours, 390 px`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await visit(page, "none", { prefs: { look } });
    await expect(part(page, "card")).toBeVisible();
    const canvas = await page.evaluate(() => {
      const probe = document.createElement("p");
      probe.style.setProperty("background", "Canvas");
      document.body.append(probe);
      const { backgroundColor } = getComputedStyle(probe);
      probe.remove();
      return backgroundColor;
    });
    expect(await style(page, "card", "background-color")).toBe(canvas);
    expect(await style(page, "icon", "background-color")).toBe("rgba(0, 0, 0, 0)");
    // The edge is the system's, not a tint.
    expect(await style(page, "card", "border-block-start-color")).not.toContain("/");
    await part(page, "action").click();
    await expect(card(page).getByRole("table")).toBeVisible();
  });
}

test("a fault would be found", async ({ page }) => {
  await visit(page, "none", { prefs: { look: "calm", theme: "light" } });
  await expect(part(page, "card")).toBeVisible();
  await page.evaluate(() => document.documentElement.style.setProperty("--cartnudge-on-accent", "grey"));
  await expect(check(page)).rejects.toThrow("color-contrast");
});

test("a theme moves nothing of the card's place in the page", async ({ page }) => {
  await visit(page, "none", { prefs: { theme: "light" } });
  await expect(part(page, "card")).toBeVisible();
  const own = await card(page).boundingBox();
  for (const look of themes) {
    await page.locator("#demo-look").selectOption(look);
    expect(await card(page).boundingBox()).toMatchObject({ x: own?.x, y: own?.y, width: own?.width });
  }
});

test("the demo's bar switches themes, and remembers", async ({ page }) => {
  await visit(page, "none");
  await expect(part(page, "card")).toBeVisible();
  const radius = () => style(page, "card", "border-start-start-radius");
  expect(await radius()).toBe("12px");
  await page.locator("#demo-look").selectOption("crisp");
  expect(await radius()).toBe("0px");
  await page.reload();
  await expect(page.locator("#demo-look")).toHaveValue("crisp");
  await expect.poll(radius).toBe("0px");
  await page.locator("#demo-look").selectOption("own");
  expect(await radius()).toBe("12px");
});

test("under a part of the page, only the nudges there", async ({ page }) => {
  await visit(page, "none");
  await expect(part(page, "card")).toBeVisible();
  await page.evaluate(() => document.querySelector("header").setAttribute("data-cartnudge-theme", "crisp"));
  expect(await style(page, "card", "border-start-start-radius")).toBe("12px");
  await card(page).evaluate((host) => host.parentElement.setAttribute("data-cartnudge-theme", "crisp"));
  expect(await style(page, "card", "border-start-start-radius")).toBe("0px");
});
