// wrk: requests on end over open connections, and how long each took.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./command.mjs";
import { Stop } from "./step.mjs";

/** One request after the other. */
export const FEW = 1;
/** Always as many under way: more than the server has cores. */
export const MANY = 64;

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {Record<string, string>} [headers]
 * @property {string} [script] that makes requests; it reports as report.lua does
 * @property {string[]} [args] the script's
 */

/**
 * @typedef {object} Measured
 * @property {number} requests that were answered
 * @property {number} duration in microseconds, as the others
 * @property {number} p50
 * @property {number} p99
 */

/**
 * @param {string} wrk
 * @param {Load} load
 * @param {number} connections
 * @param {number} seconds
 * @returns {Promise<Measured>}
 */
export function drive(wrk, { url, headers = {}, script, args = [] }, connections, seconds) {
  const named = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const reporting = script ?? join(root, "bench", "server", "report.lua");
  // Who waits for a lock may wait long; that is to be seen in the figures, not to end them.
  const options = [
    "-t",
    "1",
    "-c",
    `${connections}`,
    "-d",
    `${seconds}s`,
    "--timeout",
    "20s",
    ...named,
    "-s",
    reporting,
    url,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(wrk, [...options, "--", ...args], { stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (part) => (text += part));
    child.once("error", reject);
    child.once("close", () => {
      const [line] = text.split("\n").filter((one) => one.startsWith("{"));
      if (!line) return reject(new Stop(`wrk says nothing of what it measured:\n${text}`));
      const { refused, broken, ...measured } = JSON.parse(line);
      if (refused + broken > 0 || measured.requests === 0) {
        return reject(
          new Stop(`${url}: ${measured.requests} answers, ${refused} of them refusals; ${broken} broken off.`),
        );
      }
      return resolve(measured);
    });
  });
}
