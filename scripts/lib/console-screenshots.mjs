// The console's pages as somebody sees them who has worked with it for a while: an edited draft, a history, results, people.
import { become, invite, welcome } from "../../tests/e2e/person.js";

/** @typedef {import("@playwright/test").Browser} Browser */
/** @typedef {import("@playwright/test").Page} Page */
/** @typedef {import("../../tests/e2e/person.js").Person} Person */

const paths = [
  "/rules",
  "/rules/two-sizes",
  "/try?shopper=impulse",
  "/try/check",
  "/simulate",
  "/results",
  "/results?rule=two-sizes",
  "/publish",
  "/publish/history",
  "/publish/history/1",
  ...["account", "people", "tokens", "signals", "orders", "rules", "audit"].map((section) => `/settings/${section}`),
];

const looks = [
  { name: "1440", width: 1440, height: 900, scheme: "light", locale: "en" },
  { name: "1024", width: 1024, height: 768, scheme: "light", locale: "en" },
  { name: "390", width: 390, height: 844, scheme: "light", locale: "en" },
  { name: "dark", width: 1440, height: 900, scheme: "dark", locale: "en" },
  { name: "german", width: 1440, height: 900, scheme: "light", locale: "de" },
  { name: "german-390", width: 390, height: 844, scheme: "light", locale: "de" },
];

/** Two weeks of shoppers, a draft that differs, and somebody else. @param {string} link @returns {Promise<Person>} */
async function furnish(link) {
  const ada = await welcome(link, { name: "Ada", email: "ada@shop.example" });
  await invite(ada, "Bo", "editor");
  await ada.does("PATCH", "/v1/rules/gift-season-chat", { enabled: false, note: "chat is away until Monday" });
  const { body, etag } = await ada.ask("GET", "/v1/draft");
  const [first] = body.document.rules;
  Object.assign(first, { priority: 80, audience_percent: 50 });
  await ada.ask("PUT", "/v1/draft", { document: body.document, archived: body.archived }, etag);
  const ids = body.document.rules.map((/** @type {{ id: string }} */ { id }) => id);
  for (let day = 13; day >= 0; day -= 1) await seen(ada.origin, ids, day);
  return ada;
}

/** What shoppers' pages told of a day. @param {string} origin @param {string[]} ids @param {number} day days ago */
async function seen(origin, ids, day) {
  const time = new Date(Date.now() - day * 86_400_000 - 60_000).toISOString();
  const event = (
    /** @type {string} */ type,
    /** @type {string} */ rule,
    /** @type {number} */ at,
    /** @type {object} */ data = {},
  ) => ({
    specversion: "1.0",
    id: `${type}-${rule}-${day}-${at}`,
    source: "https://shop.example",
    type: `cartnudge.${type}`,
    time,
    data: { decision_id: `d-${rule}-${day}-${at}`, rules_version: 1, rule_id: rule, ...data },
  });
  const events = ids.slice(0, 4).flatMap((rule, place) => {
    const shown = 6 + ((day * 7 + place * 5) % 11) * (4 - place);
    return Array.from({ length: shown }, (_, at) => [
      event("exposure", rule, at),
      ...(at % 4 === 0 ? [event("interaction", rule, at, { action: "opened" })] : []),
      ...(at % 9 === 0 ? [event("interaction", rule, at + 1_000, { action: "dismissed" })] : []),
      ...(at % 12 === 0 ? [event("holdout", rule, at)] : []),
    ]).flat();
  });
  const answer = await fetch(`${origin}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents-batch+json" },
    body: JSON.stringify(events.slice(0, 500)),
  });
  if (!answer.ok) throw new Error(`events: ${answer.status} ${await answer.text()}`);
}

/**
 * @param {Browser} browser
 * @param {{ url: string, link: string | undefined }} server
 * @param {(page: Page, name: string, options: { fullPage: boolean }) => Promise<void>} take
 */
export async function takeConsole(browser, server, take) {
  const ada = await furnish(server.link ?? "");
  for (const { name, width, height, scheme, locale } of looks) {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: scheme === "dark" ? "dark" : "light",
      locale,
      reducedMotion: "reduce",
      baseURL: server.url,
    });
    await become(context, ada);
    const page = await context.newPage();
    for (const path of paths) {
      await page.goto(`/console${path}`);
      await page.locator("#page-title").waitFor();
      // The rules' stream never ends, so the network isn't idle: what is drawn is.
      await page.waitForTimeout(700);
      await take(page, `console${path.replaceAll(/[/?=]/g, "-")}-${name}`, { fullPage: true });
    }
    await context.close();
  }
}
