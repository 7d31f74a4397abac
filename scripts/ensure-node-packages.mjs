// Installs what package-lock.json names, when it has changed since the last time.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./lib/command.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

const installed = join(root, "node_modules", ".package-lock.sha256");

export async function ensureNodePackages() {
  const wanted = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(installed) && readFileSync(installed, "utf8") === wanted) return;
  say("node packages", "npm ci");
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" });
  writeFileSync(installed, wanted);
}

await whenRunDirectly(import.meta, ensureNodePackages);
