// How much attention nudges may take: one a page, three a session.
import { bothSizes, cart, chatRule, item, rules } from "./documents.js";
import { begin, card, expect, part, test, told } from "./harness.js";

/** Each for a reason of its own: one reason is told once a session. */
const reasons = { a: "cart.value", b: "cart.lines", c: "cart.quantity", d: "cart.mean_price", e: "cart.max_price" };

const five = Object.entries(reasons).map(([id, fact], index) =>
  chatRule(id, {
    when: { ">=": [{ var: fact }, 0] },
    priority: 90 - index,
    frequency_cap: { max: 1, days: 7 },
  }),
);

/** @param {import("@playwright/test").Page} page @param {object} [more] */
async function open(page, more = {}) {
  await page.goto("/");
  await begin(page, { rules: rules(five, more), slots: { spot: "#slot" } });
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
}

/** @param {import("@playwright/test").Page} page */
const exposed = (page) => expect.poll(() => told(page, "exposure")).toHaveLength(1);

test("one a page, also when it is sent away and the cart changes", async ({ page }) => {
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of a");
  await exposed(page);
  await card(page).getByRole("button", { name: "No thanks" }).click();
  await expect(card(page)).toHaveCount(0);
  await page.evaluate((given) => window.handle.setCart(given), cart(item("L")));
  await expect.poll(async () => (await told(page, "decision")).at(-1).lines[0].item_id).toBe("dress-l");
  const decision = (await told(page, "decision")).at(-1);
  expect(decision.nudges).toEqual([]);
  expect(decision.suppressed.find(({ rule_id }) => rule_id === "b").why).toBe("budget");
  await expect(card(page)).toHaveCount(0);
});

test("two a page where the document says so", async ({ page }) => {
  await open(page, { budget: { per_page: 2 } });
  await expect(card(page)).toHaveCount(2);
});

test("three a session", async ({ page }) => {
  for (const id of ["a", "b", "c"]) {
    await open(page);
    await expect(part(page, "headline")).toHaveText(`Headline of ${id}`);
    await exposed(page);
  }
  await open(page);
  await expect.poll(() => told(page, "decision")).not.toHaveLength(0);
  const why = Object.fromEntries(
    (await told(page, "decision")).at(-1).suppressed.map(({ rule_id, why: reason }) => [rule_id, reason]),
  );
  expect(why).toEqual({ a: "frequency_cap", b: "frequency_cap", c: "frequency_cap", d: "budget", e: "budget" });
  await expect(card(page)).toHaveCount(0);
});

test("a new session may see more", async ({ page }) => {
  for (const id of ["a", "b", "c"]) {
    await open(page);
    await expect(part(page, "headline")).toHaveText(`Headline of ${id}`);
    await exposed(page);
  }
  // Half an hour without a page: the visit was kept that long ago. A style sheet runs nothing that would keep it again.
  await page.goto("/tests/e2e/page/page.css");
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem("cartnudge:visit") ?? "");
    localStorage.setItem("cartnudge:visit", JSON.stringify({ ...kept, at: kept.at - 31 * 60_000 }));
  });
  await open(page);
  await expect(part(page, "headline")).toHaveText("Headline of d");
});
