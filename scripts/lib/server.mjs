// A running control server of this computer, for the demo, for tests and for screenshots.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { serverProgram } from "../build-server.mjs";
import { root } from "./command.mjs";
import { Stop } from "./step.mjs";

/**
 * @typedef {object} Running
 * @property {string} url
 * @property {string | undefined} link the first admin's, as long as nobody can sign in
 * @property {number | undefined} pid
 * @property {() => Promise<void>} close
 * @property {Promise<number | null>} ended its exit code
 */

/** It is up when it says this; the link, if any, follows in the same breath. */
const ADDRESS = /^cartnudge is at (\S+)$/;
const LINK = /^Nobody can sign in yet\..* (\S+)$/;

/**
 * Starts the server and waits until it answers.
 *
 * @param {string} program
 * @param {string[]} args of `serve`
 * @param {{ env?: NodeJS.ProcessEnv, logs?: "inherit" | "ignore" }} [options]
 * @returns {Promise<Running>}
 */
export async function startServer(program, args, { env = {}, logs = "ignore" } = {}) {
  const child = spawn(program, ["serve", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", logs],
  });
  const ended = new Promise((/** @type {(code: number | null) => void} */ resolve) => child.once("exit", resolve));
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  /** @type {string | undefined} */
  let link;
  const lines = createInterface({ input: child.stdout });
  const address = new Promise((/** @type {(url: string) => void} */ resolve, reject) => {
    child.once("error", (error) =>
      reject(new Stop(`${program} can't be run: ${error.message}. scripts/build-server.mjs builds it.`)),
    );
    ended.then((code) => reject(new Stop(`The server ended with exit code ${code} before it answered.`)));
    lines.on("line", (line) => {
      link ??= LINK.exec(line)?.[1];
      const url = ADDRESS.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
  const url = await address;
  await answering(url);
  return { url, link, pid: child.pid, close, ended };
}

/** The built demo, on a free port and a database of its own; it can be stopped and started again where it was. */
export async function startDemo() {
  const program = serverProgram();
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-"));
  const env = { DATABASE_URL: `sqlite://${join(folder, "demo.db")}` };
  const start = (/** @type {string} */ listen) =>
    startServer(program, ["--demo", "--www", join(root, "dist", "www"), "--listen", listen], { env });
  let server = await start("127.0.0.1:0");
  const { url, link } = server;
  const stop = () => server.close();
  const again = async () => {
    server = await start(new URL(url).host);
  };
  const close = async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, link, stop, again, close };
}

/** @param {string} url */
async function answering(url) {
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Stop(`${url}/readyz doesn't say that the server is ready.`);
}
