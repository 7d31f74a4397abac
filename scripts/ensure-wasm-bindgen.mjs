// Finds wasm-bindgen's command line tools in the version that Cargo.lock names, or installs them into the user's cache.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { findOnPath, output, root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

/**
 * The tools only work with the very version of the library that the module was compiled with.
 *
 * @returns {string}
 */
function lockedVersion() {
  const lock = join(root, "Cargo.lock");
  const version =
    existsSync(lock) && /name = "wasm-bindgen"\r?\nversion = "([^"]+)"/.exec(readFileSync(lock, "utf8"))?.[1];
  if (!version)
    throw new Stop("There is no Cargo.lock, or it names no wasm-bindgen. `cargo generate-lockfile` writes it.");
  return version;
}

function toolsDirectory() {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return process.env.CARTNUDGE_TOOLS || join(cache, "cartnudge");
}

/**
 * @param {string} path
 * @param {string} version
 */
function is(path, version) {
  return output(path, ["--version"]) === `wasm-bindgen ${version}`;
}

/** @returns {Promise<{ version: string, bindgen: string, testRunner: string }>} full paths */
export async function ensureWasmBindgen() {
  const version = lockedVersion();
  const directory = join(toolsDirectory(), `wasm-bindgen-${version}`);
  const own = join(directory, "bin", "wasm-bindgen");
  const onPath = findOnPath("wasm-bindgen");
  const found = [own, onPath].find((path) => path && is(path, version) && existsSync(testRunnerBeside(path)));
  if (found) return { version, bindgen: found, testRunner: testRunnerBeside(found) };

  say("wasm-bindgen", `installing ${version} into ${directory}; this takes about 5 minutes, once`);
  await run("cargo", ["install", "wasm-bindgen-cli", "--version", version, "--root", directory, "--force", "--quiet"]);
  if (!is(own, version)) throw new Stop(`${own} isn't wasm-bindgen ${version}, although it was just installed.`);
  return { version, bindgen: own, testRunner: testRunnerBeside(own) };
}

/** @param {string} bindgen */
function testRunnerBeside(bindgen) {
  return join(dirname(bindgen), "wasm-bindgen-test-runner");
}

await whenRunDirectly(import.meta, async () => {
  const { version, bindgen } = await ensureWasmBindgen();
  say("wasm-bindgen", `${version} at ${bindgen}`);
});
