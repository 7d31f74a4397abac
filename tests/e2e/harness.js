// A bare page of somebody's shop, with the package's files straight from the repository: no bundler, a strict policy.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";

/** @typedef {import("@playwright/test").Page} Page */

const root = normalize(fileURLToPath(new URL("../..", import.meta.url))).replace(/[\\/]$/, "");
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
/** A shop whose servers are elsewhere: `page.goto("/?elsewhere")`. */
const elsewhere = `${policy}; connect-src 'self' http://localhost:*`;

/** @type {Record<string, string>} */
const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
};

/** @param {string} path */
async function answer(path) {
  if (path === "/favicon.ico") return { status: 204, type: "image/x-icon", body: "" };
  const wanted = path === "/" ? "/tests/e2e/page/index.html" : path;
  const file = normalize(join(root, wanted));
  const ours = ["js", "pkg", join("tests", "e2e", "page")].some((folder) => file.startsWith(join(root, folder) + sep));
  const body = ours ? await readFile(file).catch(() => null) : null;
  return body ? { status: 200, type: types[extname(file)] ?? "application/json", body } : null;
}

/**
 * Rules that a test may change while a page is open, at `/live/rules.json`: with an ETag, so that a browser can ask
 * whether they still hold. `asked` has the status of each answer, and what the browser asked with.
 */
const live = () => ({
  body: "",
  status: 200,
  /** Milliseconds until an answer comes, which was made at once. */
  delay: 0,
  /** @type {Record<string, string>} */
  headers: {},
  /** @type {{ status: number, ifNoneMatch: string | undefined }[]} */
  asked: [],
});

/** @param {ReturnType<typeof live>} rules @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function answerLive(rules, request, response) {
  const { body, delay } = rules;
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 16)}"`;
  const ifNoneMatch = request.headers["if-none-match"];
  const status = rules.status === 200 && ifNoneMatch === etag ? 304 : rules.status;
  rules.asked.push({ status, ifNoneMatch });
  const ok = status === 200 ? { "content-type": "application/json", etag } : {};
  const headers = { ...ok, ...rules.headers };
  if (delay > 0) await new Promise((done) => setTimeout(done, delay));
  response.writeHead(status, headers);
  response.end(status === 200 ? body : "");
}

/**
 * A server of events at `/live/events` and of a stream of rule changes at `/live/stream`, as faulty as a test wants.
 * `batches` has what was received, `open` the streams that are open.
 */
const collector = () => ({
  /** @type {{ at: number, type: string | undefined, cookie: string | undefined, bytes: number, events: any[] }[]} */
  batches: [],
  status: 200,
  body: "",
  delay: 0,
  /** @type {Record<string, string>} */
  headers: {},
  streamStatus: 200,
  /** What a stream says when it opens. */
  greeting: "",
  opened: 0,
  /** @type {Set<import("node:http").ServerResponse>} */
  open: new Set(),
});

/** @typedef {ReturnType<typeof collector>} Collector */

const anywhere = { "access-control-allow-origin": "*" };

/** @param {Collector} events @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function answerEvents(events, request, response) {
  /** @type {Buffer[]} */
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const { "content-type": type, cookie } = request.headers;
  const received = JSON.parse(body.toString());
  events.batches.push({ at: Date.now(), type, cookie, bytes: body.length, events: received });
  await new Promise((done) => setTimeout(done, events.delay));
  response.writeHead(events.status, { "content-type": "application/json", ...anywhere, ...events.headers });
  response.end(events.body);
}

/** @param {Collector} events @param {import("node:http").ServerResponse} response */
function answerStream(events, response) {
  events.opened += 1;
  response.writeHead(events.streamStatus, { "content-type": "text/event-stream", ...anywhere });
  if (events.streamStatus !== 200) {
    response.end();
    return;
  }
  events.open.add(response);
  response.on("close", () => events.open.delete(response));
  // Chromium waits three seconds otherwise.
  response.write(`retry: 200\n\n${events.greeting}`);
}

/** Tells the open streams that a version is live. @param {Collector} events @param {number} version */
export function announce(events, version) {
  for (const response of events.open) response.write(announcement(version));
}

/** @param {number} version */
export const announcement = (version) => `event: rules\ndata: ${JSON.stringify({ version, etag: `"${version}"` })}\n\n`;

function startHarness() {
  const rules = live();
  const events = collector();
  const server = createServer(async (request, response) => {
    if (request.url === "/live/rules.json") {
      await answerLive(rules, request, response);
      return;
    }
    if (request.url === "/live/events") {
      await answerEvents(events, request, response);
      return;
    }
    if (request.url === "/live/stream") {
      answerStream(events, response);
      return;
    }
    const found = await answer(new URL(request.url ?? "/", "http://localhost").pathname);
    response.writeHead(found?.status ?? 404, {
      "content-type": found?.type ?? "text/plain",
      "content-security-policy": request.url === "/?elsewhere" ? elsewhere : policy,
      "cache-control": "no-cache",
    });
    response.end(found?.body ?? "not found");
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = /** @type {import("node:net").AddressInfo} */ (server.address());
      const close = () =>
        new Promise((done) => {
          server.close(done);
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${address.port}`, close, live: rules, events });
    });
  });
}

/** Playwright's `test`, on the bare page: `page.goto('/')` opens it. A test fails when the page throws. */
export const test = base.extend({
  harness: [
    async ({}, use) => {
      const server = await startHarness();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  live: async ({ harness }, use) => {
    Object.assign(harness.live, live());
    await use(harness.live);
  },
  events: async ({ harness }, use) => {
    for (const response of harness.events.open) response.destroy();
    Object.assign(harness.events, collector());
    await use(harness.events);
  },
  baseURL: async ({ harness }, use) => {
    await use(harness.url);
  },
  noPageError: [
    async ({ page }, use) => {
      /** @type {string[]} */
      const thrown = [];
      page.on("pageerror", (error) => thrown.push(error.message));
      await use();
      base.expect(thrown, "what the page threw").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";

/** Mounts with listeners that note everything; see page/page.js. @param {Page} page @param {object} [options] */
export const begin = (page, options = {}) => page.evaluate((given) => window.begin(given), options);

/** Hides the page, or shows it. @param {Page} page @param {"hidden" | "visible"} state */
export const turn = (page, state) =>
  page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { value, configurable: true });
    Object.defineProperty(document, "hidden", { value: value === "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);

/** What the listeners of an event got so far. @param {Page} page @param {string} name */
export const told = (page, name) => page.evaluate((event) => window.told[event], name);

/** The cart of the newest decision, as `size × quantity at price`. @param {Page} page */
export const lines = (page) => page.evaluate(() => window.handle.decide()?.lines.map(({ item_id }) => item_id));

/** The nudge, wherever it is. @param {Page} page */
export const card = (page) => page.locator("[data-cartnudge]");

/** @param {Page} page @param {string} name */
export const part = (page, name) => card(page).locator(`[part="${name}"]`);
