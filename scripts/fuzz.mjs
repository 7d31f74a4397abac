// `npm run fuzz`: coverage-guided fuzzing of what reads strangers' documents, every target of fuzz/ at once.
//
//   npm run fuzz -- --seconds 60
//
// Stable Rust will do: the compiler's coverage pass is asked for by its LLVM name, and no sanitizer is used, since the
// crate forbids unsafe code. What was learnt stays in fuzz/corpus, an input that failed in fuzz/artifacts.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { output, root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const manifest = join("fuzz", "Cargo.toml");

const coverage = [
  "-Cpasses=sancov-module",
  "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
  "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Cllvm-args=-sanitizer-coverage-trace-compares",
  "-Ccodegen-units=1",
  "--cfg=fuzzing",
];

/** Each target with the inputs that it starts from. */
const targets = { rule_document: ruleDocuments, evaluate_logic: logicCases, analyze_rules: () => [] };

/** The rules of the decision cases and of the demo. */
function ruleDocuments() {
  const cases = jsonIn("tests", "cases").map((file) => read(file).engine.rules);
  return [...cases, read(join("www", "shop", "rules.json"))];
}

/** Logic and data of our own cases and, when it is there, of the public suite. */
function logicCases() {
  const beside = resolve(root, process.env.JSONLOGIC_SUITE ?? join("..", "shared", "data", "jsonlogic", "tests.json"));
  const files = [...jsonIn("tests", "jsonlogic"), ...(existsSync(beside) ? [beside] : [])];
  return files
    .flatMap(read)
    .filter(Array.isArray)
    .map(([logic, data]) => [logic, data]);
}

/** @param {string[]} path a folder of the repository */
function jsonIn(...path) {
  const folder = join(root, ...path);
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}

/** @param {string} file */
function read(file) {
  return JSON.parse(readFileSync(resolve(root, file), "utf8"));
}

/** @returns {Promise<string>} the folder that holds the targets */
async function build() {
  const host = /^host: (.+)$/m.exec(output("rustc", ["-vV"]) ?? "")?.[1];
  if (!host) throw new Stop("rustc can't be run.");
  // With a target named, build scripts and macros aren't instrumented.
  await run("cargo", ["build", "--release", "--quiet", "--manifest-path", manifest, "--target", host], {
    CARGO_ENCODED_RUSTFLAGS: coverage.join("\x1f"),
  });
  const metadata = ["metadata", "--format-version", "1", "--no-deps", "--offline", "--manifest-path", manifest];
  const { target_directory } = JSON.parse(output("cargo", metadata) ?? "{}");
  return join(target_directory, host, "release");
}

/**
 * Writes the inputs to start from, and the texts in them as a dictionary.
 *
 * @param {string} name
 * @param {unknown[]} documents
 */
function writeSeeds(name, documents) {
  const seeds = join(root, "target", "fuzz", name);
  rmSync(seeds, { recursive: true, force: true });
  mkdirSync(seeds, { recursive: true });
  const words = new Set();
  for (const document of documents) {
    const text = JSON.stringify(document);
    for (const word of text.match(/"[\w .=<>!%*/+?:-]{1,40}"/g) ?? []) words.add(word);
    writeFileSync(join(seeds, `${createHash("sha256").update(text).digest("hex").slice(0, 16)}.json`), text);
  }
  // The fuzzer takes no empty one.
  if (words.size === 0) return { seeds, dictionary: [] };
  const dictionary = join(root, "target", "fuzz", `${name}.dict`);
  writeFileSync(dictionary, Array.from(words, (word) => `${JSON.stringify(word)}\n`).join(""));
  return { seeds, dictionary: [`-dict=${dictionary}`] };
}

/**
 * @param {string} name
 * @param {string} directory
 * @param {number} seconds
 */
async function fuzz(name, directory, seconds) {
  const documents = targets[/** @type {keyof typeof targets} */ (name)]();
  const { seeds, dictionary } = writeSeeds(name, documents);
  const corpus = join(root, "fuzz", "corpus", name);
  const artifacts = join(root, "fuzz", "artifacts", name) + sep;
  for (const folder of [corpus, artifacts]) mkdirSync(folder, { recursive: true });
  const limits = ["-max_len=16384", "-timeout=10", "-rss_limit_mb=1024", `-max_total_time=${seconds}`];
  const child = spawn(
    join(directory, name),
    [corpus, seeds, ...dictionary, `-artifact_prefix=${artifacts}`, "-print_final_stats=1", ...limits],
    { cwd: root, stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise((done, failed) => child.on("error", failed).on("close", done));

  /** @type {string[]} */
  const last = [];
  /** @type {Record<string, string>} */
  const figures = {};
  for await (const line of createInterface({ input: child.stderr })) {
    const coverageNow = /^#\d+\s+(?:INITED|DONE|pulse).* cov: (\d+)/.exec(line)?.[1];
    if (coverageNow) figures.first ??= coverageNow;
    if (coverageNow) figures.last = coverageNow;
    const executions = /^stat::number_of_executed_units:\s+(\d+)/.exec(line)?.[1];
    if (executions) figures.executions = executions;
    if (/^#\d+\s+pulse/.test(line)) say(`fuzz ${name}`, line.replace(/\s+/g, " "));
    if (!/^#\d/.test(line)) last.push(line);
  }
  const code = await ended;
  if (code !== 0) {
    console.error(last.slice(-40).join("\n"));
    throw new Stop(`${name} ended with ${code}; what it failed with is in ${relative(root, artifacts)}`);
  }
  const counted = Number(figures.executions).toLocaleString("en");
  console.log(`${name}: ${counted} executions of ${documents.length} seeds and what came of them in ${seconds} s,`);
  console.log(`  coverage from ${figures.first} to ${figures.last} edges, nothing failed`);
}

await whenRunDirectly(import.meta, async () => {
  const { seconds } = parseArgs({ options: { seconds: { type: "string", default: "600" } } }).values;
  if (!(Number(seconds) >= 1)) throw new Stop("--seconds takes a number of seconds, 1 or more.");
  say("fuzz", "building");
  const directory = await build();
  const names = Object.keys(targets);
  say("fuzz", `${names.join(" and ")}, ${seconds} s`);
  const outcomes = await Promise.allSettled(names.map((name) => fuzz(name, directory, Number(seconds))));
  const problems = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  for (const problem of problems) if (!(problem instanceof Stop)) throw problem;
  if (problems.length > 0) throw new Stop(problems.map(({ message }) => message).join("\n✗ "));
});
