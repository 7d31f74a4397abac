// Builds the `cartnudge` command as it is shipped.
import { join } from "node:path";
import { targetDirectory } from "./build-server.mjs";
import { run } from "./lib/command.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

/** @returns {Promise<string>} the program's path */
export async function buildCommand() {
  say("cargo", "building the cartnudge command");
  await run("cargo", ["build", "--quiet", "--release", "--package", "cartnudge-cli"]);
  return commandProgram();
}

/** Where the program is once it was built. */
export function commandProgram() {
  return join(targetDirectory(), "release", process.platform === "win32" ? "cartnudge.exe" : "cartnudge");
}

await whenRunDirectly(import.meta, async () => console.log(await buildCommand()));
