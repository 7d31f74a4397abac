// The list of rules: switches, search, order, copies, the archive, the kill switch.
import { become, expect, invite, open, saved, test, violations } from "./console.js";

/** @typedef {import("@playwright/test").Page} Page */

const first = "Two sizes of one item";

/** @param {Page} page @param {string} name */
const row = (page, name) => page.getByRole("listitem").filter({ has: page.getByRole("link", { name, exact: true }) });

/** @param {Page} page */
const names = (page) =>
  page.getByRole("list", { name: "Rules" }).locator("a[href*='/console/rules/']").allTextContents();

/** What shops get. @param {string} url */
async function live(url) {
  const { rules, kill_switch: isKilled } = await (await fetch(`${url}/v1/rules`)).json();
  return { isKilled: isKilled === true, rule: (/** @type {string} */ id) => rules.find((one) => one.id === id) };
}

test("a live rule is switched off and, by undo, on again: shops have it at once", async ({ page, own }) => {
  await open(page, "/rules");
  const toggle = row(page, first).getByRole("switch", { name: `${first}: on or off, live at once` });
  await expect(toggle).toBeChecked();
  await toggle.focus();
  await page.keyboard.press("Space");
  await expect(page.getByText("Open pages follow within seconds.")).toBeVisible();
  expect((await live(own.url)).rule("two-sizes").enabled).toBe(false);
  await expect(row(page, first).locator("[data-state=off]")).toBeVisible();
  await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
  await expect(row(page, first).locator("[data-state=live]")).toBeVisible();
  expect((await live(own.url)).rule("two-sizes").enabled).toBeUndefined();
});

test("what is searched for is in the address", async ({ page }) => {
  await open(page, "/rules");
  await page.keyboard.press("/");
  await page.keyboard.type("runs small");
  await expect
    .poll(() => names(page))
    .toEqual(["Two sizes of one item", "Runs small, and we don't know the shopper", "Runs small, on the product page"]);
  await expect(page).toHaveURL(/q=runs\+small/);
  await page.reload();
  await expect(page.getByText("3 rules of 14.")).toBeVisible();
  await page.getByRole("textbox", { name: "Search rules" }).fill("nothing like this");
  await page.getByRole("button", { name: "Show all rules" }).click();
  await expect(page.getByText("14 rules of 14.")).toBeVisible();
  await page.getByRole("combobox", { name: "State" }).click();
  await page.getByRole("option", { name: "Off", exact: true }).click();
  await expect.poll(() => names(page)).toEqual(["Help with a mixed basket"]);
});

test("rules are put in another order by keyboard, and undo brings it back", async ({ page, ada }) => {
  await open(page, "/rules");
  const order = await names(page);
  await page.getByRole("button", { name: `Move ${first}` }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByText(`${first} picked up at place 1 of 14.`)).toBeAttached();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByText(`${first} is at place 2 of 14.`)).toBeAttached();
  await page.keyboard.press("Space");
  await expect.poll(async () => (await names(page)).slice(0, 2)).toEqual([order[1], order[0]]);
  await saved(page);
  const { document } = await ada.does("GET", "/v1/draft");
  expect(document.rules[1].id).toBe("two-sizes");
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect.poll(() => names(page)).toEqual(order);
  await row(page, first)
    .getByRole("button", { name: `More for ${first}` })
    .click();
  await page.getByRole("menuitem", { name: "Move down" }).click();
  await expect.poll(async () => (await names(page))[1]).toBe(first);
});

test("copied, archived, restored, deleted", async ({ page, ada }) => {
  await open(page, "/rules");
  const more = (/** @type {string} */ name) => page.getByRole("button", { name: `More for ${name}`, exact: true });
  await more(first).click();
  await page.getByRole("menuitem", { name: "Duplicate" }).click();
  const copy = `Copy of ${first}`;
  await expect(row(page, copy).locator("[data-state=draft]")).toBeVisible();
  await expect(row(page, copy).getByRole("switch")).not.toBeChecked();
  await more(copy).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await expect(row(page, copy)).toHaveCount(0);
  await page.getByRole("alert").filter({ hasText: "is archived" }).getByRole("button", { name: "Undo" }).click();
  await expect(row(page, copy)).toBeVisible();
  await more(copy).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await page.getByRole("button", { name: "1 archived rule" }).click();
  await page.getByRole("button", { name: "Restore" }).click();
  await expect(row(page, copy)).toBeVisible();
  await more(copy).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await expect(page.getByRole("button", { name: "1 archived rule" })).toHaveCount(0);
  await saved(page);
  const { document, archived } = await ada.does("GET", "/v1/draft");
  expect([document.rules.length, archived.length]).toEqual([14, 0]);
});

test("a new rule begins from what should be shown", async ({ page, ada }) => {
  await open(page, "/rules");
  await page.keyboard.press("n");
  await page
    .getByRole("dialog", { name: "What should be shown?" })
    .getByRole("button", { name: /^Review highlights/ })
    .click();
  await expect(page).toHaveURL(/\/console\/rules\/what-buyers-say$/);
  await saved(page);
  const { document } = await ada.does("GET", "/v1/draft");
  expect(document.rules.at(-1)).toMatchObject({ id: "what-buyers-say", enabled: false });
});

test("the kill switch empties every page, and comes back from any page", async ({ page, own }) => {
  await open(page, "/rules");
  await page.getByRole("button", { name: "More for all rules" }).click();
  await page.getByRole("menuitem", { name: "Stop all nudges…" }).click();
  await page.getByLabel("Why").fill("a wrong chart");
  await page.getByRole("button", { name: "Stop all nudges", exact: true }).click();
  await expect(page.getByText("The kill switch is on")).toBeVisible();
  expect((await live(own.url)).isKilled).toBe(true);
  await expect(row(page, first).locator("[data-state=paused]")).toBeVisible();
  await page.getByRole("button", { name: "Show nudges again" }).click();
  await expect(page.getByText("The kill switch is on")).toHaveCount(0);
  expect((await live(own.url)).isKilled).toBe(false);
});

test("who only looks can't change anything; an editor switches in the draft", async ({ page, context, ada, own }) => {
  await become(context, await invite(ada, "Vi", "viewer"));
  await open(page, "/rules");
  await expect(row(page, first).getByRole("switch")).toBeDisabled();
  await expect(page.getByRole("button", { name: "New rule" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "More for all rules" })).toHaveCount(0);
  await become(context, await invite(ada, "Ed", "editor"));
  await open(page, "/rules");
  await page.getByText("14 rules of 14.").waitFor();
  const toggle = row(page, first).getByRole("switch", { name: `${first}: on or off, in the draft` });
  await toggle.focus();
  await page.keyboard.press("Space");
  await saved(page);
  await expect(row(page, first).getByText("Edited", { exact: true })).toBeVisible();
  await expect(page.getByText("1 rule differs from what is live.")).toBeVisible();
  expect((await live(own.url)).rule("two-sizes").enabled).toBeUndefined();
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(page, "/rules");
    await page.getByText("14 rules of 14.").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
