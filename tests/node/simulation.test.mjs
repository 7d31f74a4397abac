// The simulation gives the figures of `cartnudge replay --json` on the same file.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { Simulation, previewOrders } from "cartnudge/authoring";

const root = fileURLToPath(new URL("../../", import.meta.url));
const small = "cli/tests/data/orders.csv";

/** @param {string} path */
const bytes = (path) => readFileSync(join(root, path));
/** @param {string} path */
const json = (path) => JSON.parse(bytes(path).toString("utf8"));

/**
 * What the terminal prints, without the files' names.
 *
 * @param {string[]} args
 */
function replayed(...args) {
  const cargo = [
    "run",
    "--quiet",
    "--profile",
    process.env.CARTNUDGE_CLI_PROFILE ?? "dev",
    "--package",
    "cartnudge-cli",
  ];
  const text = execFileSync("cargo", [...cargo, "--", "replay", "--json", "-", ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const report = JSON.parse(text);
  for (const name of ["file", "rules", "against"]) delete report[name];
  return report;
}

/**
 * @param {import("../../js/authoring.js").SimulationOptions} options
 * @param {Uint8Array} file
 * @param {{ chunk?: number, carts?: number }} [steps]
 */
function simulated(options, file, { chunk = 1 << 16, carts = 1000 } = {}) {
  const simulation = new Simulation(options);
  try {
    for (let at = 0; at < file.length; at += chunk) simulation.push(file.subarray(at, at + chunk));
    let progress = simulation.run(carts);
    while (!progress.done) {
      const { decided } = progress;
      progress = simulation.run(carts);
      assert.ok(progress.decided > decided && progress.decided <= progress.carts);
    }
    return simulation.report();
  } finally {
    simulation.free();
  }
}

const engine = { rules: json("cli/tests/data/rules.json"), model: json("cli/tests/data/model.json") };
const named = ["--rules", "cli/tests/data/rules.json", "--model", "cli/tests/data/model.json", "--order-lines", small];

test("the small history, plain and packed, in pieces of any size", () => {
  const expected = replayed(...named);
  assert.deepEqual(simulated(engine, bytes(small)), expected);
  assert.deepEqual(simulated(engine, bytes(small), { chunk: 7, carts: 1 }), expected);
  assert.deepEqual(simulated(engine, gzipSync(bytes(small)), { chunk: 5 }), expected);
});

test("a second document, a period and a lag", () => {
  const args = [
    "--against",
    "www/shop/rules.json",
    "--from",
    "2026-01-05",
    "--until",
    "2026-02-21",
    "--outcome-lag",
    "20",
  ];
  const options = {
    ...engine,
    against: json("www/shop/rules.json"),
    from: "2026-01-05",
    until: "2026-02-21",
    outcome_lag_days: 20,
  };
  assert.deepEqual(simulated(options, bytes(small)), replayed(...named, ...args));
});

test("what can't be read says where and how to mend it", () => {
  /** @param {object} options @param {string} text @returns {import("../../js/authoring.js").CartnudgeError} */
  const refused = (options, text) => {
    try {
      simulated({ ...engine, ...options }, new TextEncoder().encode(text));
    } catch (error) {
      return /** @type {any} */ (error);
    }
    throw new Error("nothing was refused");
  };
  const wrong = refused({}, "Invoice,StockCode\n1,2\n");
  assert.equal(wrong.name, "CartnudgeError");
  const [{ code, pointer, help }] = wrong.diagnostics;
  assert.deepEqual([code, pointer], ["missing_columns", "/mapping/columns"]);
  assert.match(help, /"order_id": "Invoice"/);
  assert.equal(refused({}, "").diagnostics[0].code, "empty_history");
  assert.equal(
    refused({ mapping: { columns: { oder_id: "a" } } }, "").diagnostics[0].help.startsWith("did you mean `order_id`?"),
    true,
  );
  const torn = gzipSync(bytes(small)).subarray(0, 200);
  assert.throws(() => simulated(engine, torn), { name: "CartnudgeError", message: /is the file complete\?/ });
  const simulation = new Simulation(engine);
  assert.equal(simulation.report(), undefined);
  simulation.free();
});

test("a file's columns are shown before it is read whole", () => {
  const { columns, rows, wanted } = previewOrders(gzipSync(Buffer.from("Invoice;Qty\n1;2\n3;4\n5;6\n")), 2);
  assert.deepEqual(
    [columns, rows],
    [
      ["Invoice", "Qty"],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ],
  );
  assert.deepEqual(
    wanted.find(({ name }) => name === "quantity"),
    { name: "quantity", required: true, column: "Qty" },
  );
  assert.deepEqual(
    wanted.find(({ name }) => name === "size"),
    { name: "size", required: false },
  );
});

const shared = "../shared/data/";
for (const { file, mapping, args, rules } of [
  { file: "returns/order_lines.csv.gz", mapping: null, args: [], rules: "cli/tests/data/rules.json" },
  {
    file: "orders/online_retail_2009_2010.csv.gz",
    mapping: "cli/mappings/online-retail-ii.json",
    // The debug build takes its time.
    args: ["--until", "2010-01-10"],
    rules: "www/shop/rules.json",
  },
]) {
  const path = shared + file;
  const skip = existsSync(join(root, path)) ? false : `no ${path}; the public data sets are not part of the project`;
  test(`the public data set ${file}`, { skip }, () => {
    const options = {
      rules: json(rules),
      against: json("www/shop/rules.json"),
      ...(mapping && { mapping: json(mapping) }),
      ...(args.length > 0 && { until: args[1] }),
    };
    const terminal = ["--rules", rules, "--against", "www/shop/rules.json", "--order-lines", path, ...args];
    const expected = replayed(...terminal, ...(mapping ? ["--columns", mapping] : []));
    assert.ok(expected.lines.bought > 100_000);
    assert.deepEqual(simulated(options, bytes(path)), expected);
    assert.deepEqual(simulated(options, gunzipSync(bytes(path)), { chunk: 1 << 20 }), expected);
  });
}
