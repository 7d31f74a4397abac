// `npm run bench:model`: how fast trees are scored, against what a shop could use in their place.
//
// Compare the figures of one run with each other: the machine's own speed is in all of them.
import { spawn } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";
import { brotliCompressSync } from "node:zlib";
import { buildModule, buildWasm } from "./build-wasm.mjs";
import { ensurePython } from "./ensure-python.mjs";
import { root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const ROUNDS = 15;
/** A timed batch takes about as long as this. */
const BATCH_MS = 20;
const LIBRARIES = /** @type {const} */ (["xgboost", "lightgbm"]);

const folder = join(root, "target", "bench-model");
const built = join(root, "target", "bench-models");

/** @typedef {import("../bench/models/contestants.mjs").Contestant} Contestant */
/** @typedef {{ name: string, most?: number, time: (lines: number, turns: number) => Promise<number> }} Entrant */

/**
 * The trainer, which stays to time its libraries.
 *
 * @param {string} python
 */
function trainer(python) {
  const child = spawn(python, [join("bench", "models", "train.py"), folder], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Stop("train.py ended early.");
    return /** @type {string} */ (value);
  };
  return {
    ready: next,
    /** @param {string} name @param {number} count @param {number} turns @returns {Promise<number>} microseconds of one prediction */
    async time(name, count, turns) {
      child.stdin.write(`${name} ${count} ${turns}\n`);
      return Number(await next());
    },
    end: () => child.stdin.end(),
  };
}

/** @param {Contestant} contestant @returns {Entrant} */
function here({ name, most, run: once }) {
  return {
    name,
    most,
    async time(lines, turns) {
      const start = performance.now();
      for (let turn = 0; turn < turns; turn += 1) {
        const result = once(lines);
        if (result instanceof Promise) await result;
      }
      return ((performance.now() - start) * 1_000) / turns;
    },
  };
}

/** @param {number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/**
 * Medians of batches that take turns.
 *
 * @param {Entrant[]} entrants
 * @param {number} lines
 * @returns {Promise<Map<string, number>>} microseconds
 */
async function measure(entrants, lines) {
  const field = [];
  for (const entrant of entrants.filter(({ most = Infinity }) => lines <= most)) {
    await entrant.time(lines, 3);
    const turns = Math.max(1, Math.round((BATCH_MS * 1_000) / (await entrant.time(lines, lines > 100 ? 1 : 100))));
    field.push({ entrant, turns, times: /** @type {number[]} */ ([]) });
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    // Each goes first in its turn.
    const first = round % field.length;
    for (const one of [...field.slice(first), ...field.slice(0, first)]) {
      one.times.push(await one.entrant.time(lines, one.turns));
    }
  }
  return new Map(field.map(({ entrant, times }) => [entrant.name, median(times)]));
}

/**
 * All find the library's own scores, or their times mean nothing; in f32 arithmetic of another order, nearly.
 *
 * @param {Contestant[]} all
 * @param {string} library
 */
async function agree(all, library) {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, `${library}.bin`));
  const expected = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  for (const { name, margins } of all) {
    const own = await margins?.();
    const slack = name === "onnxruntime-web" ? 1e-4 : 0;
    const differs = own?.findIndex((margin, row) => Math.abs(margin - expected[row]) > slack) ?? -1;
    if (own && (own.length !== expected.length || differs !== -1)) {
      throw new Stop(`${name} and ${library} differ on row ${differs}: ${own[differs]}, ${expected[differs]}.`);
    }
  }
}

/** @param {number} number three figures */
const figures = (number) => (number >= 100 ? Math.round(number).toLocaleString("en") : number.toPrecision(3));

/** @param {string} library @param {number} lines @param {Map<string, number>} times */
function table(library, lines, times) {
  const own = times.get("cartnudge") ?? NaN;
  const row = (/** @type {string[]} */ ...[name, ...cells]) =>
    name.padEnd(30) + cells.map((cell) => cell.padStart(14)).join("");
  return [
    row(`${library}, ${lines.toLocaleString("en")} lines`, "µs", "× cartnudge"),
    ...[...times].map(([name, time]) => row(name, figures(time), figures(time / own))),
    "",
  ].join("\n");
}

/** @param {string} library */
function weight(library) {
  const file = join(folder, `${library}.json`);
  const document = JSON.parse(readFileSync(file, "utf8"));
  const [bytes, brotli] = [statSync(file).size, brotliCompressSync(readFileSync(file)).length];
  const nodes = document.splits.length;
  return `${library}: 100 trees of ${nodes / 100} nodes; ${Math.round(bytes / 100)} bytes a tree, ${Math.round(brotli / 100)} after Brotli`;
}

async function benchModel() {
  const { python } = await ensurePython(join("bench", "models", "requirements.txt"));
  await buildWasm();
  await buildModule("models", "cartnudge-bench-models", [], built);
  say("bench model", "training");
  const libraries = trainer(python);
  await libraries.ready();
  const cli = ["run", "--quiet", "--profile", "native", "--package", "cartnudge-cli", "--", "model", "import"];
  const sources = { xgboost: "xgboost.ubj", lightgbm: "lightgbm.txt" };
  for (const library of LIBRARIES) {
    await run("cargo", [...cli, join(folder, sources[library]), "--out", join(folder, `${library}.json`)]);
  }
  const { contestants, FEW, MANY } = await import("../bench/models/contestants.mjs");
  for (const library of LIBRARIES) {
    const all = await contestants(folder, built, library);
    await agree(all, library);
    const name = `${library}, native, by Python`;
    const entrants = [
      ...all.map(here),
      {
        name,
        time: (/** @type {number} */ lines, /** @type {number} */ turns) => libraries.time(library, lines, turns),
      },
    ];
    console.log(weight(library));
    for (const lines of [FEW, MANY]) console.log(table(library, lines, await measure(entrants, lines)));
  }
  libraries.end();
}

await whenRunDirectly(import.meta, benchModel);
