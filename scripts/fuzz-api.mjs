// `npm run fuzz:api`: schemathesis asks a running server everything that its OpenAPI document allows, and what it doesn't.
// It must find no 500 and nothing undocumented. Needs Python's `schemathesis` (pip install schemathesis).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildServer } from "./build-server.mjs";
import { findOnPath, root, run } from "./lib/command.mjs";
import { startServer } from "./lib/server.mjs";
import { Stop, whenRunDirectly } from "./lib/step.mjs";

/** The first admin's session. @param {import("./lib/server.mjs").Running} server */
async function signIn({ url, link }) {
  if (!link) throw new Stop("The server printed no link for its first admin.");
  const token = new URL(link).searchParams.get("token");
  const body = { token, name: "Ada", email: "ada@shop.example", password: "correct horse battery" };
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/v1/setup`, { method: "POST", headers, body: JSON.stringify(body) });
  const { csrf_token: csrf } = await answer.json();
  return { cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "", csrf };
}

async function fuzz() {
  const { examples } = parseArgs({ options: { examples: { type: "string", default: "100" } } }).values;
  const schemathesis = findOnPath("schemathesis", "st");
  if (!schemathesis) throw new Stop("schemathesis isn't on PATH. Install it with:\n  pip install schemathesis");
  const program = await buildServer();
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-"));
  const env = { DATABASE_URL: `sqlite://${join(folder, "fuzz.db")}`, RUST_LOG: "error" };
  const server = await startServer(program, ["--listen", "127.0.0.1:0"], { env, logs: "inherit" });
  try {
    const { cookie, csrf } = await signIn(server);
    const checks = "not_a_server_error,content_type_conformance,status_code_conformance,response_schema_conformance";
    const args = ["run", `${server.url}/v1/openapi.json`, "--url", server.url, "--checks", checks, "-n", examples];
    // The stream never ends, and signing out would end the rest.
    const left = ["--exclude-path", "/v1/rules/stream", "--exclude-path", "/v1/session"];
    const headers = ["-H", `Cookie: ${cookie}`, "-H", `x-csrf-token: ${csrf}`];
    await run(schemathesis, [...args, ...left, ...headers], {
      SCHEMATHESIS_HOOKS: "hooks",
      PYTHONPATH: join(root, "server", "fuzz"),
    });
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await whenRunDirectly(import.meta, fuzz);
