// Options of a script's own, and of the commands that it runs.
import { parseArgs } from "node:util";
import { Stop } from "./step.mjs";

/**
 * The script's options; refused with its usage when there is one that it doesn't have.
 *
 * @template {NonNullable<import("node:util").ParseArgsConfig["options"]>} T
 * @param {T} options
 * @param {string} usage
 */
export function readOptions(options, usage) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/**
 * @param {string} name
 * @param {string | undefined} value
 * @returns {string[]} the option as a command takes it; nothing when it isn't given
 */
export const option = (name, value) => (value === undefined ? [] : [`--${name}`, value]);
