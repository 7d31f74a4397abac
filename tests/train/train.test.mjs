// Training on a made matrix whose truth is known: `cartnudge_train` and `cartnudge model import`.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { ensurePython } from "../../scripts/ensure-python.mjs";
import { root, run } from "../../scripts/lib/command.mjs";
import { before as beforeFeatures, madeMatrix, truth } from "./made-matrix.mjs";

const folder = join(root, "target", "train-test");
const matrix = join(folder, "matrix.csv.gz");
const trainUntil = "2024-05-01";
/** Engines and the file that each leaves. */
const boosters = { xgboost: "booster.json", lightgbm: "booster.txt" };

let python = "";

/**
 * @param {string[]} args of `python -m`
 * @param {string} [interpreter]
 */
function pythonRun(args, interpreter = python) {
  return spawnSync(interpreter, ["-m", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: join(root, "train"), PYTHONDONTWRITEBYTECODE: "1" },
  });
}

/**
 * @param {string} output
 * @param {string[]} args
 */
const train = (output, ...args) => pythonRun(["cartnudge_train", "--output", join(folder, output), ...args]);

/** @param {string} output */
const card = (output) => JSON.parse(readFileSync(join(folder, output, "card.json"), "utf8"));

/** @param {string[]} args */
const cartnudge = (...args) =>
  spawnSync(join(root, "target", "debug", process.platform === "win32" ? "cartnudge.exe" : "cartnudge"), args, {
    cwd: root,
    encoding: "utf8",
  });

before(async () => {
  ({ python } = await ensurePython(join("train", "requirements.txt")));
  await run("cargo", ["build", "--quiet", "--package", "cartnudge-cli"]);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(matrix, gzipSync(madeMatrix()));
});

test("the package's own tests", () => {
  const { status, stderr } = pythonRun([
    "unittest",
    "discover",
    "--start-directory",
    "train/tests",
    "--top-level-directory",
    "train",
    "--quiet",
  ]);
  assert.equal(status, 0, stderr);
});

for (const [engine, booster] of Object.entries(boosters)) {
  test(`${engine} finds most of the made signal, and is told apart from chance`, () => {
    const { status, stdout, stderr } = train(
      engine,
      ...["--matrix", matrix, "--engine", engine, "--train-until", trainUntil],
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /booster\.(json|txt): \d+ trees; check of [\d,]+ lines: AUC 0\.\d{4}/);
    const { parts, importance, left_out, split } = card(engine);
    const best = truth(trainUntil);
    assert.ok(best > 0.7, `the made truth has an AUC of ${best}`);
    assert.ok(parts.check.auc > best - 0.02 && parts.check.auc < best + 0.005, `${parts.check.auc} against ${best}`);
    const [low, high] = parts.check.intervals.auc;
    assert.ok(low < parts.check.auc && parts.check.auc < high && high - low < 0.1);
    assert.ok(Math.abs(parts.check.expected - parts.check.returned) < 0.04);
    assert.equal(importance[0].feature, "product.return_rate");
    assert.deepEqual(left_out.toSorted(), ["line.views", "product.known"]);
    assert.deepEqual(split, {
      validate_from: "2024-03-31",
      validate_until: "2024-05-01",
      train_until: "2024-05-01",
      check_until: null,
      gap_days: 0,
    });
    assert.match(readFileSync(join(folder, engine, "calibration.svg"), "utf8"), /^<svg .*<\/svg>\n$/s);
    assert.match(readFileSync(join(folder, engine, "card.md"), "utf8"), /^# Model card: shop\n/);
  });

  test(`${engine}: cartnudge reads the model with its calibration, and keeps the monotone constraint`, () => {
    const model = join(folder, engine, "model.json");
    const imported = cartnudge(
      ...["model", "import", join(folder, engine, booster), "-o", model],
      ...["--id", "made", "--calibration", join(folder, engine, "calibration.json")],
    );
    assert.equal(imported.status, 0, imported.stderr);
    assert.doesNotMatch(imported.stderr, /warning/);
    const document = JSON.parse(readFileSync(model, "utf8"));
    assert.deepEqual(document.calibration, card(engine).calibration);
    assert.ok(document.calibration.a > 0.7 && document.calibration.a < 1.4, JSON.stringify(document.calibration));

    const risks = [1, 2, 3, 4].map((sizes) => risk(model, sizes));
    assert.deepEqual(
      risks.toSorted((a, b) => a - b),
      risks,
      `risks by sizes: ${risks}`,
    );
    assert.ok(risks[1] > risks[0], `a second size says nothing: ${risks}`);
  });

  test(`${engine}: the same seed makes the same model`, () => {
    const again = `${engine}-again`;
    const { status, stderr } = train(again, "--matrix", matrix, "--engine", engine, "--train-until", trainUntil);
    assert.equal(status, 0, stderr);
    const bytes = (/** @type {string} */ name) => readFileSync(join(folder, name, booster));
    assert.ok(bytes(engine).equals(bytes(again)));
  });

  test(`${engine} learns nothing of outcomes that were dealt out anew`, () => {
    const { status, stderr } = train(
      `${engine}-permuted`,
      ...["--matrix", matrix, "--engine", engine, "--train-until", trainUntil, "--permute-labels"],
    );
    assert.equal(status, 0, stderr);
    const { parts, permuted } = card(`${engine}-permuted`);
    assert.equal(permuted, true);
    assert.ok(Math.abs(parts.check.auc - 0.5) < 0.03, `AUC ${parts.check.auc}`);
  });
}

/**
 * The risk of the first line of a cart that holds a product in this many sizes, as the model has it.
 *
 * @param {string} model
 * @param {number} sizes
 */
function risk(model, sizes) {
  const lines = Array.from({ length: 4 }, (_, at) => ({
    item_id: `${at}`,
    item_group_id: at < sizes ? "one" : `other-${at}`,
    size: `${at}`,
    price: 30,
    quantity: 1,
  }));
  const input = join(folder, "cart.json");
  writeFileSync(input, JSON.stringify({ cart: { currency: "EUR", items: lines }, now: "2024-06-01T12:00:00Z" }));
  const rules = join(folder, "rules.json");
  writeFileSync(rules, JSON.stringify({ schema_version: 2, version: 1, rules: [] }));
  const { status, stdout, stderr } = cartnudge("decide", "--rules", rules, "--model", model, input);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout).lines[0].risk;
}

const java = spawnSync("java", ["-version"]);
const noJava = java.error && "Java isn't on PATH, which Spark needs";

test("Spark's model scores as the local one", { skip: noJava }, async () => {
  const { python: withSpark } = await ensurePython(join("train", "requirements-spark.txt"));
  const tests = [
    "unittest",
    "discover",
    "--start-directory",
    "train/tests",
    "--top-level-directory",
    "train",
    "--pattern",
    "spark_*.py",
    "--quiet",
  ];
  const { status, stderr } = pythonRun(tests, withSpark);
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Ran 1 test/);
});

test("isotonic calibration has at most a hundred points, and cartnudge takes it", () => {
  const { status, stderr } = train(
    "isotonic",
    ...["--matrix", matrix, "--engine", "lightgbm", "--train-until", trainUntil, "--calibration", "isotonic"],
  );
  assert.equal(status, 0, stderr);
  const { scores, probabilities } = JSON.parse(readFileSync(join(folder, "isotonic", "calibration.json"), "utf8"));
  assert.ok(scores.length > 5 && scores.length <= 100 && scores.length === probabilities.length);
  const imported = cartnudge(
    ...["model", "import", join(folder, "isotonic", "booster.txt"), "-o", join(folder, "isotonic", "model.json")],
    ...["--calibration", join(folder, "isotonic", "calibration.json")],
  );
  assert.equal(imported.status, 0, imported.stderr);
});

test("only the chosen features are used, and training again uses the validation part too", () => {
  const { status, stderr } = train(
    "chosen",
    ...["--matrix", matrix, "--train-until", trainUntil, "--refit", "--features", "line.price,product.return_rate"],
  );
  assert.equal(status, 0, stderr);
  const { features, refit } = card("chosen");
  assert.deepEqual([features, refit], [["line.price", "product.return_rate"], true]);
});

const header = madeMatrix().split("\n")[0];
const rows = madeMatrix().split("\n").slice(1, -1);

/** @param {string} name @param {string} value @returns {(row: string) => string} */
const withValue = (name, value) => (row) => {
  const cells = row.split(",");
  cells[header.split(",").indexOf(name)] = value;
  return cells.join(",");
};

/** @type {[string, string, string[], string][]} what is wrong, the file, options, what is said of it */
const broken = [
  [
    "columns that are missing",
    [header.replace("ordered_at", "when").replace("returned", "back"), ...rows].join("\n"),
    [],
    "FILE has no column `ordered_at`, `returned`\n  help: `cartnudge features` writes them all",
  ],
  [
    "no features",
    [beforeFeatures.join(","), ...rows.map((row) => row.split(",").slice(0, beforeFeatures.length).join(","))].join(
      "\n",
    ),
    [],
    "FILE has no feature\n  help: `cartnudge features` writes a column for each",
  ],
  [
    "text where a number is needed",
    [header, rows[0], withValue("line.price", "cheap")(rows[1]), ...rows.slice(2)].join("\n"),
    [],
    "FILE:3: `line.price` is `cheap`, which is no number\n  help: leave unknown blank; write true as 1 and false as 0",
  ],
  [
    "an endless number",
    [header, withValue("price", "inf")(rows[0]), ...rows.slice(1)].join("\n"),
    [],
    "FILE:2: `price` is `inf`, which is no number\n  help: leave unknown blank; write true as 1 and false as 0",
  ],
  [
    "a date that can't be read",
    [header, withValue("ordered_at", "yesterday")(rows[0]), ...rows.slice(1)].join("\n"),
    [],
    "FILE:2: `ordered_at` is `yesterday`, which is no date\n  help: write it like 2012-04-01T00:00:00Z",
  ],
  [
    "an outcome that is none",
    [header, withValue("returned", "2")(rows[0]), ...rows.slice(1)].join("\n"),
    [],
    "FILE:2: `returned` is `2`\n  help: write 1 for came back, 0 for kept, nothing for not known",
  ],
  [
    "no outcomes",
    [header, ...rows.slice(0, 10).map(withValue("returned", ""))].join("\n"),
    [],
    "FILE: none of its 10 lines has an outcome\n  help: the order lines need `returned_quantity`, 0 for what was kept",
  ],
  [
    "one outcome only",
    [header, ...rows.map(withValue("returned", "0"))].join("\n"),
    ["--train-until", trainUntil],
    "the training part (before 2024-03-31) has 5,000 lines and all were kept: nothing to tell apart\n",
  ],
  [
    "too few rows",
    [header, ...rows.slice(0, 40)].join("\n"),
    ["--train-until", trainUntil],
    "that were kept; 50 of each are needed\n",
  ],
  [
    "an empty part",
    [header, ...rows].join("\n"),
    ["--train-until", "2031-01-01"],
    "the validation part (from 2030-12-01 and before 2031-01-01) has no line with an outcome\n" +
      "  the file has lines with an outcome from 2024-01-01 to 2024-06-28\n" +
      "  help: choose --train-until, --validate-days and --check-until so that each part has enough",
  ],
  [
    "an option that is no date",
    [header, ...rows].join("\n"),
    ["--train-until", "may"],
    "--train-until is `may`, which is no date\n  help: write it like 2013-01-01",
  ],
  [
    "a feature that isn't there",
    [header, ...rows].join("\n"),
    ["--features", "line.colour"],
    "FILE has no feature `line.colour`\n  help: `cartnudge facts` lists them; see its header line",
  ],
  ["an empty file", "", [], "FILE is empty\n  help: `cartnudge features` writes a header line at least"],
  ["a file that isn't CSV", '"', [], "FILE can't be read as CSV: "],
];

for (const [what, content, options, message] of broken) {
  test(`${what}: said in words, exit code 1`, () => {
    const file = join(folder, "broken.csv");
    writeFileSync(file, content);
    const { status, stdout, stderr } = train("broken", "--matrix", file, ...options);
    assert.doesNotMatch(stderr, /Traceback/);
    assert.ok(stderr.includes(message.replace("FILE", file)), `said ${stderr}\ninstead of ${message}`);
    assert.match(stderr, /^error: /m);
    assert.deepEqual([status, stdout], [1, ""]);
  });
}

test("a file that isn't there: said in words", () => {
  const { status, stderr } = train("broken", "--matrix", "nowhere.csv");
  assert.deepEqual(
    [status, stderr],
    [1, "error: nowhere.csv isn't there\n  help: `cartnudge features --order-lines FILE -o nowhere.csv` makes it\n"],
  );
});

test("an output that is no folder: said in words", () => {
  const { status, stderr } = train("matrix.csv.gz", "--matrix", matrix, "--train-until", trainUntil, "--rounds", "2");
  assert.doesNotMatch(stderr, /Traceback/);
  assert.match(stderr, /^error: .*matrix\.csv\.gz: File exists$/m);
  assert.equal(status, 1);
});
