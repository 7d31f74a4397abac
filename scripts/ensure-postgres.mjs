// Finds PostgreSQL's programs, with which the server's tests start a cluster of their own, or installs them.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findOnPath, isExecutable, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

/** Where Debian keeps each version's programs, which are not on PATH. */
const debian = "/usr/lib/postgresql";

/** @returns {string | undefined} the folder of `initdb` and `postgres` */
function findPostgres() {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const onPath = findOnPath("initdb");
  const folders = [...(onPath ? [dirname(onPath)] : []), ...versions.map((version) => join(debian, version, "bin"))];
  return folders.find((folder) => ["initdb", "postgres"].every((name) => isExecutable(join(folder, name))));
}

/** @returns {Promise<string>} the folder of the programs */
export async function ensurePostgres() {
  const found = findPostgres();
  if (found) return found;
  const mayInstall = findOnPath("apt-get") && process.getuid?.() === 0;
  if (!mayInstall) {
    const how = findOnPath("apt-get")
      ? "Install it with:\n  sudo apt-get install -y postgresql"
      : "Put its initdb on PATH.";
    throw new Stop(`PostgreSQL is needed for the server's tests. ${how}`);
  }
  say("postgres", "apt-get install postgresql");
  const quietly = { DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], quietly);
  await run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "postgresql"], quietly);
  const installed = findPostgres();
  if (!installed) throw new Stop("postgresql was installed, but its initdb isn't where Debian puts it.");
  return installed;
}

await whenRunDirectly(import.meta, async () => say("postgres", await ensurePostgres()));
