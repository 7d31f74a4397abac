// What `npm run bench:server` asks for. Each answer is looked at once before it is timed, and events are counted after.
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { root } from "../../scripts/lib/command.mjs";
import { Stop } from "../../scripts/lib/step.mjs";
import { MANY } from "../../scripts/lib/wrk.mjs";
import { welcome } from "../../tests/e2e/person.js";

/** Events in a body: one as it happens, and what a busy page gathers. */
const BATCHES = [1, 50];

/** @typedef {import("../../scripts/lib/wrk.mjs").Load} Load */
/** @typedef {import("../../scripts/lib/wrk.mjs").Measured} Measured */
/** @typedef {import("../../scripts/lib/server.mjs").Running} Running */

/**
 * @typedef {object} Case
 * @property {string} what is asked
 * @property {string} who answers
 * @property {number} [events] in each body
 * @property {(seed: number) => Load} load
 * @property {(run: () => Promise<Measured>) => Promise<Measured>} [check]
 */

/** @typedef {{ status: number, headers: import("node:http").IncomingHttpHeaders, bytes: Buffer }} Raw */

/** As it is on the wire. @param {string} url @param {Record<string, string>} headers @returns {Promise<Raw>} */
export function raw(url, headers) {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers }, (answer) => {
      /** @type {Buffer[]} */
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(parts) }),
      );
    });
    request.on("error", reject);
  });
}

/** Publishes the demo shop's rules. @param {Running} server */
export async function publish(server) {
  const ada = await welcome(server.link ?? "", { name: "Ada", email: "ada@shop.example" });
  const document = JSON.parse(readFileSync(join(root, "www", "shop", "rules.json"), "utf8"));
  const { etag } = await ada.ask("GET", "/v1/draft");
  const { status } = await ada.ask("PUT", "/v1/draft", { document, archived: [] }, etag);
  if (status !== 200) throw new Stop(`The demo shop's rules weren't taken: status ${status}.`);
  const { etag: changed } = await ada.ask("GET", "/v1/draft");
  await ada.does("POST", "/v1/rules/publish", { note: "bench", seen: null }, changed);
  return document.rules.map((/** @type {{ id: string }} */ { id }) => id);
}

/** Fetched anew and asked again, of a server that gives these bytes. @param {string} who @param {string} url @param {Buffer} bytes @returns {Promise<Case[]>} */
export async function ruleCases(who, url, bytes) {
  const path = `${url}/v1/rules`;
  const coding = { "accept-encoding": "br" };
  const fresh = await raw(path, coding);
  if (fresh.status !== 200 || fresh.headers["content-encoding"] !== "br" || !fresh.bytes.equals(bytes)) {
    throw new Stop(`${who} doesn't answer with the rules in Brotli: status ${fresh.status}.`);
  }
  const held = { ...coding, "if-none-match": fresh.headers.etag ?? "" };
  const { status } = await raw(path, held);
  if (status !== 304) throw new Stop(`${who} doesn't know its own ETag: status ${status}.`);
  return [
    { what: "GET /v1/rules, 200 in Brotli", who, load: () => ({ url: path, headers: coding }) },
    { what: "GET /v1/rules, 304", who, load: () => ({ url: path, headers: held }) },
  ];
}

/**
 * The servers' count of events must be what was sent.
 *
 * @param {string} url
 * @param {number} size
 * @param {() => Promise<Measured>} run
 */
async function counted(url, size, run) {
  const before = await events(url);
  const measured = await run();
  const after = await settled(url);
  const of = (/** @type {string} */ what) => (after[what] ?? 0) - (before[what] ?? 0);
  const least = measured.requests * size;
  const others = of("duplicate") + of("rejected");
  // What was under way at the end may have been taken, too.
  if (of("accepted") < least || of("accepted") > least + MANY * size || others > 0) {
    throw new Stop(`Of ${least} events ${of("accepted")} were taken and ${others} weren't.`);
  }
  return measured;
}

/** Once what was under way has ended. @param {string} url */
async function settled(url) {
  for (let last = await events(url); ;) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const now = await events(url);
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
}

/** @param {string} url @returns {Promise<Record<string, number>>} */
async function events(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Object.fromEntries(
    [...text.matchAll(/^cartnudge_events_total\{what="(\w+)"\} (\d+)/gm)].map(([, what, count]) => [
      what,
      Number(count),
    ]),
  );
}

/** @param {string} who @param {string} url @param {string[]} rules @returns {Case[]} */
export function eventCases(who, url, rules) {
  const script = join(root, "bench", "server", "events.lua");
  return BATCHES.map((size) => ({
    what: `POST /v1/events, ${size === 1 ? "1 event" : `${size} events`}`,
    who,
    events: size,
    load: (seed) => ({ url, script, args: [`${seed}`, `${size}`, new Date().toISOString(), rules.join()] }),
    check: (run) => counted(url, size, run),
  }));
}
