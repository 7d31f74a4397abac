// Under the demo's strict policy nothing is blocked, and the console stays empty.
import { bothSizes, guiding } from "./documents.js";
import * as harness from "./harness.js";
import { card, expect, names, needsNone, openPanel, part, test, visit } from "./shop.js";

/** @param {import("@playwright/test").Page} page */
async function watch(page) {
  /** @type {string[]} */
  const said = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure() ?? { errorText: "" };
    // The next page aborts what this one still asked for.
    if (errorText !== "net::ERR_ABORTED") said.push(`${errorText}: ${request.url()}`);
  });
  page.on("response", (response) => response.status() >= 400 && said.push(`${response.status()}: ${response.url()}`));
  await page.exposeFunction("blocked", (/** @type {string} */ what) => said.push(`blocked: ${what}`));
  await page.addInitScript(() =>
    document.addEventListener("securitypolicyviolation", (event) =>
      window.blocked(`${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  return said;
}

test("the policy is the strict one", async ({ request }) => {
  const policy = (await request.get("/cart.html")).headers()["content-security-policy"];
  expect(policy).toBe("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'self'");
});

test("a violation would be seen", async ({ page }) => {
  const said = await watch(page);
  await page.goto("/cart.html");
  await page.evaluate(() => {
    const style = document.createElement("style");
    style.textContent = "p { color: red }";
    document.head.append(style);
  });
  await expect.poll(() => said.join()).toContain("blocked: style-src-elem inline");
});

for (const shopper of names) {
  test(`the cart of ${shopper}, its nudge and its panel`, async ({ page }) => {
    const said = await watch(page);
    await visit(page, shopper);
    await openPanel(page);
    await page.keyboard.press("Escape");
    if (!needsNone(shopper)) {
      await part(page, "action").click();
      await expect(page.getByRole("dialog").last()).toBeVisible();
      await page.keyboard.press("Escape");
    }
    expect(said).toEqual([]);
  });
}

test("every kind of page", async ({ page }) => {
  const said = await watch(page);
  await visit(page, "impulse", { path: "/index.html" });
  for (const path of ["/p/aurel-linen-dress.html", "/cart.html", "/checkout.html", "/thanks.html"]) {
    await page.goto(path, { waitUntil: "networkidle" });
  }
  expect(said).toEqual([]);
});

harness.test("without a bundler, and under Trusted Types as well", async ({ page }) => {
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    const policy = `${headers["content-security-policy"]}; require-trusted-types-for 'script'; trusted-types 'none'`;
    await route.fulfill({ response, headers: { ...headers, "content-security-policy": policy } });
  });
  const said = await watch(page);
  await page.goto("/");
  await harness.begin(page, guiding);
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
  await part(page, "action").click();
  await expect(page.getByRole("dialog", { name: /Size chart/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await card(page).getByRole("button", { name: "No thanks" }).click();
  await expect(card(page)).toHaveCount(0);
  expect(said).toEqual([]);
});
