// Who sees what on the cart page, and what the panel says of it. The shopper is chosen in the demo bar.
import { readFileSync } from "node:fs";
import { card, decided, expect, openPanel, panel, part, refusal, section, test } from "./shop.js";

/** @type {Record<string, { reviews: { text: string }[] }>} */
const reviews = JSON.parse(readFileSync(new URL("../../www/shop/reviews/accessories.json", import.meta.url), "utf8"));

const seen = {
  none: {
    rule: "Runs small, and we don't know the shopper",
    headline: "Linen dress: check the size",
    action: "Open the size chart",
    opens: "Size chart: Linen dress",
    about: "size guide · for Linen dress, Olive, M",
    because: "product.runs_small_share = 0.705",
    segments: "none",
  },
  "new-large": {
    rule: "First order, and a large one",
    headline: "Questions before you order?",
    action: "Ask us",
    about: "chat prompt · for the cart",
    because: "customer.segments = new_large_purchase, luxury",
    segments: "new large purchase, luxury",
  },
  luxury: {
    rule: "A considered purchase",
    headline: "What owners say: Field watch",
    action: "Read three of them",
    opens: "What buyers say about Field watch",
    about: "review highlights · for Field watch, Gold",
    because: "line.price = 640",
    segments: "luxury",
  },
  impulse: {
    rule: "Two sizes of one item",
    headline: "Between S and M?",
    action: "Compare the sizes",
    opens: "S and M side by side",
    about: "size comparison · for Linen dress, Sand, S",
    because: "line.size_count = 2",
    segments: "impulse",
  },
  specialist: {
    rule: "Known brand, new category, large cut",
    headline: "Aurel: is M right here, too?",
    action: "Open the size chart",
    opens: "Size chart: Wide-leg jeans",
    about: "size guide · for Wide-leg jeans, Sky, M",
    because: "line.new_category = true",
    segments: "loyal, category specialist",
  },
};

/** @param {import("@playwright/test").Page} page @param {string} shopper */
async function choose(page, shopper) {
  await page.goto("/index.html");
  // The unknown visitor is chosen already, and a list tells only of changes.
  for (const id of shopper === "none" ? ["loyal", "none"] : [shopper]) {
    const settings = page.getByRole("button", { name: "Settings" });
    if (await settings.isVisible()) await settings.click();
    await page.getByLabel("Shopper").selectOption(id);
    await expect(page).toHaveURL(/\/cart\.html$/);
    await expect(page.getByLabel("Shopper")).toHaveValue(id);
  }
}

for (const width of [1280, 390]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    for (const [shopper, wanted] of Object.entries(seen)) {
      test(`${shopper} sees: ${wanted.headline}`, async ({ page }) => {
        await choose(page, shopper);
        await expect(part(page, "headline")).toHaveText(wanted.headline);
        await expect(card(page)).toHaveCount(1);
        await expect(part(page, "action")).toHaveText(wanted.action);

        await openPanel(page);
        const winner = section(page, "What is shown");
        await expect(winner).toContainText(wanted.rule);
        await expect(winner).toContainText(wanted.about);
        await expect(winner).toContainText(wanted.because);
        await expect(section(page, "The cart")).toContainText(wanted.segments);
        await expect(section(page, "Line by line").getByRole("table").first()).toBeVisible();
        await expect(refusal(page, "Gift season: ask about sizes")).toContainText("outside the rule's dates");
        await expect(refusal(page, "Help with a mixed basket")).toContainText("switched off");
        await panel(page).getByRole("button", { name: "Close" }).click();

        await part(page, "action").click();
        if (wanted.opens) await expect(page.getByRole("dialog", { name: wanted.opens })).toBeVisible();
        else await expect(page.getByRole("dialog", { name: "Ask Alder Row" })).toBeVisible();
      });
    }

    test("loyal sees nothing, and the panel says why", async ({ page }) => {
      await choose(page, "loyal");
      await openPanel(page);
      await decided(page);
      await expect(section(page, "What is shown")).toContainText("Nothing. No rule has anything helpful to say");
      await expect(section(page, "The cart")).toContainText("loyal");
      await expect(refusal(page, "Two sizes of one item")).toContainText("Its condition does not hold");
      await expect(refusal(page, "A considered purchase")).toContainText("Its condition does not hold");
      await expect(card(page)).toHaveCount(0);
    });
  });
}

test("three buyers are quoted word for word, with the words on the matter set off", async ({ page }) => {
  await choose(page, "luxury");
  await part(page, "action").click();
  const dialog = page.getByRole("dialog", { name: "What buyers say about Field watch" });
  const quotes = dialog.getByRole("blockquote");
  await expect(quotes).toHaveCount(3);
  const written = reviews["ophir-field-watch"].reviews.map(({ text }) => text);
  for (const quote of await quotes.allTextContents()) {
    expect(written.filter((text) => text.includes(quote))).toHaveLength(1);
  }
  await expect(dialog.getByText("sits well", { exact: true })).toBeVisible();
});

test("no nudge judges the shopper or presses for time", async ({ page }) => {
  for (const shopper of Object.keys(seen)) {
    await choose(page, shopper);
    await expect(part(page, "headline")).toBeVisible();
    const words = (await part(page, "card").innerText()).toLowerCase();
    expect(words).not.toMatch(/risk|return rate|segment|impulse|luxury|loyal|hurry|only \d+ left|last chance/);
  }
});
