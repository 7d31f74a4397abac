import { spawn, spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { basename, delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Stop } from "./step.mjs";

/** The repository, without a trailing slash. Every command runs here. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/**
 * Runs a command with its output shown, and rejects when it fails. A signal that ends this process ends the command too.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 * @returns {Promise<void>}
 */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ["ignore", "inherit", "inherit"],
    });
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => child.kill(signal);
    const stopForwarding = () => process.off("SIGINT", forward).off("SIGTERM", forward);
    process.on("SIGINT", forward).on("SIGTERM", forward);
    child.on("error", (error) => {
      stopForwarding();
      reject(new Stop(`${command} can't be run: ${error.message}`));
    });
    child.on("close", (code, signal) => {
      stopForwarding();
      if (code === 0) resolve();
      else reject(new Stop(`${shown(command, args)} ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}

/**
 * A command line as a person would write it: no directories, no repository path.
 *
 * @param {string} command
 * @param {string[]} args
 */
function shown(command, args) {
  return [basename(command), ...args.map((arg) => arg.replace(root + sep, ""))].join(" ");
}

/**
 * What a command prints, trimmed; undefined when it is missing or fails.
 *
 * @param {string} command
 * @param {string[]} args
 */
export function output(command, args) {
  const { status, stdout } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The full path of the first of these programs that is on PATH.
 *
 * @param {string[]} names
 * @returns {string | undefined}
 */
export function findOnPath(...names) {
  const directories = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return names.flatMap((name) => directories.map((directory) => join(directory, name))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The script behind a command of an npm package, to be run with `process.execPath`.
 *
 * @param {string} path inside node_modules
 */
export function nodeModule(path) {
  return join(root, "node_modules", path);
}
