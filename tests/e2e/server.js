// The control server with the built demo, on a port and a database of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serverProgram } from "../../scripts/build-server.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const site = fileURLToPath(new URL("../../dist/www", import.meta.url));

/** @returns {Promise<import("../../scripts/lib/server.mjs").Running>} */
export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-"));
  const env = { DATABASE_URL: `sqlite://${join(folder, "demo.db")}` };
  const server = await startServer(serverProgram(), ["--demo", "--www", site, "--listen", "127.0.0.1:0"], { env });
  const close = async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...server, close };
}
