// `npm run size`: what a page downloads when it embeds cartnudge, bundled for production and compressed as a CDN would.
//
// --check   exit code 1 when something is over its budget
// --json    the same figures as JSON
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync, constants } from "node:zlib";
import { buildWasm } from "./build-wasm.mjs";
import { root } from "./lib/command.mjs";
import { Stop, whenRunDirectly } from "./lib/step.mjs";

/** Budgets are in bytes after Brotli at its best quality; 1 kB is 1,000 bytes. */
const bundles = [
  { name: "page", entry: "./js/index.js", budget: 64_000 },
  { name: "engine", entry: "./js/engine.js", budget: 40_000 },
];

/**
 * Bundles an entry point with all that it exports, and everything it loads later, into an empty directory.
 *
 * @param {string} entry
 * @param {string} directory
 */
async function bundle(entry, directory) {
  const { default: webpack } = await import("webpack");
  rmSync(directory, { recursive: true, force: true });
  const compiler = webpack({
    mode: "production",
    context: root,
    entry,
    output: {
      path: directory,
      module: true,
      library: { type: "module" },
      filename: "main.js",
      chunkFilename: "[id].js",
      assetModuleFilename: "[name][ext]",
    },
    experiments: { outputModule: true },
    performance: { hints: false },
  });
  await new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Stop(stats.toString("errors-only")));
      else resolve(undefined);
    });
  });
}

/**
 * @param {string} directory
 * @returns {{ file: string, bytes: number, brotli: number }[]}
 */
function measure(directory) {
  return readdirSync(directory)
    .sort()
    .map((file) => {
      const content = readFileSync(join(directory, file));
      const params = {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
      };
      return { file, bytes: content.length, brotli: brotliCompressSync(content, { params }).length };
    });
}

async function measureBundles() {
  await buildWasm();
  const measured = [];
  for (const { name, entry, budget } of bundles) {
    const directory = join(root, "dist", "size", name);
    await bundle(entry, directory);
    const files = measure(directory);
    const brotli = files.reduce((sum, file) => sum + file.brotli, 0);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    measured.push({ name, entry, files, bytes, brotli, budget, within_budget: brotli <= budget });
  }
  return measured;
}

/** @param {Awaited<ReturnType<typeof measureBundles>>} measured */
function table(measured) {
  const row = (/** @type {unknown[]} */ ...[what, bytes, brotli, budget = ""]) =>
    `${String(what).padEnd(32)}${String(bytes).padStart(12)}${String(brotli).padStart(12)}${String(budget).padStart(12)}`;
  const count = (/** @type {number} */ bytes) => bytes.toLocaleString("en");
  const lines = [row("bytes", "raw", "brotli", "budget")];
  for (const { name, files, bytes, brotli, budget, within_budget } of measured) {
    lines.push(`${row(name, count(bytes), count(brotli), count(budget))}${within_budget ? "" : "  over budget"}`);
    for (const file of files) lines.push(row(`  ${file.file}`, count(file.bytes), count(file.brotli)));
  }
  return lines.map((line) => line.trimEnd()).join("\n");
}

await whenRunDirectly(import.meta, async () => {
  const { check, json } = parseArgs({ options: { check: { type: "boolean" }, json: { type: "boolean" } } }).values;
  const measured = await measureBundles();
  console.log(json ? JSON.stringify(measured, null, 2) : table(measured));
  if (check && !measured.every(({ within_budget }) => within_budget)) throw new Stop("A bundle is over its budget.");
});
