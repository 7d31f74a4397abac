// A marketer's day, in one browser with a shopper's open page beside it.
import { readFileSync } from "node:fs";
import { card, part, visit } from "../shop.js";
import { expect, open, saved, test } from "./console.js";

/** @typedef {import("@playwright/test").Page} Page */

const orders = new URL("../../../cli/tests/data/orders.csv", import.meta.url).pathname;
const password = "correct horse battery staple";

test("sign in, switch off, switch on, edit, simulate, publish, roll back, kill: the open shop follows each", async ({
  browser,
  own,
}) => {
  test.slow();
  const marketer = await browser.newContext({ baseURL: own.url });
  const shopper = await browser.newContext({ baseURL: own.url });
  const shop = await shopper.newPage();
  const desk = await marketer.newPage();

  // The first admin comes by the terminal's link, signs out and in again.
  await desk.goto(own.link ?? "");
  await desk.getByLabel("Name").fill("Ada");
  await desk.getByLabel("E-mail address").fill("ada@shop.example");
  await desk.getByLabel("New password").fill(password);
  await desk.getByLabel("The same again").fill(password);
  await desk.getByRole("button", { name: "Become the admin" }).click();
  await desk.getByRole("button", { name: "Your account, language and look" }).click();
  await desk.getByRole("menuitem", { name: "Sign out" }).click();
  await desk.getByLabel("E-mail address").fill("ada@shop.example");
  await desk.getByLabel("Password", { exact: true }).fill(password);
  await desk.getByRole("button", { name: "Sign in" }).click();

  // A shopper's page is open.
  const stream = shop.waitForResponse("**/v1/rules/stream");
  await visit(shop, "impulse");
  await expect(part(shop, "headline")).toHaveText("Between S and M?");
  await stream;

  // Off, and on.
  const toggle = desk.getByRole("switch", { name: "Two sizes of one item: on or off, live at once" });
  await toggle.focus();
  await desk.keyboard.press("Space");
  await expect(card(shop)).toHaveCount(0, { timeout: 5_000 });
  await expect(toggle).not.toBeChecked();
  await toggle.focus();
  await desk.keyboard.press("Space");
  await expect(part(shop, "headline")).toHaveText("Between S and M?", { timeout: 5_000 });

  // Other words, tried and simulated before they are live.
  await desk.getByRole("link", { name: "Two sizes of one item" }).click();
  await desk.getByRole("textbox", { name: "Headline" }).fill("Which of {sizes_in_cart}?");
  await saved(desk);
  await desk.getByRole("link", { name: "Try it" }).click();
  await expect(desk.getByRole("alert").filter({ hasText: "Draft" })).toContainText("Which of S and M?");
  await expect(part(shop, "headline")).toHaveText("Between S and M?");
  await desk.getByRole("link", { name: "Simulate" }).click();
  const chooser = desk.waitForEvent("filechooser");
  await desk.getByRole("button", { name: /Choose a file/ }).click();
  await (await chooser).setFiles({ name: "orders.csv", mimeType: "text/csv", buffer: readFileSync(orders) });
  await desk.getByRole("button", { name: "Simulate", exact: true }).click();
  await expect(desk.getByRole("region", { name: "Whom it would have reached" })).toContainText("which is live");

  // Reviewed, published, rolled back.
  await desk.getByRole("link", { name: "Publish" }).click();
  await expect(desk.getByRole("region", { name: "What changes" })).toContainText("“Which of {sizes_in_cart}?”");
  await desk.getByLabel("Why", { exact: true }).fill("shorter");
  await desk.getByRole("button", { name: /^Publish version/ }).click();
  await expect(desk.getByText(/^Version \d+ is live$/)).toBeVisible();
  // Nothing that is shown changes under a shopper's eyes: the next page has the new words.
  await shop.reload();
  await expect(part(shop, "headline")).toHaveText("Which of S and M?");
  await desk.getByRole("button", { name: /^Roll back to version/ }).click();
  await expect(desk.getByText(/is live again\.$/)).toBeVisible();
  const again = shop.waitForResponse("**/v1/rules/stream");
  await shop.reload();
  await expect(part(shop, "headline")).toHaveText("Between S and M?");
  await again;

  // Everything stops at once, and comes back.
  await desk.goto("/console/rules");
  await desk.getByRole("button", { name: "More for all rules" }).click();
  await desk.getByRole("menuitem", { name: "Stop all nudges…" }).click();
  await desk.getByRole("button", { name: "Stop all nudges", exact: true }).click();
  await expect(card(shop)).toHaveCount(0, { timeout: 5_000 });
  await desk.getByRole("button", { name: "Show nudges again" }).click();
  await expect(part(shop, "headline")).toHaveText("Between S and M?", { timeout: 5_000 });

  // The shopper really saw it, and the marketer sees that.
  await card(shop).scrollIntoViewIfNeeded();
  await expect
    .poll(
      async () => {
        await open(desk, "/results");
        return desk.getByRole("row", { name: /Two sizes of one item/ }).count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await marketer.close();
  await shopper.close();
});
