// What shoppers' pages told, as counts, shares and days.
import { expect, open, test, violations } from "./console.js";

/** Sends what pages send. @param {string} url @param {string} rule @param {number} exposures @param {number} opened */
async function tell(url, rule, exposures, opened) {
  const event = (/** @type {string} */ type, /** @type {number} */ at, /** @type {object} */ data = {}) => ({
    specversion: "1.0",
    id: `${rule}-${type}-${at}`,
    source: "https://shop.example",
    type: `cartnudge.${type}`,
    time: new Date().toISOString(),
    data: { decision_id: `d${at}`, rules_version: 1, rule_id: rule, ...data },
  });
  const events = [
    ...Array.from({ length: exposures }, (_, at) => event("exposure", at)),
    ...Array.from({ length: opened }, (_, at) => event("interaction", at, { action: "opened" })),
    event("holdout", 0),
  ];
  const answer = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events),
  });
  expect((await answer.json()).accepted).toBe(events.length);
}

test("counts, shares with what they stand on, and not yet where there is too little", async ({ page, own }) => {
  await open(page, "/results");
  await expect(page.getByRole("heading", { name: "No events yet" })).toBeVisible();
  await tell(own.url, "two-sizes", 40, 10);
  await tell(own.url, "considered-purchase", 5, 1);
  await tell(own.url, "long-gone", 1, 0);
  await page.reload();
  const row = (/** @type {string} */ name) => page.getByRole("row", { name });
  await expect(row("Two sizes of one item")).toContainText("40");
  await expect(row("Two sizes of one item")).toContainText("25%");
  await row("Two sizes of one item").getByText("25%").focus();
  await expect(page.getByRole("tooltip")).toContainText("10 of 40; the true share is between 14.2% and 40.2%");
  await expect(row("A considered purchase")).toContainText("not yet");
  await expect(row("long-gone")).toContainText("not in the draft");
  await page.getByText("Table", { exact: true }).click();
  await expect(page.getByRole("table", { name: "Day by day" }).getByRole("row").nth(1)).toContainText("46");
  await row("Two sizes of one item").getByRole("button", { name: "Two sizes of one item" }).click();
  await expect(page).toHaveURL(/rule=two-sizes/);
  await page.reload();
  await expect(page.getByRole("region", { name: "Day by day" })).toContainText("Two sizes of one item");
});

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`nothing for axe to find, and no sideways scrolling at 390 px: ${scheme}`, async ({ page, own }) => {
    await tell(own.url, "two-sizes", 40, 10);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await open(page, "/results");
    await page.getByRole("table", { name: "Rule by rule" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
}
