// `npm start`: builds everything, and serves console and demo shop until interrupted.
//
// The database is a file in Cargo's target folder, so that a rule that was edited is still there tomorrow;
// `DATABASE_URL` names another, `PORT` another port.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildServer, targetDirectory } from "./build-server.mjs";
import { buildWww } from "./build-www.mjs";
import { root } from "./lib/command.mjs";
import { startServer } from "./lib/server.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

async function start() {
  await buildWww();
  const program = await buildServer();
  const folder = join(targetDirectory(), "demo");
  mkdirSync(folder, { recursive: true });
  const database = process.env.DATABASE_URL || `sqlite://${join(folder, "cartnudge.db")}`;
  const listen = `127.0.0.1:${Number(process.env.PORT) || 4173}`;
  const options = ["--demo", "--www", join(root, "dist", "www"), "--listen", listen];
  const server = await startServer(program, options, { env: { DATABASE_URL: database }, logs: "inherit" });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => server.close());
  say("database", process.env.DATABASE_URL ? "of DATABASE_URL" : database);
  console.log(`The shop is at     ${server.url}/`);
  if (existsSync(join(root, "dist", "www", "console", "index.html"))) {
    console.log(`The console is at  ${server.url}/console/`);
    if (server.link) console.log(`Become its admin:  ${server.link}`);
  }
  const code = await server.ended;
  if (code) throw new Stop(`The server ended with exit code ${code}.`);
}

await whenRunDirectly(import.meta, start);
