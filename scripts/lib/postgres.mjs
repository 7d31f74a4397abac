// A PostgreSQL of our own: a cluster as `initdb` makes it, in a temporary folder, on loopback.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePostgres } from "../ensure-postgres.mjs";
import { freePort } from "./free-port.mjs";
import { Stop } from "./step.mjs";

/** @returns {Promise<{ url: string, version: string, close: () => Promise<void> }>} `url` is that of an empty database */
export async function startPostgres() {
  const programs = await ensurePostgres();
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-postgres-"));
  const cluster = join(folder, "cluster");
  // PostgreSQL refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  const runAs = isRoot ? ["runuser", "-u", "postgres", "--"] : [];
  if (isRoot) must(["chown", "postgres", folder], folder);
  must([...runAs, join(programs, "initdb"), "-D", cluster, "-U", "postgres", "-A", "trust", "-E", "UTF8"], folder);
  const port = await freePort();
  const [command, ...args] = [...runAs, join(programs, "postgres"), "-D", cluster, "-p", String(port)];
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
  const child = spawn(command, [...args, ...settings], { cwd: folder, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    // Not the child's id: as root that is the program which changes the user.
    const [id] = status(cluster);
    if (id) process.kill(Number(id), "SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  if (!(await isReady(cluster))) {
    await close();
    throw new Stop("PostgreSQL doesn't take connections.");
  }
  const version = must([join(programs, "postgres"), "--version"], folder);
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, version, close };
}

/** @param {string[]} line @param {string} cwd @returns {string} what it says */
function must([command, ...args], cwd) {
  const ended = spawnSync(command, args, { cwd, encoding: "utf8" });
  if (ended.status !== 0) throw new Stop(`${command} failed: ${ended.error?.message ?? ended.stderr}`);
  return ended.stdout.trim();
}

/** @param {string} cluster */
async function isReady(cluster) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (status(cluster)[7]?.trim() === "ready") return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** What it says of itself: first its process, in the eighth line whether it takes connections. @param {string} cluster */
function status(cluster) {
  const file = join(cluster, "postmaster.pid");
  return existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
}
