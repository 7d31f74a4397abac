// Builds the demo shop and the console into dist/www.
import { buildWasm } from "./build-wasm.mjs";
import { nodeModule, run } from "./lib/command.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

export async function buildWww() {
  await buildWasm();
  say("www", "webpack");
  await run(process.execPath, [nodeModule("webpack-cli/bin/cli.js"), "--mode", "production"]);
}

await whenRunDirectly(import.meta, buildWww);
