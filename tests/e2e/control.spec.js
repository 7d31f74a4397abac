// What somebody does at the control server reaches shop pages that are already open.
import { welcome } from "./person.js";
import { card, expect, part, test as shop, visit } from "./shop.js";
import { startDemo } from "../../scripts/lib/server.mjs";

/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("./person.js").Person} Person */

/** A server of its own for each test: rules that one changes are no other's. */
const test = shop.extend({
  own: async ({}, use) => {
    const server = await startDemo();
    await use(server);
    await server.close();
  },
  baseURL: async ({ own }, use) => {
    await use(own.url);
  },
  ada: async ({ own }, use) => {
    await use(await welcome(own.link ?? "", { name: "Ada", email: "ada@shop.example" }));
  },
});

const headline = "Between S and M?";
/** The rule that the demo's impulsive shopper sees. */
const rule = "two-sizes";

/** The shop, with its stream open. @param {Page} page */
async function openShop(page) {
  const stream = page.waitForResponse("**/v1/rules/stream");
  await visit(page, "impulse");
  await expect(part(page, "headline")).toHaveText(headline);
  await stream;
}

/** Until the shopper has really seen the nudge. @param {Page} page */
async function see(page) {
  await card(page).scrollIntoViewIfNeeded();
  const exposures = () =>
    page.evaluate(() => JSON.parse(localStorage.getItem("cartnudge:memory") ?? "null")?.body.exposures.length ?? 0);
  await expect.poll(exposures).toBe(1);
}

/** The live version. @param {Person} person */
async function live(person) {
  const [{ version }] = (await person.does("GET", "/v1/rules/versions?limit=1")).versions;
  return version;
}

/** Changes a rule in the draft. @param {Person} person @param {(rule: any) => void} change */
async function edit(person, change) {
  const { body, etag } = await person.ask("GET", "/v1/draft");
  change(body.document.rules.find(({ id }) => id === rule));
  const { document, archived } = body;
  return person.ask("PUT", "/v1/draft", { document, archived }, etag);
}

/** @param {Person} person @param {string} note */
async function publish(person, note) {
  const { etag } = await person.ask("GET", "/v1/draft");
  return person.ask("POST", "/v1/rules/publish", { note, seen: await live(person) }, etag);
}

test("a rule that is switched off leaves an open page within 5 seconds, and comes back", async ({ page, ada }) => {
  await openShop(page);
  await ada.does("PATCH", `/v1/rules/${rule}`, { enabled: false });
  await expect(card(page)).toHaveCount(0, { timeout: 5_000 });
  await ada.does("PATCH", `/v1/rules/${rule}`, { enabled: true });
  await expect(part(page, "headline")).toHaveText(headline, { timeout: 5_000 });
});

test("the kill switch empties every open page within 5 seconds", async ({ page, context, ada }) => {
  await openShop(page);
  const other = await context.newPage();
  await visit(other, "new-large");
  await expect(card(other)).toHaveCount(1);
  await ada.does("POST", "/v1/rules/kill-switch", { on: true, note: "wrong chart" });
  await expect(card(other)).toHaveCount(0, { timeout: 5_000 });
  await page.bringToFront();
  await expect(card(page)).toHaveCount(0, { timeout: 5_000 });
  await ada.does("POST", "/v1/rules/kill-switch", { on: false });
  await expect(part(page, "headline")).toHaveText(headline, { timeout: 5_000 });
});

test("published and rolled back: an open page follows both", async ({ page, ada }) => {
  await openShop(page);
  const before = await live(ada);
  await edit(ada, (own) => Object.assign(own, { schedule: { from: "2200-01-01" } }));
  await page.waitForTimeout(2_000);
  await expect(part(page, "headline")).toHaveText(headline);
  expect((await publish(ada, "not yet")).status).toBe(201);
  await expect(card(page)).toHaveCount(0, { timeout: 5_000 });
  await ada.does("POST", "/v1/rules/rollback", { to: before, note: "back", seen: await live(ada) });
  await expect(part(page, "headline")).toHaveText(headline, { timeout: 5_000 });
  const { versions } = await ada.does("GET", "/v1/rules/versions?limit=3");
  expect(versions.map(({ kind, note }) => [kind, note])).toEqual([
    ["rollback", "back"],
    ["publish", "not yet"],
    ["publish", expect.any(String)],
  ]);
});

test("two editors at once: the second is told, and nothing is lost", async ({ ada, own }) => {
  const invited = await ada.does("POST", "/v1/people", { name: "Bo", email: "bo@shop.example", role: "editor" });
  const bo = await welcome(new URL(invited.link, own.url).href);
  const [mine, other] = await Promise.all([ada.ask("GET", "/v1/draft"), bo.ask("GET", "/v1/draft")]);
  const saved = await edit(ada, (found) => Object.assign(found, { priority: 77 }));
  expect(saved.status).toBe(200);
  other.body.document.rules.find(({ id }) => id === rule).priority = 11;
  const { document, archived } = other.body;
  const refused = await bo.ask("PUT", "/v1/draft", { document, archived }, other.etag);
  expect([refused.status, refused.body.code]).toEqual([412, "draft_changed"]);
  const current = refused.body.current.document.rules.find(({ id }) => id === rule);
  expect(current.priority).toBe(77);
  expect(mine.etag).toBe(other.etag);
  // Bo may edit, but not publish.
  expect((await bo.ask("POST", "/v1/rules/publish", { note: "", seen: null }, refused.etag ?? '"0"')).status).toBe(403);
});

test("a shopper's exposures arrive in the results", async ({ page, ada }) => {
  await openShop(page);
  await see(page);
  const counted = async () => {
    const { rules } = await ada.does("GET", "/v1/results/rules?days=14");
    return rules.find(({ rule_id }) => rule_id === rule);
  };
  await expect.poll(async () => (await counted())?.exposures ?? 0, { timeout: 15_000 }).toBe(1);
  await part(page, "dismiss").click();
  await expect(card(page)).toHaveCount(0);
  await expect.poll(async () => (await counted()).interactions.dismissed, { timeout: 15_000 }).toBe(1);
  expect((await counted()).by_day.at(-1)).toMatchObject({ exposures: 1 });
});

test("without consent to measurement nothing arrives", async ({ page, browser, own, ada }) => {
  await visit(page, "impulse", { prefs: { consent: { measurement: false } } });
  await expect(part(page, "headline")).toHaveText(headline);
  await see(page);
  await page.goto("about:blank");
  // Another shopper's arrive, so that would have, too.
  const other = await browser.newPage({ baseURL: own.url });
  await visit(other, "impulse");
  await see(other);
  await other.close({ runBeforeUnload: false });
  const exposed = async () => {
    const { rules } = await ada.does("GET", "/v1/results/rules?days=14");
    return rules.reduce((sum, { exposures }) => sum + exposures, 0);
  };
  await expect.poll(exposed).toBe(1);
});

test("an open page outlives the server, and hears of changes when it is back", async ({ page, own, ada }) => {
  await openShop(page);
  await own.stop();
  await page.waitForTimeout(1_000);
  await expect(part(page, "headline")).toHaveText(headline);
  await own.again();
  await ada.does("PATCH", `/v1/rules/${rule}`, { enabled: false });
  // The browser's own patience before it connects again, and then as ever.
  await expect(card(page)).toHaveCount(0, { timeout: 15_000 });
});
