// `npm run screenshots`: every page of the shop and the console, every nudge with what it opens, and every kind of nudge in
// every theme, light, dark and right-to-left, wide and narrow, into screenshots/. With `--console` or `--kinds` only those.
/* global document */
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { scenes } from "../tests/e2e/scenes.js";
import { shoppers } from "../www/shop/shoppers.js";
import { buildServer } from "./build-server.mjs";
import { buildWww } from "./build-www.mjs";
import { browserArguments, ensureBrowser } from "./ensure-browser.mjs";
import { root } from "./lib/command.mjs";
import { takeConsole } from "./lib/console-screenshots.mjs";
import { startDemo } from "./lib/server.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

/** @typedef {import("@playwright/test").Page} Page */

const widths = [1440, 390];
const looks = {
  light: { theme: "light", lang: "en", dir: "ltr" },
  dark: { theme: "dark", lang: "en", dir: "ltr" },
  "german-rtl": { theme: "light", lang: "de", dir: "rtl" },
};

/** @param {Page} page @param {string} name @param {{ fullPage?: boolean }} [options] */
async function take(page, name, { fullPage = false } = {}) {
  await page.screenshot({ path: join(root, "screenshots", `${name}.png`), fullPage });
  say("screenshots", name);
}

/**
 * As the demo bar does: an own bag and nobody's memory.
 * @param {Page} page @param {{ id: string, cart: unknown }} shopper @param {object} prefs
 */
async function become(page, shopper, prefs) {
  await page.goto("/api/rules.json");
  await page.evaluate(
    ([now, cart]) => {
      localStorage.clear();
      localStorage.setItem("alder-row:prefs", now);
      localStorage.setItem("alder-row:cart", cart);
    },
    /** @type {const} */ ([JSON.stringify({ shopper: shopper.id, ...prefs }), JSON.stringify(shopper.cart)]),
  );
}

/** @param {Page} page @param {string} site @param {number} width */
async function takePages(page, site, width) {
  const pages = readdirSync(site, { encoding: "utf8", recursive: true }).filter(
    (name) => name.endsWith(".html") && !name.startsWith("console"),
  );
  for (const name of pages.sort()) {
    await page.goto(name.replaceAll("\\", "/"), { waitUntil: "networkidle" });
    const short = name.replace(/\.html$/, "").replaceAll(/[/\\]/g, "-");
    await take(page, `page-${short}-${width}`, { fullPage: true });
  }
}

/** @param {Page} page @param {number} width @param {string} look @param {object} prefs */
async function takeNudges(page, width, look, prefs) {
  for (const shopper of shoppers) {
    await become(page, shopper, prefs);
    await page.goto("/cart.html", { waitUntil: "networkidle" });
    const name = `nudge-${shopper.id}-${look}-${width}`;
    const card = page.locator("[data-cartnudge]");
    // Who needs no help gets none.
    if ((await card.count()) > 0) await card.scrollIntoViewIfNeeded();
    await take(page, name);
    if ((await card.count()) > 0) {
      await card.locator("[part=action]").click();
      await page.locator("dialog[open]").first().waitFor();
      await take(page, `${name}-open`);
      await page.keyboard.press("Escape");
    }
    if (look === "german-rtl") continue;
    await page.locator("#demo-why").click();
    await page.locator("#why .why-section").first().waitFor();
    await take(page, `${name}-why`);
  }
}

/** The corner card, or the sheet of a narrow page: the demo's cart has a slot, so it is taken away. @param {Page} page @param {number} width */
async function takeCorner(page, width) {
  const impulse = shoppers.find(({ id }) => id === "impulse");
  if (!impulse) return;
  await become(page, impulse, looks.light);
  await page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => document.getElementById("slot-cart")?.removeAttribute("id"));
  });
  await page.goto("/cart.html", { waitUntil: "networkidle" });
  await page.locator("[data-cartnudge=corner]").waitFor({ state: "attached" });
  await take(page, `nudge-corner-${width}`);
}

const themes = ["own", "calm", "crisp", "warm"];
const shades = [
  { theme: "light", dir: "ltr" },
  { theme: "dark", dir: "ltr" },
  { theme: "light", dir: "rtl" },
];

/** Puts a look on the page as it is, as the demo bar does. @param {Page} page @param {string} theme @param {{ theme: string, dir: string }} shade */
const wear = (page, theme, shade) =>
  page.evaluate(([nudge, { theme: shop, dir }]) => {
    const { documentElement: html } = document;
    html.dataset.theme = shop;
    html.dir = dir;
    if (nudge === "own") delete html.dataset.cartnudgeTheme;
    else html.dataset.cartnudgeTheme = nudge;
  }, /** @type {const} */ ([theme, shade]));

/** @param {Page} page @param {string} name */
async function takeLooks(page, name) {
  for (const theme of themes) {
    for (const shade of shades) {
      await wear(page, theme, shade);
      const look = shade.dir === "rtl" ? "rtl" : shade.theme;
      await take(page, `${name}-${theme}-${look}`);
    }
  }
}

/** Every kind of nudge, and what it opens, in every theme. @param {Page} page @param {number} width */
async function takeKinds(page, width) {
  for (const [kind, { shopper, path, opens }] of Object.entries(scenes)) {
    const who = shoppers.find(({ id }) => id === shopper);
    if (!who) throw new Error(`scenes.js names ${shopper}, whom the demo doesn't have`);
    await become(page, who, looks.light);
    // A product's page for the second time, which is when people want help.
    for (let visits = path.startsWith("/p/") ? 2 : 1; visits > 0; visits -= 1) {
      await page.goto(path, { waitUntil: "networkidle" });
    }
    const card = page.locator("[data-cartnudge]");
    await card.waitFor();
    await card.scrollIntoViewIfNeeded();
    await takeLooks(page, `kind-${kind}-${width}`);
    if (!opens) continue;
    await card.locator("[part=action]").click();
    await page.getByRole("dialog", { name: opens }).waitFor();
    await takeLooks(page, `kind-${kind}-${width}-open`);
  }
}

async function takeScreenshots() {
  const { values } = parseArgs({ options: { console: { type: "boolean" }, kinds: { type: "boolean" } } });
  const all = !values.console && !values.kinds;
  const { chromium: executablePath } = await ensureBrowser();
  await buildWww();
  const site = join(root, "dist", "www");
  const { chromium } = await import("@playwright/test");
  await buildServer();
  rmSync(join(root, "screenshots"), { recursive: true, force: true });

  const server = await startDemo();
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  try {
    if (all || values.console) await takeConsole(browser, server, take);
    for (const width of all || values.kinds ? widths : []) {
      const viewport = { width, height: width === 390 ? 844 : 900 };
      const context = await browser.newContext({ viewport, reducedMotion: "reduce", baseURL: `${server.url}/` });
      const page = await context.newPage();
      await takeKinds(page, width);
      if (all) {
        await takePages(page, site, width);
        for (const [look, prefs] of Object.entries(looks)) await takeNudges(page, width, look, prefs);
        await takeCorner(page, width);
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

await whenRunDirectly(import.meta, takeScreenshots);
