// Builds the control server: quick to build again, and quick enough for a demo and for tests.
import { join } from "node:path";
import { output, run } from "./lib/command.mjs";
import { say, whenRunDirectly } from "./lib/step.mjs";

/** @typedef {"dev" | "native"} Profile of Cargo.toml: `native` is what is deployed */

/**
 * @param {Profile} [profile]
 * @returns {Promise<string>} the program's path
 */
export async function buildServer(profile = "dev") {
  say("server", "compiling; the first time takes some minutes");
  await run("cargo", ["build", "--quiet", "--profile", profile, "--package", "cartnudge-server"]);
  return serverProgram(profile);
}

/**
 * Where the program is once it was built.
 *
 * @param {Profile} [profile]
 */
export function serverProgram(profile = "dev") {
  const folder = profile === "dev" ? "debug" : profile;
  return join(targetDirectory(), folder, process.platform === "win32" ? "cartnudge-server.exe" : "cartnudge-server");
}

/** @returns {string} what Cargo builds into */
export function targetDirectory() {
  const metadata = output("cargo", ["metadata", "--format-version", "1", "--no-deps", "--offline"]);
  return JSON.parse(metadata ?? "{}").target_directory;
}

await whenRunDirectly(import.meta, async () => say("server", await buildServer()));
