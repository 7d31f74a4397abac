// `npm run warehouse` on a made history: what it says is what the core itself works out, on DuckDB and on Spark.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { gunzipSync, gzipSync } from "node:zlib";
import { commandProgram } from "../../scripts/build-command.mjs";
import { findOnPath, root } from "../../scripts/lib/command.mjs";
import { seeded } from "../../scripts/lib/random.mjs";

const folder = join(root, "target", "test-warehouse");
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const cartnudge = commandProgram();

const columns =
  "order_line_id,order_id,ordered_at,customer_id,item_id,item_group_id,item_name,item_brand,item_category,size,color,price,quantity,currency,returned_quantity,returned_at,return_reason,warehouse_bin";

/** Orders of some months: ties in time, nobodies, two currencies, late returns, names in several spellings and signs. */
function history() {
  const next = seeded(11);
  /** @template T @param {T[]} list */
  const one = (list) => /** @type {T} */ (list[Math.floor(next() * list.length)]);
  const text = (/** @type {string} */ value) => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  /** @type {string[]} */
  const rows = [];
  for (let order = 0; order < 900; order += 1) {
    const minutes = Math.floor(next() * 200) * 1440 + (next() < 0.5 ? 0 : Math.floor(next() * 1440));
    const at = new Date(Date.UTC(2025, 0, 1) + minutes * 60_000);
    const customer = next() < 0.15 ? "" : `c-${Math.floor(next() ** 2 * 90)}`;
    const currency = customer.endsWith("7") && next() < 0.5 ? "GBP" : "EUR";
    for (let line = 0; line < 1 + Math.floor(next() * 3); line += 1) {
      const item = Math.floor(next() ** 1.5 * 60);
      const days = next() < 0.1 ? 31 + Math.floor(next() * 30) : Math.floor(next() * 31);
      const outcome =
        next() < 0.1
          ? ["", "", ""]
          : next() < 0.4
            ? [
                "1",
                next() < 0.3 ? "" : new Date(Number(at) + days * 86_400_000).toISOString(),
                one(["too_small", 'the "wrong" colour', "", "SIZE_TOO_LARGE", "Zu groß", "runs-small"]),
              ]
            : ["0", "", ""];
      const iso = at.toISOString();
      // A product has one brand and one category, in several spellings.
      const product = item % 3 === 0 ? item % 9 : item;
      const brand = one([["Aurel", "aurel"], ["Ødegård", "ødegård"], [""]][product % 3] ?? []);
      const category = one([["Dresses", "dresses"], ["Shoes & Boots"], [""], ["Coats", "COATS"]][product % 4] ?? []);
      rows.push(
        [
          `l${rows.length}`,
          `o${order}`,
          minutes % 1440 === 0 ? iso.slice(0, 10) : iso,
          customer,
          `i${item}`,
          item % 3 === 0 ? `g${item % 9}` : "",
          text(`Größe, "${item}"`),
          brand,
          category,
          one(["S", "m", "M", "38,5", ""]).replace(",", "."),
          one(["red", "Red", "blue"]),
          (10 + item + Math.floor(next() * 300) / 100).toFixed(2),
          String(1 + Math.floor(next() * 2)),
          currency,
          ...outcome,
          "x9",
        ].join(","),
      );
    }
  }
  return rows;
}

const rows = history();

/** @param {string} name @param {string[]} list */
function file(name, list) {
  const path = join(folder, name);
  const text = `${[columns, ...list].join("\n")}\n`;
  writeFileSync(path, name.endsWith(".gz") ? gzipSync(text) : text);
  return path;
}

const orderLines = file("orders.csv.gz", rows);
const contacts = join(folder, "contacts.csv");
writeFileSync(contacts, "customer_id,contacted_at\nc-1,2025-03-01\nc-1,2025-06-30T10:00:00Z\nc-2,2025-01-02\n");
const feedback = join(folder, "fit.csv");
writeFileSync(
  feedback,
  "item_id,size,fit,given_at\ni1,M,small,2025-02-01\ni1,M,true,2025-03-01\ni2,S,large,2025-04-01\n",
);
const more = ["--service-contacts", contacts, "--fit-feedback", feedback];

/** @param {string} source @param {string} name @param {string[]} args */
function warehouse(source, name, ...args) {
  const all = [join("scripts", "warehouse.mjs"), "--order-lines", source, "--output", join(folder, name), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, all, { cwd: root, encoding: "utf8" });
  return { status, out: `${stdout}${stderr}` };
}

/** @param {string} name @param {string[]} args */
function features(name, ...args) {
  const out = join(folder, `${name}.csv`);
  const { status, stderr } = spawnSync(cartnudge, ["features", ...args, "-o", out], { encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const [head = "", ...lines] = readFileSync(out, "utf8").trimEnd().split("\n");
  return { head: head.split(","), lines: new Map(lines.map((line) => [line.split(",", 1)[0], line.split(",")])) };
}

/**
 * Asserts that two matrices hold the same numbers: sums are made in another order, so the last digits may differ.
 *
 * @param {ReturnType<typeof features>} a
 * @param {ReturnType<typeof features>} b
 * @param {(column: string) => boolean} [ignored]
 */
function assertSame(a, b, ignored = () => false) {
  assert.deepEqual(a.head, b.head);
  assert.deepEqual([...a.lines.keys()].sort(), [...b.lines.keys()].sort());
  for (const [id, mine] of a.lines) {
    const theirs = b.lines.get(id) ?? [];
    for (const [at, column] of a.head.entries()) {
      const [x = "", y = ""] = [mine[at], theirs[at]];
      const near = x !== "" && y !== "" && Math.abs(Number(x) - Number(y)) <= 1e-9 * Math.max(1, Math.abs(Number(x)));
      assert.ok(x === y || near || ignored(column), `${id} ${column}: ${x} ${y}`);
    }
  }
}

/** @param {string} name @param {string} key */
const documents = (name, key) => {
  const text = readFileSync(join(folder, name, `${key}.ndjson`), "utf8").trimEnd();
  return text.split("\n").map((line) => JSON.parse(line));
};

/** Numbers to ten digits. @param {unknown} value */
const rounded = (value) =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === "number" ? Number(inner.toPrecision(10)) : inner)));

/** @param {string} name */
const table = (name) => join(folder, name, "training_table.csv.gz");
const lines = (/** @type {string} */ name) =>
  gunzipSync(readFileSync(table(name)))
    .toString()
    .trimEnd()
    .split("\n");

test("DuckDB's training table gives the features that the core works out itself", () => {
  const { status, out } = warehouse(orderLines, "duckdb");
  assert.equal(status, 0, out);
  assert.match(out, new RegExp(`${rows.length} lines, \\d+ customers, \\d+ products`));
  assertSame(features("history", "--order-lines", orderLines), features("duckdb", "--training-table", table("duckdb")));
});

test("without a lag outcomes are known right after the order, as the core has it", () => {
  const { status, out } = warehouse(orderLines, "lag-0", "--outcome-lag", "0");
  assert.equal(status, 0, out);
  const core = features("history-lag-0", "--order-lines", orderLines, "--outcome-lag", "0");
  assertSame(core, features("lag-0", "--training-table", table("lag-0")));
});

/** The signals of each order in a training table in which nothing else is quoted before them. @param {string} name */
function signals(name) {
  const of = (/** @type {string} */ row) => JSON.parse((/"((?:[^"]|"")*)"/.exec(row)?.[1] ?? "").replaceAll('""', '"'));
  const orders = lines(name).slice(1);
  return new Map(orders.map((row) => [row.split(",")[1], of(row)]));
}

const sentBack = readFileSync(join(root, "tests", "warehouse", "returned-sizes.csv"), "utf8");

test("sizes that came back as too small or too large are those that the core knows", () => {
  const source = join(folder, "returned-sizes.csv");
  writeFileSync(source, sentBack);
  const { status, out } = warehouse(source, "returned-sizes");
  assert.equal(status, 0, out);
  const known = [...signals("returned-sizes")].map(([order, one]) => [order, one.returned_sizes]);
  const expected = readFileSync(join(root, "tests", "warehouse", "returned-sizes.json"), "utf8");
  assert.deepEqual(Object.fromEntries(known), JSON.parse(expected));
});

test("a history without reasons says nothing of sizes that came back, and all else as with them", () => {
  const source = join(folder, "without-reasons.csv");
  writeFileSync(source, sentBack.replace("return_reason", "why"));
  const { status, out } = warehouse(source, "without-reasons");
  assert.equal(status, 0, out);
  const all = signals("returned-sizes");
  for (const one of all.values()) delete one.returned_sizes;
  assert.deepEqual(signals("without-reasons"), all);
});

test("service contacts and fit answers count from their own moment on", () => {
  const { status, out } = warehouse(orderLines, "more", ...more, "--documents");
  assert.equal(status, 0, out);
  const [plain, full] = [
    features("duckdb", "--training-table", table("duckdb")),
    features("more", "--training-table", table("more")),
  ];
  assertSame(plain, full, (column) =>
    /service_contact|fit_responses|shares?$|product\.known|has_size_chart/.test(column),
  );
  const first = JSON.parse(readFileSync(join(folder, "more", "customers", "c-1.json"), "utf8"));
  assert.equal(first.service_contacts, 2);
  const fit = documents("more", "products")
    .map((one) => one.document)
    .find((one) => one.item_id === "i1")?.fit;
  assert.deepEqual(fit, { small: 1, true: 1, large: 0 });
});

test(
  "Spark's tables and documents are DuckDB's",
  { skip: findOnPath("java") ? false : "Spark needs Java on PATH" },
  () => {
    const { status, out } = warehouse(orderLines, "spark", "--target", "spark", ...more);
    assert.equal(status, 0, out);
    assertSame(
      features("more", "--training-table", table("more")),
      features("spark", "--training-table", table("spark")),
    );
    for (const key of ["customers", "products"])
      assert.deepEqual(rounded(documents("spark", key)), rounded(documents("more", key)));
  },
);

test("no line of the training table changes when later orders are added", () => {
  const early = rows.filter((row) => (/,(2025-[0-9-]+)/.exec(row)?.[1] ?? "") < "2025-05-01");
  const { status, out } = warehouse(file("early.csv", early), "early");
  assert.equal(status, 0, out);
  const [before, after] = [
    features("early", "--training-table", table("early")),
    features("duckdb", "--training-table", table("duckdb")),
  ];
  assert.ok(before.lines.size > 500);
  assertSame(before, { head: after.head, lines: new Map([...after.lines].filter(([id]) => before.lines.has(id))) });
});

const good = rows.slice(0, 96);
const bad = [
  "b1,o,01.02.2025,c,i,,,,,,,5,1,EUR,,,,",
  "b2,o2,2025-02-01,c,i,,,,,,,-5,1,EUR,,,,",
  "b3,o3,2025-02-01,c,i,,,,,,,5,1,EUR,2,,,",
  "b4,o4,2025-02-02,c,i,,,,,,,5,1,EUR,1,2025-02-01,,",
  "l0,o5,2025-02-01,c,i,,,,,,,5,1,EUR,,,,",
];

test("a broken export says which lines and why, keeps the good ones, and fails over the limit", () => {
  const broken = file("broken.csv", [...good, ...bad]);
  const other = join(folder, "broken", "customers", "other.json");
  mkdirSync(dirname(other), { recursive: true });
  writeFileSync(other, "{}");
  const strict = warehouse(broken, "broken");
  assert.equal(strict.status, 1);
  for (const part of [
    "5 of 101 lines are left out",
    "ordered_at is not a date like 2026-01-31\n    line      98  01.02.2025",
    "price is negative\n    line      99  -5",
    "more came back than was bought\n    line     100  2",
    "returned before it was ordered\n    line     101  2025-02-01",
    "order_line_id was there before\n    line     102  l0",
    "4.95 % of the lines can't be read; the limit is 1.00 %",
  ]) {
    assert.ok(strict.out.includes(part), `${part}\n${strict.out}`);
  }
  assert.ok(!existsSync(table("broken")));
  assert.ok(existsSync(other), "a folder that wasn't asked for is left alone");
  const lenient = warehouse(broken, "broken", "--max-rejected", "0.1", "--documents");
  assert.equal(lenient.status, 0, lenient.out);
  assert.equal(lines("broken").length, 1 + good.length);
  assert.ok(!existsSync(other), "an earlier run's document doesn't pass for this one's");
});

test("rows that lost their shape are told from those that only lack a value", () => {
  const shapes = [
    ...good,
    "w1,o7,2025-02-01,c,i,,,,,,,5,1,EUR,,,,,too,much",
    'q1,o8,2025-02-01,c,"i,,,,,,,5,1,EUR,,,,',
    "q2,o9,2025-02-01,c,i,,,,,,,5,1,EUR,,,,",
  ];
  const { status, out } = warehouse(file("shapes.csv", shapes), "shapes", "--max-rejected", "0.1");
  assert.equal(status, 0, out);
  assert.match(out, /the row has more fields than the header\n {4}line {6}98 {2}too/);
  assert.match(out, /a quotation mark is left open\n {4}line {6}99/);
  assert.equal(lines("shapes").length, 1 + good.length);
});

test("files that can't be the right ones are refused before anything runs", () => {
  const other = join(folder, "other.csv");
  writeFileSync(other, "order_line_id;order_id\n1;1\n");
  assert.match(
    warehouse(other, "none").out,
    /has no column order_line_id, order_id, ordered_at.*\n {2}its columns: order_line_id;order_id\n {2}help: /,
  );
  assert.match(warehouse(join(folder, "missing.csv"), "none").out, /isn't there/);
  assert.match(
    warehouse(orderLines, "none", "--fit-feedback", contacts).out,
    /has no column item_id, size, fit, given_at/,
  );
  writeFileSync(other, `${columns}\n`);
  assert.match(warehouse(other, "none").out, /has no rows/);
  assert.match(warehouse(orderLines, "none", "--target", "oracle").out, /There is no target `oracle`/);
});
