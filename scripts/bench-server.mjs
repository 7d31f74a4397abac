// `npm run bench:server`: how many requests the control server answers on loopback, and how soon.
//
// Everything takes turns in one run; compare its figures with each other. Load and server share this machine's cores.
import {
  closeSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { eventCases, publish, raw, ruleCases } from "../bench/server/cases.mjs";
import { buildServer, targetDirectory } from "./build-server.mjs";
import { findOnPath, isExecutable, output } from "./lib/command.mjs";
import { startNginx } from "./lib/nginx.mjs";
import { startPostgres } from "./lib/postgres.mjs";
import { startServer } from "./lib/server.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";
import { drive, FEW, MANY } from "./lib/wrk.mjs";

/** @typedef {import("../bench/server/cases.mjs").Case} Case */
/** @typedef {import("./lib/wrk.mjs").Measured} Measured */
/** @typedef {import("./lib/server.mjs").Running} Running */

/** @param {string} name @param {string[]} places beyond PATH */
function find(name, places = []) {
  return findOnPath(name) ?? places.find(isExecutable);
}

function tools() {
  const [wrk, nginx] = [find("wrk"), find("nginx", ["/usr/sbin/nginx", "/usr/local/sbin/nginx"])];
  if (wrk && nginx) return { wrk, nginx };
  throw new Stop(
    "wrk and nginx are needed for load and scale. Install them; on Debian: apt-get install wrk nginx-light",
  );
}

/** How many pages of 4 KiB the disk takes a second, one after the other. @param {string} folder @param {number} seconds */
function syncs(folder, seconds) {
  const path = join(folder, "synced");
  const [file, page] = [openSync(path, "w"), Buffer.alloc(4096, 1)];
  const began = performance.now();
  let count = 0;
  for (; performance.now() - began < seconds * 1_000; count += 1) {
    writeSync(file, page);
    fdatasyncSync(file);
  }
  const rate = (count * 1_000) / (performance.now() - began);
  closeSync(file);
  rmSync(path);
  return rate;
}

/** What was under way ends. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

/** @param {number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** The median of each figure. @param {Measured[]} rounds */
function summed(rounds) {
  const rates = rounds.map(({ requests, duration }) => (requests * 1e6) / duration);
  return {
    requests_per_second: median(rates),
    least: Math.min(...rates),
    most: Math.max(...rates),
    p50_ms: median(rounds.map(({ p50 }) => p50)) / 1_000,
    p99_ms: median(rounds.map(({ p99 }) => p99)) / 1_000,
  };
}

/** @param {number} number three figures */
const figures = (number) => (number >= 100 ? Math.round(number).toLocaleString("en") : number.toPrecision(3));

/**
 * @typedef {object} Result
 * @property {string} what
 * @property {string} who
 * @property {number} [events] in each body
 * @property {(ReturnType<typeof summed> & { connections: number })[]} loads
 */

/** A table of rows that have events in their bodies, or of those that haven't. @param {Result[]} results */
function table(results) {
  const isOfEvents = results.some(({ events }) => events !== undefined);
  const of = (/** @type {number} */ connections) => [
    `requests/s, ${connections === FEW ? "one at a time" : `${connections} at a time`}`,
    ...(isOfEvents ? ["events/s"] : []),
    "p50, ms",
    "p99, ms",
  ];
  const heads = ["asked", "answers", ...of(FEW), ...of(MANY)];
  const rows = results.map(({ what, who, events, loads }) => {
    const cells = loads.flatMap(({ requests_per_second: rate, least, most, p50_ms: p50, p99_ms: p99 }) => [
      `${figures(rate)} (${figures(least)} to ${figures(most)})`,
      ...(events === undefined ? [] : [figures(rate * events)]),
      figures(p50),
      figures(p99),
    ]);
    return [what, who, ...cells];
  });
  return [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/**
 * Every case at every number of connections, in turns.
 *
 * @param {string} wrk
 * @param {Case[]} cases
 * @param {string} folder
 * @param {{ rounds: number, seconds: number }} options
 */
async function measure(wrk, cases, folder, { rounds, seconds }) {
  const runs = cases.flatMap((one) =>
    [FEW, MANY].map((connections) => ({ one, connections, times: /** @type {Measured[]} */ ([]) })),
  );
  /** @type {number[]} */
  const disk = [];
  let seed = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const isWarmUp = round === 0;
    say("bench server", isWarmUp ? "warming up" : `round ${round} of ${rounds}`);
    const length = isWarmUp ? 1 : seconds;
    // Each goes first in its turn.
    const first = round % runs.length;
    for (const { one, connections, times } of [...runs.slice(first), ...runs.slice(0, first)]) {
      seed += 1;
      const load = one.load(seed);
      const run = () => drive(wrk, load, connections, length);
      const measured = await (one.check ? one.check(run) : run());
      if (!isWarmUp) times.push(measured);
      await pause();
    }
    if (!isWarmUp) disk.push(syncs(folder, 1));
  }
  return { runs, disk };
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      rounds: { type: "string", default: "5" },
      seconds: { type: "string", default: "3" },
      // Another build than this repository's.
      program: { type: "string" },
    },
  });
  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)];
  if (!(rounds >= 1 && seconds >= 1)) throw new Stop("--rounds and --seconds are numbers from 1 on.");
  return { rounds, seconds, program: values.program };
}

/**
 * Everything that answers.
 *
 * @param {string} program
 * @param {string} nginx
 * @param {string} folder
 * @param {(() => Promise<void>)[]} closing takes what ends them, the last first
 */
async function start(program, nginx, folder, closing) {
  const serve = async (/** @type {string} */ database) => {
    const options = ["--listen", "127.0.0.1:0", "--trust-proxy"];
    const server = await startServer(program, options, { env: { DATABASE_URL: database } });
    closing.unshift(server.close);
    return server;
  };
  const postgres = await startPostgres();
  closing.unshift(postgres.close);
  const [onSqlite, onPostgres] = [await serve(`sqlite://${join(folder, "bench.db")}`), await serve(postgres.url)];
  const rules = await publish(onSqlite);
  await publish(onPostgres);
  const { headers, bytes } = await raw(`${onSqlite.url}/v1/rules`, { "accept-encoding": "br" });
  const own = ["connection", "content-length", "content-type", "date", "etag"];
  /** @type {[string, string][]} */
  const same = Object.entries(headers).flatMap(([name, value]) => (own.includes(name) ? [] : [[name, String(value)]]));
  const scale = await startNginx(nginx, bytes, same);
  closing.unshift(scale.close);
  const cases = [
    ...(await ruleCases("cartnudge", onSqlite.url, bytes)),
    ...(await ruleCases("nginx", scale.url, bytes)),
    ...eventCases("on SQLite", onSqlite.url, rules),
    ...eventCases("on PostgreSQL", onPostgres.url, rules),
  ];
  return { cases, bytes: bytes.length, onSqlite, onPostgres, postgres: postgres.version };
}

async function benchServer() {
  const { program: given, ...options } = readOptions();
  const { wrk, nginx } = tools();
  const program = given ?? (await buildServer("native"));
  const folder = mkdtempSync(join(tmpdir(), "cartnudge-bench-"));
  /** @type {(() => Promise<void>)[]} */
  const closing = [];
  try {
    const { cases, bytes, onSqlite, onPostgres, postgres } = await start(program, nginx, folder, closing);
    const { runs, disk } = await measure(wrk, cases, folder, options);
    const results = cases.sort(byWhat).map(({ what, who, events }) => {
      const loads = runs.filter(({ one }) => one.what === what && one.who === who);
      return { what, who, events, loads: loads.map(({ connections, times }) => ({ connections, ...summed(times) })) };
    });
    const syncs_per_second = median(disk);
    const machine = {
      cores: availableParallelism(),
      processor: cpus()[0]?.model.trim(),
      filesystem: output("stat", ["-f", "-c", "%T", folder]),
    };
    const peak_memory_kb = { sqlite: peak(onSqlite), postgres: peak(onPostgres) };
    console.log(`${table(results.filter(({ events }) => events === undefined))}\n`);
    console.log(`${table(results.filter(({ events }) => events !== undefined))}\n`);
    console.log(
      `${bytes.toLocaleString("en")} bytes of rules in Brotli; ${machine.cores} cores for load and servers together.`,
    );
    console.log(
      `The disk takes ${figures(syncs_per_second)} single pages a second (write and fdatasync, one after the other).`,
    );
    const file = join(targetDirectory(), "bench-server.json");
    const written = { ...options, machine, postgres, rules_bytes: bytes, syncs_per_second, peak_memory_kb, results };
    writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
    say("bench server", `written to ${file}`);
  } finally {
    for (const close of closing) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Who answers the same stand together. @param {Case} a @param {Case} b */
const byWhat = (a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0);

/** The most memory that it had, where Linux tells it. @param {Running} server @returns {number | undefined} KiB */
function peak({ pid }) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}

await whenRunDirectly(import.meta, benchServer);
