// What is around every page of the console: signing in, languages, keys.
import { expect, invite, open, test, violations } from "./console.js";

const password = "correct horse battery staple";

test.describe("before anybody is signed in", () => {
  test.use({
    page: async ({ browser, own }, use) => {
      const context = await browser.newContext({ baseURL: own.url });
      await use(await context.newPage());
      await context.close();
    },
  });

  test("the terminal's link makes the first admin, once", async ({ page, own }) => {
    await page.goto(own.link ?? "");
    await page.getByLabel("Name").fill("Ada");
    await page.getByLabel("E-mail address").fill("ada@shop.example");
    await page.getByLabel("New password").fill("short");
    await page.getByLabel("The same again").fill(password);
    await page.getByRole("button", { name: "Become the admin" }).click();
    await expect(page.getByText("Too short: at least 10 characters")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("New password").fill(password);
    await page.getByRole("button", { name: "Become the admin" }).click();
    await expect(page).toHaveURL(/\/console\/rules$/);
    await page.goto(own.link ?? "");
    await expect(page.getByRole("heading", { name: "This link doesn't hold any more" })).toBeVisible();
  });

  test("who signs in is where they wanted to be; a wrong password is said", async ({ page, ada, own }) => {
    await invite(ada, "Bo", "viewer");
    await page.goto(`${own.url}/console/results`);
    await page.getByLabel("E-mail address").fill("bo@shop.example");
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert")).toContainText("No account has this e-mail address and password");
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("#page-title").waitFor();
    await expect(page).toHaveURL(/\/console\/results$/);
  });
});

test("signed out means signed out", async ({ page }) => {
  await open(page, "/rules");
  await page.getByRole("button", { name: "Your account, language and look" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("the console speaks German, and remembers it", async ({ page }) => {
  await open(page, "/rules");
  await page.getByRole("button", { name: "Your account, language and look" }).click();
  await page.getByRole("menuitem", { name: "Deutsch" }).click();
  await expect(page.getByRole("link", { name: "Simulieren" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("link", { name: "Simulieren" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
});

test("keys open pages, and `?` lists them", async ({ page }) => {
  await open(page, "/rules");
  await page.keyboard.press("g");
  await page.keyboard.press("p");
  await expect(page).toHaveURL(/\/console\/publish$/);
  await expect(page.locator("#page-title")).toBeFocused();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Go to Rules");
});

test("an address that leads nowhere says so", async ({ page }) => {
  await page.goto("/console/nowhere");
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
});
