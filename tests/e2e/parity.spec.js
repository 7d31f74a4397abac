// The same decision, byte for byte: in Chromium, in Node, and from the command line.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createEngine } from "cartnudge/engine";
import { test as base, expect } from "./harness.js";

const folder = new URL("../cases/", import.meta.url);
const cases = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...JSON.parse(readFileSync(new URL(name, folder), "utf8")) }));

/** Builds the command line, which takes no time after `cargo test --workspace`, and says where it is. */
function build() {
  const flags = ["build", "--quiet", "-p", "cartnudge-cli", "--message-format", "json"];
  const cwd = fileURLToPath(new URL("../..", import.meta.url));
  const messages = execFileSync("cargo", flags, { cwd, encoding: "utf8", maxBuffer: 2 ** 26 })
    .trim()
    .split("\n");
  const { executable } = messages.map((line) => JSON.parse(line)).find((message) => message.executable);
  return executable;
}

const test = base.extend({
  command: [async ({}, use) => use(build()), { scope: "worker", timeout: 600_000 }],
});

test("a worker decides as Node does", async ({ page }) => {
  await page.goto("/");
  for (const { name, engine: options, input } of cases) {
    const engine = await createEngine(options);
    const here = JSON.stringify(engine.decide(input));
    engine.free();
    const there = await page.evaluate(
      (asked) => {
        const worker = new Worker("/tests/e2e/page/worker.js", { type: "module" });
        return new Promise((resolve, reject) => {
          worker.onmessage = ({ data }) => resolve(data);
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage(asked);
        }).finally(() => worker.terminate());
      },
      [options, input],
    );
    expect(there, name).toBe(here);
  }
});

test("there are cases", () => expect(cases.length).toBeGreaterThanOrEqual(20));

for (const { name, engine: options, input } of cases) {
  test(`Chromium and Node: ${name}`, async ({ page }) => {
    const engine = await createEngine(options);
    const here = JSON.stringify(engine.decide(input));
    engine.free();
    await page.goto("/");
    const there = await page.evaluate(
      async ([given, asked]) => {
        const made = await window.createEngine(given);
        const text = JSON.stringify(made.decide(asked));
        made.free();
        return text;
      },
      [options, input],
    );
    expect(there).toBe(here);
  });

  test(`command line and Node: ${name}`, async ({ command }) => {
    const engine = await createEngine(options);
    const here = JSON.stringify(engine.decide(input));
    engine.free();
    const directory = mkdtempSync(join(tmpdir(), "cartnudge-"));
    try {
      const write = (/** @type {string} */ file, /** @type {unknown} */ document) => {
        const path = join(directory, `${file}.json`);
        writeFileSync(path, JSON.stringify(document));
        return path;
      };
      const flags = Object.entries(options).flatMap(([key, document]) => [`--${key}`, write(key, document)]);
      const printed = execFileSync(command, ["decide", ...flags, write("input", input)], {
        encoding: "utf8",
        stdio: "pipe",
      });
      expect(printed).toBe(`${here}\n`);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
}

for (const shopper of ["impulse", "loyal", "luxury", "new-large", "specialist", "unknown"]) {
  test(`the mounted page and Node: ${shopper}`, async ({ page }) => {
    const { engine: options, input } = cases.find(({ name }) => name === `shopper-${shopper}.json`);
    const { cart, customer, visitor_id, now, page: place } = input;
    const engine = await createEngine(options);
    const session = { started_at: now, page_views: 1, removals: 0, orders: 0 };
    const here = JSON.stringify(engine.decide({ cart, customer, visitor_id, now, page: place, session }));
    engine.free();
    await page.addInitScript((time) => (Date.now = () => time), now);
    await page.goto("/");
    const there = await page.evaluate(
      async ([{ rules, products }, given]) => {
        const { type, item_id, locale } = given.place ?? {};
        const { visitorId, signals } = given;
        await window.begin({ rules, products, signals, visitorId, locale, page: { type, item_id }, headless: true });
        window.handle.setCart(given.cart);
        return JSON.stringify(window.handle.decide());
      },
      [options, { cart, signals: customer, visitorId: visitor_id, place }],
    );
    expect(there).toBe(here);
  });
}

test("the mounted page and Node: trees", async ({ page }) => {
  const { engine: options, input } = cases.find(({ name }) => name === "model-trees-xgboost.json");
  const { cart, customer, visitor_id, now, page: place } = input;
  const engine = await createEngine(options);
  const session = { started_at: now, page_views: 1, removals: 0, orders: 0 };
  const here = JSON.stringify(engine.decide({ cart, customer, visitor_id, now, page: place, session }));
  engine.free();
  await page.addInitScript((time) => (Date.now = () => time), now);
  await page.goto("/");
  const there = await page.evaluate(
    async ([{ rules, products, model }, given]) => {
      const { visitorId, signals } = given;
      await window.begin({ rules, products, model, signals, visitorId, page: given.place, headless: true });
      window.handle.setCart(given.cart);
      return JSON.stringify(window.handle.decide());
    },
    [options, { cart, signals: customer, visitorId: visitor_id, place }],
  );
  expect(there).toBe(here);
  expect(JSON.parse(here).model.id).toBe("trained");
});
