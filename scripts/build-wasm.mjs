// Compiles the crate to WebAssembly three times, once per set of features, into pkg/.
//
// Cargo decides what to compile again; what follows it is skipped when it gave the same bytes as the last time.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { ensureNodePackages } from "./ensure-node-packages.mjs";
import { ensureWasmBindgen } from "./ensure-wasm-bindgen.mjs";
import { ensureWasmTarget, wasmTarget } from "./ensure-wasm-target.mjs";
import { nodeModule, output, root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";
import { trapOnPanic } from "./lib/trap-on-panic.mjs";

/** @typedef {{ profile: string, level: string }} Aim Cargo's profile, and how wasm-opt goes on. */

/** For a page: little weight. @type {Aim} */
const light = { profile: "release", level: "-Oz" };

/** For a console, which works through half a million order lines. @type {Aim} */
const fast = { profile: "authoring", level: "-O3" };

/** What is built, with which of the crate's features, and for what: a page wants little weight, a console speed. */
export const builds = [
  { name: "engine", features: [], aim: light },
  { name: "page", features: ["browser"], aim: light },
  { name: "authoring", features: ["authoring"], aim: fast },
];

const bindgenFlags = ["--target", "web", "--remove-producers-section"];

/** The proposals that rustc's default for this target may use, all in every browser since 2022. */
const optimizeFlags = [
  "--converge",
  // The linker puts the stack first: it is only there once it has overflown that the first kilobyte is used.
  "--low-memory-unused",
  // Larger before Brotli, smaller after: small functions with few locals repeat each other.
  "--one-caller-inline-max-function-size=1",
  "--skip-pass=local-cse",
  "--strip-debug",
  "--strip-producers",
  "--strip-target-features",
  "--enable-bulk-memory",
  "--enable-multivalue",
  "--enable-mutable-globals",
  "--enable-nontrapping-float-to-int",
  "--enable-reference-types",
  "--enable-sign-ext",
];

export async function buildWasm() {
  await ensureNodePackages();
  await ensureWasmTarget();
  await run("cargo", ["fetch", "--quiet"]);
  for (const { name, features, aim } of builds) {
    await buildModule(name, "cartnudge", ["--features", features.join()], join(root, "pkg", name), aim);
  }
}

/**
 * Builds one module as the shipped ones are built.
 *
 * @param {string} name what its files are named after
 * @param {string} crate
 * @param {string[]} selection what else Cargo is told
 * @param {string} directory
 * @param {Aim} [aim]
 */
export async function buildModule(name, crate, selection, directory, aim = light) {
  const wasmBindgen = await ensureWasmBindgen();
  const compiled = await compile(name, crate, selection, aim.profile);
  const inputs = fingerprint(compiled, wasmBindgen.version, aim.level);
  const stamp = join(directory, ".stamp");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) return;
  await bind(name, compiled, wasmBindgen.bindgen, directory, aim.level);
  writeFileSync(stamp, inputs);
}

/**
 * @param {string} name
 * @param {string} crate
 * @param {string[]} selection
 * @param {string} profile
 * @returns {Promise<string>} the compiled module's path
 */
async function compile(name, crate, selection, profile) {
  const build = [
    "build",
    "--profile",
    profile,
    "--quiet",
    "--lib",
    "--target",
    wasmTarget,
    "--package",
    crate,
    ...selection,
  ];
  say(`wasm ${name}`, "compiling");
  await run("cargo", build, {
    CARGO_ENCODED_RUSTFLAGS: withoutMachinePaths().join("\x1f"),
  });
  const { target_directory } = JSON.parse(
    output("cargo", ["metadata", "--format-version", "1", "--no-deps", "--offline"]) ?? "{}",
  );
  return join(target_directory, wasmTarget, profile, `${crate.replaceAll("-", "_")}.wasm`);
}

/** Where sources lie on this machine, and which registry they came from, must not show in the module, nor change it. */
function withoutMachinePaths() {
  const cargoHome = process.env.CARGO_HOME || join(homedir(), ".cargo");
  const registries = join(cargoHome, "registry", "src");
  const crates = existsSync(registries) ? readdirSync(registries).map((name) => join(registries, name)) : [];
  // Where several match, rustc takes the last.
  return [
    `--remap-path-prefix=${cargoHome}=/cargo`,
    `--remap-path-prefix=${root}=/cartnudge`,
    ...crates.map((directory) => `--remap-path-prefix=${directory}=/crates`),
  ];
}

/**
 * @param {string} compiled
 * @param {string} bindgenVersion
 * @param {string} level
 */
function fingerprint(compiled, bindgenVersion, level) {
  const optimizer = JSON.parse(readFileSync(nodeModule("binaryen/package.json"), "utf8")).version;
  return createHash("sha256")
    .update(readFileSync(compiled))
    .update(JSON.stringify([bindgenVersion, bindgenFlags, optimizer, level, optimizeFlags, trapOnPanic.toString()]))
    .digest("hex");
}

/**
 * Writes the module, small, and the JavaScript that loads it.
 *
 * @param {string} name
 * @param {string} compiled
 * @param {string} bindgen
 * @param {string} directory
 * @param {string} level
 */
async function bind(name, compiled, bindgen, directory, level) {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  await run(bindgen, [compiled, ...bindgenFlags, "--out-dir", directory, "--out-name", `cartnudge_${name}`]);
  const module = join(directory, `cartnudge_${name}_bg.wasm`);
  const before = readFileSync(module).length;
  writeFileSync(module, await trapOnPanic(readFileSync(module)));
  await run(process.execPath, [
    nodeModule("binaryen/bin/wasm-opt"),
    module,
    "-o",
    `${module}.opt`,
    level,
    ...optimizeFlags,
  ]);
  renameSync(`${module}.opt`, module);
  const after = readFileSync(module);
  if (!WebAssembly.validate(after)) throw new Stop(`${module} isn't a valid module after wasm-opt.`);
  say(`wasm ${name}`, `${before.toLocaleString("en")} bytes, ${after.length.toLocaleString("en")} after wasm-opt`);
}

await whenRunDirectly(import.meta, buildWasm);
