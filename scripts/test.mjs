// `npm test`: every suite, or with `--only native,node` some of them. A failing suite doesn't keep the others from running.
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, relative } from "node:path";
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { buildCommand } from "./build-command.mjs";
import { buildServer } from "./build-server.mjs";
import { buildModule, buildWasm } from "./build-wasm.mjs";
import { buildWww } from "./build-www.mjs";
import { browserArguments, ensureBrowser } from "./ensure-browser.mjs";
import { ensureNodePackages } from "./ensure-node-packages.mjs";
import { ensurePostgres } from "./ensure-postgres.mjs";
import { ensurePython } from "./ensure-python.mjs";
import { ensureWasmBindgen } from "./ensure-wasm-bindgen.mjs";
import { ensureWasmTarget, wasmTarget } from "./ensure-wasm-target.mjs";
import { findOnPath, nodeModule, root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

/** Each prepares what it needs, so that any of them can be the only one. */
const suites = {
  async native() {
    await run("cargo", ["test", "--workspace", "--exclude", "cartnudge-server"]);
  },

  async server() {
    await ensurePostgres();
    await run("cargo", ["test", "--package", "cartnudge-server"], { CARTNUDGE_REQUIRE_POSTGRES: "1" });
  },

  async node() {
    await buildWasm();
    const directory = join(root, "tests", "node");
    const files = existsSync(directory)
      ? readdirSync(directory, { encoding: "utf8", recursive: true }).filter((name) => /\.test\.m?js$/.test(name))
      : [];
    if (files.length === 0) throw new Stop("tests/node holds no *.test.mjs");
    await run(process.execPath, ["--test", ...files.sort().map((name) => join(relative(root, directory), name))]);
  },

  async console() {
    await buildWasm();
    const directory = join(root, "tests", "console");
    const files = readdirSync(directory).filter((name) => name.endsWith(".test.ts"));
    if (files.length === 0) throw new Stop("tests/console holds no *.test.ts");
    const paths = files.sort().map((name) => join(relative(root, directory), name));
    await run(process.execPath, ["--import", "tsx", "--test", ...paths]);
  },

  async models() {
    const { python } = await ensurePython(join("tests", "model-parity", "requirements.txt"));
    const folder = join(root, "target", "model-parity");
    rmSync(folder, { recursive: true, force: true });
    await run(python, [join("tests", "model-parity", "models.py"), folder, "100"]);
    await ensureNodePackages();
    await ensureWasmTarget();
    await buildModule("models", "cartnudge-bench-models", [], join(root, "target", "bench-models"));
    await run("cargo", ["run", "--quiet", "--package", "cartnudge-bench-models", "--bin", "score-rows", folder]);
    await run(process.execPath, ["--test", join("tests", "model-parity", "parity.test.mjs")]);
  },

  async warehouse() {
    await ensurePython(join("warehouse", "requirements.txt"));
    if (findOnPath("java")) await ensurePython(join("warehouse", "requirements-spark.txt"));
    await buildCommand();
    await run(process.execPath, ["--test", join("tests", "warehouse", "warehouse.test.mjs")]);
  },

  async train() {
    const files = ["train.test.mjs", "size.test.mjs", "chain.test.mjs"].map((name) => join("tests", "train", name));
    await run(process.execPath, ["--test", "--test-concurrency=1", ...files]);
  },

  async types() {
    await buildWasm();
    await tsc("--project", ".");
    await tsc("--project", "www/console");
    await tsc("--project", "tests/console");
    // The published declarations as strictly as the strictest shop may read them: on their own, libraries checked too.
    const declarations = readdirSync(join(root, "js")).filter((name) => name.endsWith(".d.ts"));
    const strictly = ["--ignoreConfig", "--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"];
    await tsc(...strictly, ...declarations.map((name) => join("js", name)));
  },

  async browser() {
    await ensureWasmTarget();
    const { testRunner } = await ensureWasmBindgen();
    const { chromium, chromedriver } = await ensureBrowser();
    const capabilities = join(root, "target", "webdriver.json");
    mkdirSync(dirname(capabilities), { recursive: true });
    writeFileSync(capabilities, JSON.stringify({ "goog:chromeOptions": { binary: chromium, args: browserArguments } }));
    await run(
      "cargo",
      ["test", "--target", wasmTarget, "--features", "browser", "--test", "browser", "--test", "browser_render"],
      {
        // Cargo splits the runner at spaces, so it is named, not located.
        PATH: [dirname(testRunner), process.env.PATH].join(delimiter),
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner",
        CHROMEDRIVER: chromedriver,
        WASM_BINDGEN_TEST_WEBDRIVER_JSON: capabilities,
        WASM_BINDGEN_TEST_TIMEOUT: "120",
      },
    );
  },

  async e2e() {
    await ensureNodePackages();
    await ensureBrowser();
    await buildWww();
    await buildServer();
    await run(process.execPath, [nodeModule("@playwright/test/cli.js"), "test"]);
  },
};

/** @param {string[]} args */
function tsc(...args) {
  return run(process.execPath, [nodeModule("typescript/bin/tsc"), ...args]);
}

/** @typedef {keyof typeof suites} Suite */

/** @returns {Suite[]} */
function chosenSuites() {
  const all = /** @type {Suite[]} */ (Object.keys(suites));
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
  if (only === undefined) return all;
  const names = only.split(",");
  const unknown = names.find((name) => !Object.hasOwn(suites, name));
  if (unknown !== undefined) throw new Stop(`There is no suite \`${unknown}\`. These are: ${all.join(", ")}.`);
  return all.filter((name) => names.includes(name));
}

/**
 * @param {Suite} name
 * @returns {Promise<{ name: Suite, seconds: number, problem?: string }>}
 */
async function outcome(name) {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  say("test", name);
  try {
    await suites[name]();
    return { name, seconds: seconds() };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { name, seconds: seconds(), problem: error.message };
  }
}

await whenRunDirectly(import.meta, async () => {
  const outcomes = [];
  for (const name of chosenSuites()) outcomes.push(await outcome(name));
  for (const { name, seconds, problem } of outcomes) {
    console.log(
      `${problem ? "✗ failed" : "✓ passed"}  ${name.padEnd(8)} ${String(seconds).padStart(4)} s  ${problem ?? ""}`.trimEnd(),
    );
  }
  if (outcomes.some(({ problem }) => problem)) process.exitCode = 1;
});
