// Lints the JavaScript, and the Rust of every build: warnings are errors.
import { builds } from "./build-wasm.mjs";
import { ensureNodePackages } from "./ensure-node-packages.mjs";
import { ensureWasmTarget, wasmTarget } from "./ensure-wasm-target.mjs";
import { nodeModule, run } from "./lib/command.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

/** @param {string[]} selection what Cargo is to look at */
function clippy(...selection) {
  return run("cargo", ["clippy", "--quiet", ...selection, "--", "-D", "warnings"]);
}

async function lint() {
  await ensureNodePackages();
  await ensureWasmTarget();
  say("lint", "eslint");
  await run(process.execPath, [nodeModule("eslint/bin/eslint.js"), "--max-warnings", "0", "."]);
  say("lint", "oxlint, the console");
  await run(process.execPath, [nodeModule("oxlint/bin/oxlint"), "--deny-warnings", "www/console", "tests/console"]);
  say("lint", "clippy, native");
  await clippy("--workspace", "--all-targets");
  for (const { name, features } of builds) {
    say("lint", `clippy, wasm ${name}`);
    await clippy("--lib", "--target", wasmTarget, "--features", features.join());
  }
  say("lint", "clippy, wasm bench");
  await clippy("--package", "cartnudge-bench-rules", "--package", "cartnudge-bench-models", "--target", wasmTarget);
  say("lint", "clippy, browser tests");
  await clippy("--test", "browser", "--test", "browser_render", "--target", wasmTarget, "--features", "browser");
}

await whenRunDirectly(import.meta, lint);
