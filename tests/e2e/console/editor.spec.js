// One rule without code: conditions, words with their preview, times, JSON, what is wrong where, and that nothing is lost.
import { become, expect, invite, open, saved, test, violations } from "./console.js";

/** @typedef {import("@playwright/test").Page} Page */

/** The nudge in the preview. @param {Page} page */
const nudge = (page) => page.frameLocator("iframe").locator("[data-cartnudge]");

/** A rule of the draft as the server has it. @param {import("../person.js").Person} person */
async function drafted(person, id = "two-sizes") {
  const { document } = await person.does("GET", "/v1/draft");
  return document.rules.find((rule) => rule.id === id);
}

test("words are seen in the real nudge as they are typed, counted, and filled in", async ({ page, ada }) => {
  await open(page, "/rules/two-sizes");
  await expect(nudge(page).locator("[part=headline]")).toHaveText("Between S and M?");
  await page.getByRole("textbox", { name: "Headline" }).fill("Which one, ");
  await page.getByRole("button", { name: "Insert something into: Headline" }).click();
  await page.getByRole("menuitem", { name: "Sizes in the cart" }).click();
  await expect(page.getByRole("textbox", { name: "Headline" })).toHaveValue("Which one, {sizes_in_cart}");
  await expect(nudge(page).locator("[part=headline]")).toHaveText("Which one, S and M");
  await page
    .getByRole("textbox", { name: "Headline" })
    .fill("A headline that is by far too long for anybody to read it at one glance");
  await expect(page.getByText("71 of 60 characters")).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "has room for 60" })).toBeVisible();
  await page.getByRole("textbox", { name: "Headline" }).fill("Only today: order now!");
  await expect(page.getByRole("status").filter({ hasText: "urgency" })).toBeVisible();
  await saved(page);
  expect((await drafted(ada)).nudge.content.en.headline).toBe("Only today: order now!");
  await page.getByText("Dark", { exact: true }).click();
  await page.getByText("Narrow", { exact: true }).click();
  await page.getByRole("switch", { name: "Right to left" }).click();
  await expect(page.frameLocator("iframe").locator("html")).toHaveAttribute("dir", "rtl");
  await expect(nudge(page)).toBeVisible();
});

test("a condition is built without code, and goes back as it was where it wasn't touched", async ({ page, ada }) => {
  const before = await drafted(ada);
  await open(page, "/rules/two-sizes");
  await page.getByRole("button", { name: "Condition", exact: true }).click();
  const facts = page.getByRole("combobox", { name: "What is looked at" });
  await facts.last().click();
  await facts.last().fill("cart value");
  await page.getByRole("option", { name: "Cart value", exact: true }).click();
  // Letter by letter, as people type: the field keeps the focus.
  const value = page.getByRole("textbox", { name: "With what" }).last();
  await value.click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("150", { delay: 30 });
  await expect(value).toBeFocused();
  await expect(page.getByText("has a size chart and cart value at least 150")).toBeVisible();
  await saved(page);
  expect((await drafted(ada)).when).toEqual({ and: [...before.when.and, { ">=": [{ var: "cart.value" }, 150] }] });
  await page.getByRole("button", { name: "Remove the condition" }).last().click();
  await saved(page);
  expect((await drafted(ada)).when).toEqual(before.when);
});

test("what is wrong is said at its field, and keeps nothing from being typed", async ({ page }) => {
  await open(page, "/rules/two-sizes");
  await page.getByLabel("Priority").fill("5000");
  await expect(page.getByLabel("Priority")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Priority").fill("50");
  await expect(page.getByLabel("Priority")).not.toHaveAttribute("aria-invalid", "true");
});

test("schedule, days, caps and variations reach the draft", async ({ page, ada }) => {
  await open(page, "/rules/two-sizes");
  await page.getByText("Mon", { exact: true }).click();
  await page.getByLabel("Not before").fill("09:00");
  await page.getByLabel("Not after").fill("18:00");
  await page.getByLabel("At most so often").fill("2");
  await page.getByLabel("in so many days").fill("7");
  await page.getByRole("button", { name: "Variation", exact: true }).click();
  await page.getByRole("textbox", { name: "Headline" }).fill("Between two?");
  await expect(nudge(page).locator("[part=headline]")).toHaveText("Between two?");
  await saved(page);
  const rule = await drafted(ada);
  expect(rule.schedule).toEqual({ weekdays: ["mon"], hours: { from: "09:00", until: "18:00" } });
  expect(rule.frequency_cap).toEqual({ max: 2, days: 7 });
  expect(rule.nudge.variations.map(({ id, content }) => [id, content?.en.headline])).toEqual([
    ["a", undefined],
    ["b", "Between two?"],
  ]);
});

test("JSON is the same rule, both ways; what can't be read is kept as typed", async ({ page, ada }) => {
  await open(page, "/rules/two-sizes");
  await page.getByText("JSON", { exact: true }).click();
  const editor = page.getByRole("textbox", { name: "The rule as JSON" });
  await expect(editor).toContainText('"cooldown_days": 14');
  await editor.click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("x");
  await expect(page.getByRole("alert").filter({ hasText: "Not in the draft yet" })).toBeVisible();
  await page.keyboard.press("Backspace");
  await expect(page.getByText("Not in the draft yet")).toHaveCount(0);
  await page.keyboard.press("Control+a");
  const rule = { ...(await drafted(ada)), priority: 7 };
  await page.keyboard.insertText(JSON.stringify(rule));
  await saved(page);
  expect((await drafted(ada)).priority).toBe(7);
  await page.getByText("Form", { exact: true }).click();
  await expect(page.getByLabel("Priority")).toHaveValue("7");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByLabel("Priority")).toHaveValue("80");
});

test("unsaved work survives a reload without the server", async ({ page, ada }) => {
  await open(page, "/rules/two-sizes");
  await page.route("**/v1/draft", (route) => (route.request().method() === "PUT" ? route.abort() : route.continue()));
  await page.getByRole("textbox", { name: "Headline" }).fill("Typed on a train");
  await expect(page.locator("[data-status=offline]")).toBeVisible();
  page.on("dialog", (dialog) => dialog.accept());
  await page.reload();
  await expect(page.getByRole("textbox", { name: "Headline" })).toHaveValue("Typed on a train");
  await page.unroute("**/v1/draft");
  await saved(page);
  expect((await drafted(ada)).nudge.content.en.headline).toBe("Typed on a train");
});

test("two editors: both changes stay; where both changed the same, the second decides", async ({
  page,
  ada,
  browser,
  own,
}) => {
  const bo = await invite(ada, "Bo", "editor");
  const context = await browser.newContext({ baseURL: own.url });
  await become(context, bo);
  const other = await context.newPage();
  await open(page, "/rules/two-sizes");
  await open(other, "/rules/first-large-order");
  await other.getByRole("textbox", { name: "Headline" }).fill("A question first?");
  await saved(other);
  await page.getByRole("textbox", { name: "Headline" }).fill("Mine");
  await expect(page.getByText("Bo changed the draft meanwhile")).toBeVisible();
  await saved(page);
  expect((await drafted(ada)).nudge.content.en.headline).toBe("Mine");
  expect((await drafted(ada, "first-large-order")).nudge.content.en.headline).toBe("A question first?");
  // The same rule now: Bo saves first.
  await other.goto("/console/rules/two-sizes");
  await other.getByRole("textbox", { name: "Headline" }).fill("Bo's");
  await saved(other);
  await page.getByRole("textbox", { name: "Headline" }).fill("Ada's");
  const dialog = page.getByRole("dialog", { name: "Bo changed the same thing" });
  await expect(dialog).toContainText("Ada's");
  await expect(dialog).toContainText("Bo's");
  expect(await violations(page)).toEqual([]);
  expect((await drafted(ada)).nudge.content.en.headline).toBe("Bo's");
  await dialog.getByRole("button", { name: "Keep yours" }).click();
  await saved(page);
  expect((await drafted(ada)).nudge.content.en.headline).toBe("Ada's");
  await context.close();
});

test("who only looks sees everything and changes nothing", async ({ page, context, ada }) => {
  await become(context, await invite(ada, "Vi", "viewer"));
  await open(page, "/rules/two-sizes");
  await expect(page.getByText("your role doesn't let you change it")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Headline" })).toBeDisabled();
  await expect(page.getByLabel("Priority")).toBeDisabled();
  await expect(page.getByRole("button", { name: "Condition", exact: true })).toBeDisabled();
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of ["/rules/two-sizes", "/rules/two-sizes?view=json"]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, path);
      await nudge(page).waitFor();
      expect(await violations(page), path).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
}
