// `npm run train` on a made history whose truth is known: what it finds, and what it says of broken files.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { commandProgram } from "../../scripts/build-command.mjs";
import { root } from "../../scripts/lib/command.mjs";
import { seeded } from "../../scripts/lib/random.mjs";

const folder = join(root, "target", "test-train");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** Some customers return much, some items come back much, two sizes are ordered to send one back. */
function history() {
  const next = seeded(7);
  const habit = Array.from({ length: 300 }, () => (next() < 0.3 ? 1.4 : -0.7));
  const item = Array.from({ length: 60 }, () => (next() < 0.3 ? 1.2 : -0.6));
  const rows = [
    "order_line_id,order_id,ordered_at,customer_id,item_id,item_brand,size,price,quantity,currency,returned_quantity",
  ];
  for (let order = 0; order < 4_000; order += 1) {
    const day = new Date(Date.UTC(2025, 0, 1 + Math.floor(order / 11))).toISOString().slice(0, 10);
    const who = Math.floor(next() * habit.length);
    const what = Math.floor(next() * item.length);
    const sizes = next() < 0.2 ? ["S", "M"] : ["M"];
    const odds = -0.6 + habit[who] + item[what] + (sizes.length > 1 ? 1.2 : 0);
    for (const size of sizes) {
      const returned = next() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
      rows.push(
        `l${rows.length},o${order},${day},c${who},i${what},b${what % 7},${size},${20 + what},1,EUR,${returned}`,
      );
    }
  }
  return { text: `${rows.join("\n")}\n`, lines: rows.length - 1 };
}

const made = history();
const orderLines = join(folder, "orders.csv");
writeFileSync(orderLines, made.text);

/** @param {string[]} args */
function train(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", "train.mjs"), ...args], {
    cwd: root,
    encoding: "utf8",
  });
  return { status, out: `${stdout}${stderr}` };
}

/** @param {string} output @param {string[]} args */
function trained(output, ...args) {
  const { status, out } = train(
    "--order-lines",
    orderLines,
    "--train-until",
    "2025-10-15",
    "--output",
    join(folder, output),
    ...args,
  );
  assert.equal(status, 0, out);
  /** @param {string} name */
  const json = (name) => JSON.parse(readFileSync(join(folder, output, name), "utf8"));
  return { card: json("card.json") };
}

/** @param {string} output */
function backtest(output) {
  const json = join(folder, output, "backtest.json");
  const args = [
    "backtest",
    "--order-lines",
    orderLines,
    "--from",
    "2025-10-15",
    "--model",
    join(folder, output, "model.json"),
    "--json",
    json,
  ];
  const { status, stderr } = spawnSync(commandProgram(), args, { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(readFileSync(json, "utf8"));
}

for (const [engine, calibration] of /** @type {const} */ ([
  ["lightgbm", "platt"],
  ["xgboost", "isotonic"],
])) {
  test(`${engine} finds what is there, and cartnudge scores as its library does`, () => {
    const { card } = trained(engine, "--engine", engine, "--calibration", calibration);
    assert.ok(card.parts.check.auc > 0.68, `AUC ${card.parts.check.auc}`);
    assert.ok(Math.abs(card.parts.check.expected - card.parts.check.returned) < 0.06);
    assert.equal(card.data.lines, made.lines);
    const top = card.importance.slice(0, 8).map((/** @type {{ feature: string }} */ one) => one.feature);
    assert.ok(top.includes("customer.smoothed_return_rate") || top.includes("customer.lines_returned"), top.join());

    // The library's figures in Python, and the imported model's in Rust, over the same lines.
    const { figures } = backtest(engine);
    for (const name of ["lines", "auc", "log_loss", "brier"]) {
      assert.ok(
        Math.abs(figures[name] - card.parts.check[name]) < 1e-6,
        `${name}: ${figures[name]} ${card.parts.check[name]}`,
      );
    }
  });
}

test("with outcomes dealt out anew there is nothing to find", () => {
  const aucs = [1, 2, 3].map(
    (seed) => trained(`permuted-${seed}`, "--permute-labels", "--seed", String(seed)).card.parts.check.auc,
  );
  const mean = aucs.reduce((sum, auc) => sum + auc, 0) / aucs.length;
  // Some 800 lines: a single AUC strays by 0.02 (standard error).
  assert.ok(Math.abs(mean - 0.5) < 0.04, aucs.join());
});

test("the split is by time", () => {
  const { card } = trained("split", "--validate-days", "60");
  assert.equal(card.split.train_until, "2025-10-15");
  assert.equal(card.split.validate_from, "2025-08-16");
  const { training, validation, check } = card.parts;
  assert.equal(training.lines + validation.lines + check.lines, made.lines);
});

test("options that say too little or too much are refused", () => {
  assert.match(train().out, /Give one of --order-lines, --training-table and --matrix/);
  assert.match(
    train("--training-table", "t.csv", "--permute-labels").out,
    /--permute-labels takes --order-lines or --matrix/,
  );
  assert.match(train("--matrix", "nowhere.csv").out, /nowhere\.csv isn't there/);
  assert.match(train("--matrix", "m.csv", "--engine", "catboost").out, /There is no engine `catboost`/);
  assert.match(train("--matirx", "m.csv").out, /--matirx/);
});
