import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A problem whose message says all there is to say; no stack trace is printed for it. */
export class Stop extends Error {}

/**
 * Tells what is being done, or that it is done: one line per step, on stderr, so that stdout is a command's result.
 *
 * @param {string} what the step, named as its script is
 * @param {string} message
 */
export function say(what, message) {
  console.error(`▸ ${what}: ${message}`);
}

/**
 * Runs `step` when its module is the script that node was started with; importing the module runs nothing.
 *
 * @param {ImportMeta} meta
 * @param {() => unknown} step
 */
export async function whenRunDirectly(meta, step) {
  if (!process.argv[1] || realpathSync(process.argv[1]) !== fileURLToPath(meta.url)) return;
  try {
    await step();
  } catch (error) {
    console.error(error instanceof Stop ? `✗ ${error.message}` : error);
    process.exitCode = 1;
  }
}
