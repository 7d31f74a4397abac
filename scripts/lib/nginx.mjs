// nginx with one file, told to do as little as it can: what a static file server makes of the same bytes.
import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.mjs";
import { Stop } from "./step.mjs";

/**
 * Serves the bytes at `/v1/rules`, in Brotli as they are, with these headers.
 *
 * @param {string} program
 * @param {Buffer} bytes
 * @param {[string, string][]} headers
 */
export async function startNginx(program, bytes, headers) {
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-nginx-"));
  chmodSync(folder, 0o755); // as root, its workers are somebody else
  mkdirSync(join(folder, "site", "v1"), { recursive: true });
  writeFileSync(join(folder, "site", "v1", "rules"), bytes);
  const port = await freePort();
  writeFileSync(join(folder, "nginx.conf"), configuration(port, headers));
  const child = spawn(program, ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "log")], {
    stdio: "ignore",
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(url).catch(() => null)) return { url, close };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Stop(`nginx doesn't answer; ${join(folder, "log")} says why.`);
}

/** @param {number} port @param {[string, string][]} headers */
function configuration(port, headers) {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((what) => `${what}_temp_path ${what};`);
  return `daemon off;
pid pid;
worker_processes ${availableParallelism()};
events { worker_connections 1024; }
http {
  ${temporary.join(" ")}
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  open_file_cache max=10;
  server {
    listen 127.0.0.1:${port};
    root site;
    default_type application/json;
    ${headers.map(([name, value]) => `add_header ${name} '${value}';`).join("\n    ")}
  }
}
`;
}
