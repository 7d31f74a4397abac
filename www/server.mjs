// @ts-check
// Serves the built demo on this computer only: `node www/server.mjs --port 4173`.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { signals } from "./api/signals.mjs";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".map": "application/json",
};

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/** @typedef {{ status: number, type: string, body: string | Buffer }} Answer */

/** @param {number} status @param {string} body @param {string} [type] @returns {Answer} */
const answer = (status, body, type = "text/plain; charset=utf-8") => ({ status, type, body });

/**
 * @param {string} root @param {string} path
 * @returns {Promise<Answer>}
 */
async function file(root, path) {
  const target = normalize(join(root, path.endsWith("/") ? `${path}index.html` : path));
  if (!target.startsWith(root + sep)) return answer(404, "not found");
  try {
    return { status: 200, type: TYPES[extname(target)] ?? "application/octet-stream", body: await readFile(target) };
  } catch {
    return answer(404, "not found");
  }
}

/**
 * @param {string} root @param {string} url
 * @returns {Promise<Answer>}
 */
async function respond(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return answer(400, "not a path");
  }
  if (path.includes("\0")) return answer(400, "not a path");
  // Browsers ask for it where a page names no icon: JSON, for instance.
  if (path === "/favicon.ico") return file(root, "/img/icon.svg");
  const shopper = /^\/api\/signals\/([^/]+?)(?:\.json)?$/.exec(path)?.[1];
  if (shopper === undefined) return file(root, path);
  const found = signals(shopper, Date.now());
  // Nobody we know is no error: 204 keeps the console of the page quiet, where 404 would not.
  return found ? answer(200, JSON.stringify(found), "application/json") : answer(204, "");
}

/**
 * Listens on the loopback address; port 0 takes any free one.
 * @param {{ port?: number, root?: string }} [options]
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export function startServer({ port = 4173, root = fileURLToPath(new URL("../dist/www", import.meta.url)) } = {}) {
  const folder = normalize(root).replace(/[\\/]+$/, "");
  const server = createServer(async (request, response) => {
    const allowed = request.method === "GET" || request.method === "HEAD";
    const { status, type, body } = allowed ? await respond(folder, request.url ?? "/") : answer(405, "only GET");
    response.writeHead(status, {
      "content-type": type,
      "content-length": Buffer.byteLength(body),
      "content-security-policy": POLICY,
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const actual = typeof address === "object" && address ? address.port : port;
      const close = () =>
        new Promise((/** @type {(done: void) => void} */ done) => {
          server.close(() => done());
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${actual}`, close });
    });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { port: { type: "string", default: "4173" }, root: { type: "string" } } });
  const { url } = await startServer({ port: Number(values.port), ...(values.root ? { root: values.root } : {}) });
  console.log(`The demo shop is at ${url}/`);
}
