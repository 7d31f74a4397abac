// From the draft to what shops get: the review, at once or later, two people, the history and the way back.
import { become, expect, invite, open, saved, test, violations } from "./console.js";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../person.js").Person} Person */

/** Changes a rule of the draft by the API. @param {Person} person @param {object} change @param {string} [id] */
async function edit(person, change, id = "two-sizes") {
  const { body, etag } = await person.ask("GET", "/v1/draft");
  Object.assign(
    body.document.rules.find((rule) => rule.id === id),
    change,
  );
  const { document, archived } = body;
  const { status } = await person.ask("PUT", "/v1/draft", { document, archived }, etag);
  expect(status).toBe(200);
}

/** @param {Page} page @param {number} version */
const publishButton = (page, version) => page.getByRole("button", { name: `Publish version ${version}` });

/** What shops get of a rule. @param {string} url */
async function liveRule(url, id = "two-sizes") {
  const { rules } = await (await fetch(`${url}/v1/rules`)).json();
  return rules.find((rule) => rule.id === id);
}

test("the review says the change in words; published it is live, and one click brings the former back", async ({
  page,
  ada,
  own,
}) => {
  await edit(ada, { priority: 60, audience_percent: 50 });
  await open(page, "/publish");
  const changes = page.getByRole("region", { name: "What changes" });
  await expect(changes).toContainText("priority 80 to 60");
  await expect(changes).toContainText("audience 100 % to 50 %");
  await page.getByLabel("Why", { exact: true }).fill("fewer at first");
  await publishButton(page, 2).click();
  await expect(page.getByText("Version 2 is live")).toBeVisible();
  expect(await liveRule(own.url)).toMatchObject({ priority: 60, audience_percent: 50 });
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  await expect(page.getByText("What version 1 was is live again.")).toBeVisible();
  expect(await liveRule(own.url)).toMatchObject({ priority: 80 });
  const { versions } = await ada.does("GET", "/v1/rules/versions");
  expect(versions.map(({ kind, note }) => [kind, note]).slice(0, 2)).toEqual([
    ["rollback", ""],
    ["publish", "fewer at first"],
  ]);
});

test("carts that change are found, and can be looked at", async ({ page, ada }) => {
  await edit(ada, { enabled: false });
  await open(page, "/publish");
  const carts = page.getByRole("region", { name: "Carts that change" });
  await expect(carts).toContainText("Shown today: Two sizes of one item.", { timeout: 20_000 });
  await carts.getByRole("link", { name: "Show me the cart" }).first().click();
  await expect(page).toHaveURL(/\/console\/try\?input=/);
});

test("with an error it can't be published, and the error leads to its rule", async ({ page, ada }) => {
  await edit(ada, { when: { ">": [{ var: "cart.vaule" }, 1] } });
  await open(page, "/publish");
  await expect(page.getByRole("alert")).toContainText("1 error keeps the draft from being published");
  await expect(page.getByRole("alert")).toContainText("cart.value");
  await expect(publishButton(page, 2)).toBeDisabled();
  await page.getByRole("alert").getByRole("link", { name: "Two sizes of one item" }).click();
  await expect(page).toHaveURL(/\/console\/rules\/two-sizes\?at=/);
});

test("somebody published meanwhile: told, and the note is kept", async ({ page, ada, own }) => {
  await edit(ada, { priority: 60 });
  await open(page, "/publish");
  await page.getByLabel("Why", { exact: true }).fill("mine");
  await publishButton(page, 2).waitFor();
  // The page hears of it by its stream, too; here it must not before the click.
  await page.route("**/v1/rules/versions**", (route) => route.abort());
  await page.route("**/v1/rules/stream", (route) => route.abort());
  await ada.does("PATCH", "/v1/rules/gift-season-chat", { enabled: false });
  await page.route("**/v1/rules/versions**", (route) => route.continue());
  const refused = page.waitForResponse((answer) => answer.url().endsWith("/v1/rules/publish"));
  await page.getByRole("button", { name: /^Publish version/ }).click();
  expect([201, 412]).toContain((await refused).status());
  const isRefused = (await refused).status() === 412;
  if (isRefused) {
    await expect(page.getByLabel("Why", { exact: true })).toHaveValue("mine");
    await publishButton(page, 3).click();
  }
  await expect(page.getByText("Version 3 is live")).toBeVisible();
  expect(await liveRule(own.url)).toMatchObject({ priority: 60 });
  expect((await liveRule(own.url, "gift-season-chat")).enabled).toBe(false);
});

test("scheduled, and called off", async ({ page, ada }) => {
  await edit(ada, { priority: 60 });
  await open(page, "/publish");
  await page.getByText("Later", { exact: true }).click();
  await page.getByRole("button", { name: /^Schedule for/ }).click();
  await expect(page.getByText("Scheduled for", { exact: false }).last()).toBeVisible();
  await expect(page.getByRole("region", { name: "Scheduled" })).toContainText("Waits");
  expect((await ada.does("GET", "/v1/rules/scheduled")).scheduled).toHaveLength(1);
  await page.getByRole("button", { name: "Call off" }).click();
  await expect(page.getByRole("region", { name: "Scheduled" })).toContainText("Nothing waits.");
});

test("thrown away, and taken back", async ({ page, ada }) => {
  await edit(ada, { priority: 60 });
  await open(page, "/publish");
  await page.getByRole("button", { name: "Throw all changes away" }).click();
  await expect(page.getByRole("heading", { name: "Nothing to publish" })).toBeVisible();
  await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("region", { name: "What changes" })).toContainText("priority 80 to 60");
  await saved(page);
  const { document } = await ada.does("GET", "/v1/draft");
  expect(document.rules[0].priority).toBe(60);
});

test("the history: who, why, what; rolled back from there, and undone", async ({ page, ada, own }) => {
  await ada.does("PATCH", "/v1/rules/two-sizes", { enabled: false, note: "chart is wrong" });
  await open(page, "/publish/history");
  const rows = page.getByRole("row");
  await expect(rows.nth(1)).toContainText("A rule switched");
  await expect(rows.nth(1)).toContainText("chart is wrong");
  await expect(rows.nth(1)).toContainText("Live");
  await page.getByRole("link", { name: "2", exact: true }).click();
  await expect(page.getByRole("region", { name: "What it changed against version 1" })).toContainText(
    "Two sizes of one item",
  );
  await page.getByRole("link", { name: "History" }).click();
  await page.getByRole("button", { name: "Roll back to version 1" }).click();
  await page.getByRole("button", { name: "Make it live as version 3" }).click();
  await expect(page.getByText("What version 1 was is live again.")).toBeVisible();
  expect((await liveRule(own.url)).enabled).toBeUndefined();
  await page.getByRole("alert").getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await liveRule(own.url)).enabled).toBe(false);
});

test("an editor reviews and can't publish", async ({ page, context, ada }) => {
  await edit(ada, { priority: 60 });
  await become(context, await invite(ada, "Ed", "editor"));
  await open(page, "/publish");
  await expect(page.getByRole("region", { name: "What changes" })).toContainText("priority 80 to 60");
  await expect(page.getByRole("button", { name: /^Publish version/ })).toHaveCount(0);
  await expect(page.getByText("Somebody with the role of a publisher makes it live.")).toBeVisible();
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page, ada }) => {
    await edit(ada, { priority: 60, note: "another" });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const path of ["/publish", "/publish/history", "/publish/history/1"]) {
      await page.setViewportSize({ width: 1280, height: 800 });
      await open(page, path);
      await expect(page.locator(".mantine-Loader-root")).toHaveCount(0, { timeout: 20_000 });
      expect(await violations(page), path).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(390);
    }
  });
}
