// The control server with the built demo, on a port and a database of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serverProgram } from "../../scripts/build-server.mjs";
import { startServer } from "../../scripts/lib/server.mjs";

const site = fileURLToPath(new URL("../../dist/www", import.meta.url));

/** The server, which can be stopped and started again where it was. */
export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-"));
  const env = { DATABASE_URL: `sqlite://${join(folder, "demo.db")}` };
  const start = (/** @type {string} */ listen) =>
    startServer(serverProgram(), ["--demo", "--www", site, "--listen", listen], { env });
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
