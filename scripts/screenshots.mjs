// `npm run screenshots`: every page of dist/www, wide and narrow, into screenshots/.
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildWww } from "./build-www.mjs";
import { browserArguments, ensureBrowser } from "./ensure-browser.mjs";
import { root } from "./lib/command.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

const widths = [1440, 390];

async function takeScreenshots() {
  const { chromium: executablePath } = await ensureBrowser();
  await buildWww();
  const site = join(root, "dist", "www");
  const pages = readdirSync(site, { encoding: "utf8", recursive: true }).filter((name) => name.endsWith(".html"));
  const { chromium } = await import("@playwright/test");
  const { startServer } = await import("../www/server.mjs");
  rmSync(join(root, "screenshots"), { recursive: true, force: true });

  const server = await startServer({ port: 0, root: site });
  const browser = await chromium.launch({ executablePath, args: browserArguments });
  try {
    for (const width of widths) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      for (const name of pages.sort()) {
        await page.goto(new URL(name.replaceAll("\\", "/"), server.url).href, { waitUntil: "networkidle" });
        const file = `${name.replace(/\.html$/, "").replaceAll(/[/\\]/g, "-")}-${width}.png`;
        await page.screenshot({ path: join(root, "screenshots", file), fullPage: true });
        say("screenshots", file);
      }
      await context.close();
    }
  } finally {
    await browser.close();
    await server.close();
  }
}

await whenRunDirectly(import.meta, takeScreenshots);
