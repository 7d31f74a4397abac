// What the shop's own page gives is faulty, or its callbacks throw.
import { bothSizes, cart, chatting, dress, guiding, item, rules, sizeRule } from "./documents.js";
import { begin, card, expect, lines, part, test, told } from "./harness.js";

/** @param {import("@playwright/test").Page} page @param {unknown} given */
const setCart = (page, given) => page.evaluate((value) => window.handle.setCart(value), given);

test.beforeEach(({ page }) => page.goto("/"));

test("a cart with a malformed price: the last good one stays", async ({ page }) => {
  await begin(page, guiding);
  await setCart(page, bothSizes);
  await expect(part(page, "headline")).toBeVisible();
  await setCart(page, cart(item("S", { price: "about 129" })));
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
  expect(await told(page, "error")).toEqual([expect.stringContaining("cart at /items/0/price")]);
  await expect(part(page, "headline")).toBeVisible();
});

for (const [what, given] of Object.entries({
  nothing: null,
  "a text": "cart",
  "no items": { currency: "EUR" },
  "no currency": { items: [item("S")] },
  "a negative price": cart(item("S", { price: -1 })),
  "no id": cart(item("S", { item_id: "" })),
  "too many items": cart(...Array.from({ length: 201 }, (_, index) => item("S", { item_id: `i${index}` }))),
})) {
  test(`a cart that is ${what}: the last good one stays`, async ({ page }) => {
    await begin(page, guiding);
    await setCart(page, bothSizes);
    await setCart(page, given);
    expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
    expect(await told(page, "error")).toHaveLength(1);
  });
}

test("a cart that throws when it is read, and one in a circle", async ({ page }) => {
  await begin(page, guiding);
  await setCart(page, bothSizes);
  await page.evaluate(() => {
    window.handle.setCart({
      get items() {
        throw new Error("a proxy of the shop's framework");
      },
    });
    const circle = { currency: "EUR", items: [] };
    circle.items.push(circle);
    window.handle.setCart(circle);
  });
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
  expect(await told(page, "error")).toHaveLength(2);
});

test("a malformed price in the data layer: the last good cart stays", async ({ page }) => {
  await begin(page, { ...guiding, sources: ["ga4"] });
  await setCart(page, bothSizes);
  await page.evaluate(
    (items) => window.dataLayer.push({ event: "view_cart", ecommerce: { currency: "EUR", items } }),
    [item("S", { price: "1,2,3" })],
  );
  await expect.poll(() => told(page, "error")).toHaveLength(1);
  expect((await told(page, "error"))[0]).toContain("/ecommerce/items/0/price");
  expect(await lines(page)).toEqual(["dress-s", "dress-m"]);
});

test("a data layer that is no list", async ({ page }) => {
  await page.evaluate(() => (window.dataLayer = { push() {} }));
  await begin(page, { ...guiding, sources: ["ga4"] });
  expect(await told(page, "error")).toEqual([expect.stringContaining("`window.dataLayer` is not a list")]);
  await setCart(page, bothSizes);
  await expect(part(page, "headline")).toBeVisible();
});

/** @param {import("@playwright/test").Page} page @param {string} text */
const addMarkup = (page, text) =>
  page.evaluate((content) => {
    const script = document.createElement("script");
    script.type = "application/ld+json";
    script.textContent = content;
    document.head.append(script);
  }, text);

test("markup of the page that isn't JSON is told, and the rest is read", async ({ page }) => {
  await addMarkup(page, '{"@type": "Product", ');
  await addMarkup(
    page,
    JSON.stringify({
      "@context": "https://schema.org",
      "@type": "Product",
      name: "Linen dress",
      sku: "dress",
      aggregateRating: { "@type": "AggregateRating", ratingValue: "4.3", reviewCount: "44" },
    }),
  );
  await begin(page, {
    ...guiding,
    rules: rules([sizeRule("sizes"), sizeRule("liked", { when: { ">": [{ var: "product.review_count" }, 40] } })]),
    products: ["json-ld"],
  });
  await setCart(page, bothSizes);
  await expect.poll(() => told(page, "decision")).not.toHaveLength(0);
  expect(await told(page, "error")).toEqual([expect.stringContaining("a JSON-LD script is not JSON")]);
  // The second rule's condition holds by the markup; that names no size chart, which is another reason.
  const refused = (await told(page, "decision"))[0].suppressed.filter(({ rule_id }) => rule_id === "liked");
  expect(refused.map(({ detail }) => detail)).toEqual(["no_size_chart", "no_size_chart"]);
});

test("a listener of decisions that throws", async ({ page }) => {
  await begin(page, { ...guiding, throwing: ["onDecision"] });
  await setCart(page, bothSizes);
  await expect(part(page, "headline")).toBeVisible();
  expect(await told(page, "error")).toContain("the shop's onDecision threw");
});

test("a listener of errors that throws", async ({ page }) => {
  await begin(page, { ...guiding, throwing: ["onError"] });
  await setCart(page, "no cart");
  await setCart(page, bothSizes);
  await expect(part(page, "headline")).toBeVisible();
  expect(await told(page, "error")).toHaveLength(1);
});

test("a listener of interactions that throws: the nudge goes all the same", async ({ page }) => {
  await begin(page, { ...guiding, throwing: ["interaction"] });
  await setCart(page, bothSizes);
  await card(page).getByRole("button", { name: "No thanks" }).click();
  await expect(card(page)).toHaveCount(0);
  expect(await told(page, "error")).toContain("the shop's interaction threw");
});

test("a chat that throws: the card goes, the page stays", async ({ page }) => {
  await begin(page, { ...chatting, throwing: ["chat"] });
  await setCart(page, bothSizes);
  await part(page, "action").click();
  await expect(card(page)).toHaveCount(0);
  expect(await told(page, "error")).toContain("the shop's chat threw");
});

test("a listener may call the handle, and dispose of it", async ({ page }) => {
  await begin(page, guiding);
  await page.evaluate((given) => {
    window.handle.on("decision", () => window.handle.dispose());
    window.handle.setCart(given);
  }, bothSizes);
  await expect.poll(() => told(page, "decision")).toHaveLength(1);
  expect(await page.evaluate(() => window.handle.decide())).toBeUndefined();
  await expect(card(page)).toHaveCount(0);
});

test("unknown and faulty options are told by name", async ({ page }) => {
  await begin(page, { ...guiding, slot: "#slot", maxAge: "soon", sources: ["magento"] });
  const [error] = await told(page, "error");
  expect(error).toContain("options at /slot");
  expect(error).toContain("did you mean `slots`?");
  await setCart(page, bothSizes);
  await expect(part(page, "headline")).toBeVisible();
});

test("a faulty model leaves the shipped one in use", async ({ page }) => {
  await begin(page, { ...guiding, model: { schema_version: 1, id: "own", kind: "oracle" } });
  await setCart(page, bothSizes);
  await expect(part(page, "headline")).toBeVisible();
  expect((await told(page, "decision")).at(-1).model.id).toBe("starter");
  expect(await told(page, "error")).not.toHaveLength(0);
});

for (const [what, signals] of Object.entries({ throws: "throw", rejects: "reject", "gives nothing": "null" })) {
  test(`a function for signals that ${what}`, async ({ page }) => {
    await page.evaluate(
      ([kind, options]) =>
        window.begin({
          ...options,
          signals: () => {
            if (kind === "throw") throw new Error("no session");
            return kind === "reject" ? Promise.reject(new Error("no session")) : null;
          },
        }),
      /** @type {const} */ ([signals, guiding]),
    );
    await setCart(page, bothSizes);
    await expect(part(page, "headline")).toBeVisible();
    const errors = await told(page, "error");
    expect(errors).toEqual(signals === "null" ? [] : [expect.stringContaining("the `signals` function threw")]);
  });
}

test("a slot that isn't there: the card comes in the corner", async ({ page }) => {
  await begin(page, { ...guiding, products: [dress], slots: { spot: "#nowhere ((" } });
  await setCart(page, bothSizes);
  await expect(card(page)).toHaveAttribute("data-cartnudge", "corner");
});
