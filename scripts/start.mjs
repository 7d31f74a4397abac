// `npm start`: builds everything and serves the demo shop and the console until interrupted.
import { join } from "node:path";
import { buildWww } from "./build-www.mjs";
import { root } from "./lib/command.mjs";
import { whenRunDirectly } from "./lib/step.mjs";

async function start() {
  await buildWww();
  const { startServer } = await import("../www/server.mjs");
  const server = await startServer({ port: Number(process.env.PORT) || 4173, root: join(root, "dist", "www") });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await server.close();
      process.exit(0);
    });
  }
  console.log(`cartnudge is at ${server.url}`);
}

await whenRunDirectly(import.meta, start);
