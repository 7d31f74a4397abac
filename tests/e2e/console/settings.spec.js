// Accounts, people, tokens, embedding, what holds for all rules, the log.
import { become, expect, invite, open, saved, test, violations } from "./console.js";

const password = "correct horse battery staple";

test("somebody is invited, joins by the link, gets another role, and is removed", async ({ page, browser, own }) => {
  await open(page, "/settings/people");
  await page.getByLabel("Name").fill("Bo");
  await page.getByLabel("E-mail address").fill("bo@shop.example");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await page.getByRole("status").locator("pre").innerText();
  const context = await browser.newContext({ baseURL: own.url });
  const other = await context.newPage();
  await other.goto(link);
  await other.getByLabel("New password").fill(password);
  await other.getByLabel("The same again").fill(password);
  await other.getByRole("button", { name: "Join" }).click();
  await expect(other.locator("#page-title")).toHaveText("Rules");
  await other.goto("/console/settings/people");
  await expect(other).toHaveURL(/\/settings\/account$/);
  await page.reload();
  await page.getByRole("combobox", { name: "Role of Bo" }).click();
  await page.getByRole("option", { name: "Publisher" }).click();
  await other.reload();
  await expect(other.getByText("Publisher", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "More for Bo" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("bo@shop.example")).toHaveCount(0);
  await other.reload();
  await expect(other.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await context.close();
});

test("the last admin stays one, and is told why; a wrong address is said at its field", async ({ page }) => {
  await open(page, "/settings/people");
  await page.getByRole("combobox", { name: "Role of Ada" }).click();
  await page.getByRole("option", { name: "Viewer" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "this is the last admin" })).toBeVisible();
  await expect(page.getByRole("combobox", { name: "Role of Ada" })).toHaveValue("Admin");
  await page.getByLabel("Name").fill("Ada again");
  await page.getByLabel("E-mail address").fill("ada@shop.example");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText(/somebody has this e-mail address already/)).toBeVisible();
});

test("a token is made, works, and ends", async ({ page, own }) => {
  await open(page, "/settings/tokens");
  await page.getByLabel("Name").fill("warehouse");
  await page.getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByText("Choose at least one")).toBeVisible();
  await page.getByLabel("rules:read").check();
  await page.getByRole("button", { name: "Make the token" }).click();
  const token = await page.getByRole("status").locator("pre").innerText();
  const ask = () => fetch(`${own.url}/v1/draft`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await page.getByRole("button", { name: "End warehouse?" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByText("warehouse is ended.")).toBeVisible();
  expect((await ask()).status).toBe(401);
});

test("a new password: the wrong one is said at its field, the right one holds", async ({ page, own }) => {
  await open(page, "/settings/account");
  await page.getByLabel("Current password").fill("not this one");
  await page.getByLabel("New password", { exact: true }).fill("another long password");
  await page.getByLabel("The same again").fill("another long password");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText(/this isn't your current password/)).toBeVisible();
  await page.getByLabel("Current password").fill(password);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByText("The new password is set.")).toBeVisible();
  const signIn = (/** @type {string} */ secret) =>
    fetch(`${own.url}/v1/session`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "ada@shop.example", password: secret }),
    });
  expect([(await signIn(password)).status, (await signIn("another long password")).status]).toEqual([401, 200]);
});

test("the signals secret is shown on request and made anew; the page's lines have this server's key", async ({
  page,
  own,
}) => {
  await open(page, "/settings/signals");
  const { public_key: key } = await (await fetch(`${own.url}/v1/rules/key`)).json();
  await expect(page.getByLabel("In the shop's page", { exact: true }).locator("pre")).toContainText(key);
  await page.getByRole("button", { name: "Show the secret" }).click();
  const secret = page.getByRole("region", { name: "Signals secret" }).locator("pre").first();
  const before = await secret.innerText();
  expect(before.length).toBeGreaterThan(20);
  await page.getByRole("button", { name: "Make a new one" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Make a new one" }).click();
  await expect(secret).not.toHaveText(before);
});

test("what holds for all rules goes into the draft, with what is wrong at its field", async ({ page, ada }) => {
  await open(page, "/settings/rules");
  await page.getByRole("combobox", { name: "Time zone" }).click();
  await page.getByRole("combobox", { name: "Time zone" }).fill("Berlin");
  await page.getByRole("option", { name: "Europe/Berlin" }).click();
  await page.getByLabel("Nudges per page").fill("99");
  await expect(page.getByLabel("Nudges per page")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Nudges per page").fill("2");
  await page.getByLabel("All nudges: at most so often").fill("5");
  await page.getByRole("button", { name: "Thresholds of segments, bands and evidence" }).click();
  await page.getByLabel("Band high from").fill("0.5");
  await saved(page);
  const { document } = await ada.does("GET", "/v1/draft");
  expect(document).toMatchObject({
    time_zone: "Europe/Berlin",
    budget: { per_page: 2, per_session: 5 },
    frequency_caps: { all: { max: 5 } },
    settings: { band_high: 0.5 },
  });
  await page.getByLabel("Band high from").fill("");
  await saved(page);
  expect((await ada.does("GET", "/v1/draft")).document.settings).toBeUndefined();
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(page.getByLabel("Band high from")).toHaveValue("0.5");
});

test("the log says who did what; who only looks sees their account, the rules' settings and the order history", async ({
  page,
  context,
  ada,
}) => {
  await ada.does("PATCH", "/v1/rules/two-sizes", { enabled: false });
  await open(page, "/settings/audit");
  await expect(page.getByRole("row").filter({ hasText: "Switched a rule" })).toContainText("two-sizes");
  await page.getByLabel("Search the log").fill("signed nothing like it");
  await expect(page.getByText("Nothing matches.")).toBeVisible();
  await become(context, await invite(ada, "Vi", "viewer"));
  await open(page, "/settings/audit");
  await expect(page).toHaveURL(/\/settings\/account$/);
  await expect(page.getByRole("tab")).toHaveText(["Account", "All rules", "Order history"]);
  await page.getByRole("tab", { name: "All rules" }).click();
  await expect(page.getByLabel("Nudges per page")).toBeDisabled();
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const section of ["account", "rules", "orders", "people", "tokens", "signals", "audit"]) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await open(page, `/settings/${section}`);
      await expect(page.locator(".mantine-Loader-root")).toHaveCount(0);
      expect(await violations(page), section).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth), section)
        .toBeLessThanOrEqual(390);
    }
  });
}
