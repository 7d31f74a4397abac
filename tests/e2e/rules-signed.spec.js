// With a key, only rules that it signed are used, and never older ones than before. The last good ones stay.
import { generateKeyPairSync, sign } from "node:crypto";
import { bothSizes, chatRule, rules } from "./documents.js";
import { begin, card, expect, part, test, told, turn } from "./harness.js";

// Each page sees it anew: what was seen isn't said twice in a session.
test.beforeEach(({ page }) => page.addInitScript(() => localStorage.removeItem("cartnudge:memory")));

/** @typedef {import("@playwright/test").Page} Page */

const url = "/live/rules.json";
const own = generateKeyPairSync("ed25519");
const foreign = generateKeyPairSync("ed25519");
const rulesKey = own.publicKey.export({ format: "jwk" }).x;

/** @param {number} version @param {object} [more] */
const text = (version, more = {}) => JSON.stringify(rules([chatRule("chat")], { version, ...more }));

/** @param {string} body @param {import("node:crypto").KeyObject} [key] */
const signed = (body, key = own.privateKey) => ({
  body,
  headers: { "cartnudge-signature": sign(null, Buffer.from(body), key).toString("base64url") },
});

/** @param {Page} page @returns {Promise<string[]>} */
const errors = (page) => told(page, "error");

/** @param {Page} page @param {object} [options] */
async function mount(page, options = {}) {
  await begin(page, { rules: url, rulesKey, slots: { spot: "#slot" }, ...options });
  await page.evaluate((given) => window.handle.setCart(given), bothSizes);
}

/** @param {Page} page @param {object} [options] */
async function open(page, options = {}) {
  await page.clock.install({ time: "2026-11-24T12:00:00Z" });
  await page.goto("/");
  await mount(page, options);
}

/** Until the page decides by rules of a version, and shows what they say. @param {Page} page @param {number} version */
async function uses(page, version) {
  await expect.poll(async () => (await told(page, "decision")).at(-1)?.rules_version).toBe(version);
  await expect(part(page, "headline")).toHaveText("Headline of chat");
}

/** Until the server was asked again. @param {Page} page */
async function later(page) {
  await page.clock.fastForward(700_000);
  await page.waitForTimeout(150);
  await page.clock.runFor(1_000);
}

const unsigned = "the rules are not signed";
const forged = "the rules are not signed by `rulesKey`";

test("signed rules are used, also those with letters of every kind", async ({ page, live }) => {
  Object.assign(live, signed(text(1, { rules: [{ ...chatRule("chat"), note: "Größe 👗 \u2028 尺码" }] })));
  await open(page);
  await uses(page, 1);
  Object.assign(live, signed(text(2)));
  await later(page);
  await uses(page, 2);
  expect(await errors(page)).toEqual([]);
});

/** @type {Record<string, { live: () => object, code: string, says: string }>} */
const refused = {
  unsigned: { live: () => ({ body: text(2), headers: {} }), code: "unsigned_rules", says: unsigned },
  "signed by another": { live: () => signed(text(2), foreign.privateKey), code: "bad_signature", says: forged },
  "changed after signing": {
    live: () => ({ ...signed(text(2)), body: text(2).replace("Headline", "Hedaline") }),
    code: "bad_signature",
    says: forged,
  },
  "with a signature that is none": {
    live: () => ({ body: text(2), headers: { "cartnudge-signature": "a b" } }),
    code: "bad_signature",
    says: forged,
  },
  older: {
    live: () => signed(text(0)),
    code: "older_rules",
    says: "version 0 is older than 1, which was in use",
  },
};

for (const [what, { live: change, code, says }] of Object.entries(refused)) {
  test(`${what}: refused and told once; the last good rules stay, also on the next page`, async ({ page, live }) => {
    Object.assign(live, signed(text(1)));
    await open(page);
    await uses(page, 1);
    Object.assign(live, { headers: {} }, change());
    await later(page);
    await later(page);
    await expect.poll(() => errors(page)).toHaveLength(1);
    expect((await errors(page))[0]).toContain(says);
    expect(await page.evaluate(() => window.errors[0].diagnostics[0].code)).toBe(code);
    await uses(page, 1);
    await page.reload();
    await mount(page);
    await uses(page, 1);
    expect((await errors(page))[0]).toContain(says);
    Object.assign(live, signed(text(3)));
    await later(page);
    await later(page);
    await uses(page, 3);
  });
}

test("nothing is shown where the first rules are refused", async ({ page, live }) => {
  Object.assign(live, signed(text(1), foreign.privateKey));
  await open(page);
  await expect.poll(() => errors(page)).toHaveLength(1);
  await page.clock.runFor(1_000);
  await expect(card(page)).toHaveCount(0);
  expect(await page.evaluate(() => localStorage.getItem("cartnudge:rules"))).toBeNull();
});

test("what is kept on the device is checked again", async ({ page, live }) => {
  Object.assign(live, signed(text(1)));
  await open(page);
  await uses(page, 1);
  live.status = 503;
  await page.reload();
  await mount(page);
  await uses(page, 1);
  await page.evaluate(() => {
    const kept = localStorage.getItem("cartnudge:rules") ?? "";
    localStorage.setItem("cartnudge:rules", kept.replace("Headline", "Hedaline"));
  });
  await page.reload();
  await mount(page);
  await expect.poll(() => errors(page)).toHaveLength(1);
  await page.clock.runFor(1_000);
  await expect(card(page)).toHaveCount(0);
});

test("without web cryptography nothing is believed", async ({ page, live }) => {
  await page.addInitScript(() => Object.defineProperty(Crypto.prototype, "subtle", { value: undefined }));
  Object.assign(live, signed(text(1)));
  await open(page);
  await expect
    .poll(() => errors(page))
    .toEqual([
      "rules: signatures can't be checked here; serve the page over https; Ed25519 needs Chrome 137, Firefox 129 or Safari 17",
    ]);
  expect(await page.evaluate(() => window.errors[0].diagnostics[0].code)).toBe("no_web_crypto");
  await expect(card(page)).toHaveCount(0);
});

test("a key that is none believes nobody", async ({ page, live }) => {
  Object.assign(live, signed(text(1)));
  await open(page, { rulesKey: `${rulesKey}AA` });
  await expect.poll(() => errors(page)).toHaveLength(2);
  expect((await errors(page))[0]).toContain("options at /rulesKey: this is not an Ed25519 key");
  await expect(card(page)).toHaveCount(0);
});

test("an ETag and a 304 keep the signature", async ({ page, live }) => {
  Object.assign(live, signed(text(1)));
  await open(page);
  await uses(page, 1);
  await later(page);
  await expect.poll(() => live.asked.at(-1)?.status).toBe(304);
  await page.clock.runFor(1_000);
  await turn(page, "visible");
  expect(await errors(page)).toEqual([]);
  await uses(page, 1);
});
