// Those that score the bench's models, each over the same rows in the form that suits it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createEngine } from "cartnudge/engine";

/** Lines of a cart, and of a table. */
export const [FEW, MANY] = [5, 10_000];

/**
 * `most` are the lines that it is asked for at most; `margins` are those of all rows, so that all can be compared.
 *
 * @typedef {{
 *   name: string, most?: number, run: (lines: number) => unknown, margins?: () => Promise<Float64Array> | Float64Array
 * }} Contestant
 */

/**
 * Trees as a page's own author would write them: flat typed arrays, a split's left child the node after it.
 *
 * @param {any} document
 * @param {string[]} columns
 */
export function flatTrees(document, columns) {
  const count = document.splits.length;
  const [features, rights] = [new Int32Array(count), new Int32Array(count)];
  const [values, unknown] = [new Float64Array(count), new Uint8Array(count)];
  /** @type {number[]} */
  const roots = [];
  /** @type {number[]} */
  const open = [];
  let [split, leaf, isNew] = [0, 0, true];
  document.splits.forEach((/** @type {number} */ code, /** @type {number} */ node) => {
    if (isNew) roots.push(node);
    isNew = false;
    if (code < 0) {
      features[node] = -1;
      values[node] = document.leaves[leaf++];
      const parent = open.pop();
      if (parent === undefined) isNew = true;
      else rights[parent] = node + 1;
      return;
    }
    features[node] = columns.indexOf(document.features[code]);
    values[node] = document.thresholds[split];
    unknown[node] = document.unknown[split++] === "l" ? 1 : 0;
    open.push(node);
  });
  const starts = Int32Array.from(roots);
  const isF32 = document.arithmetic === "f32";
  if (isF32) for (let node = 0; node < count; node += 1) values[node] = Math.fround(values[node]);
  const [base, width] = [isF32 ? Math.fround(document.base) : document.base, columns.length];

  /** @param {Float64Array} rows @param {Float64Array} out XGBoost's: f32, under a threshold */
  function scoreF32(rows, out) {
    for (let row = 0; row < out.length; row += 1) {
      const from = row * width;
      let sum = base;
      for (let tree = 0; tree < starts.length; tree += 1) {
        let node = starts[tree];
        let feature = features[node];
        while (feature >= 0) {
          const value = Math.fround(rows[from + feature]);
          const left = value < values[node] || (value !== value && unknown[node] === 1);
          node = left ? node + 1 : rights[node];
          feature = features[node];
        }
        sum = Math.fround(sum + values[node]);
      }
      out[row] = sum;
    }
  }

  /** @param {Float64Array} rows @param {Float64Array} out LightGBM's: f64, at most a threshold */
  function scoreF64(rows, out) {
    for (let row = 0; row < out.length; row += 1) {
      const from = row * width;
      let sum = base;
      for (let tree = 0; tree < starts.length; tree += 1) {
        let node = starts[tree];
        let feature = features[node];
        while (feature >= 0) {
          const value = rows[from + feature];
          const left = value <= values[node] || (value !== value && unknown[node] === 1);
          node = left ? node + 1 : rights[node];
          feature = features[node];
        }
        sum += values[node];
      }
      out[row] = sum;
    }
  }

  return isF32 ? scoreF32 : scoreF64;
}

/**
 * onnxruntime-web on one thread, as on a page that isn't cross-origin isolated.
 *
 * @param {string} file
 * @param {Float64Array} rows
 * @param {number} width
 */
async function onnx(file, rows, width) {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = 1;
  ort.env.logLevel = "error";
  const session = await ort.InferenceSession.create(readFileSync(file), { executionProviders: ["wasm"] });
  const tensor = (/** @type {Float64Array} */ some) =>
    new ort.Tensor("float32", Float32Array.from(some), [some.length / width, width]);
  const [few, all] = [tensor(rows.subarray(0, FEW * width)), tensor(rows)];
  const run = async (/** @type {number} */ lines) => (await session.run({ x: lines === FEW ? few : all })).y.data;
  return { run, margins: async () => Float64Array.from(/** @type {Float32Array} */ (await run(MANY))) };
}

/**
 * @param {string} folder where train.py wrote, and the imported models
 * @param {string} built where the wasm module of bench/models is
 * @param {"xgboost" | "lightgbm"} library
 * @returns {Promise<Contestant[]>}
 */
export async function contestants(folder, built, library) {
  const bytes = readFileSync(join(folder, "rows.bin"));
  const rows = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  /** @type {string[]} */
  const columns = JSON.parse(readFileSync(join(folder, "features.json"), "utf8"));
  const text = readFileSync(join(folder, `${library}.json`), "utf8");
  const few = rows.slice(0, FEW * columns.length);

  const { default: init, Scoring } = await import(join(built, "cartnudge_models.js"));
  await init({ module_or_path: readFileSync(join(built, "cartnudge_models_bg.wasm")) });
  const [small, large] = [new Scoring(text, columns), new Scoring(text, columns)];
  small.setRows(few);
  large.setRows(rows);

  const score = flatTrees(JSON.parse(text), columns);
  const [fewOut, allOut] = [new Float64Array(FEW), new Float64Array(MANY)];
  const all = [
    {
      name: "cartnudge",
      run: (/** @type {number} */ lines) => (lines === FEW ? small : large).margins(),
      margins: () => large.margins(),
    },
    {
      name: "JavaScript, typed arrays",
      run: (/** @type {number} */ lines) => (lines === FEW ? score(few, fewOut) : score(rows, allOut)),
      margins: () => (score(rows, allOut), allOut),
    },
    { name: "cartnudge, contributions", most: FEW, run: () => small.contributions() },
    ...(await engines(JSON.parse(text))),
  ];
  if (library === "lightgbm") return all;
  return [...all, { name: "onnxruntime-web", ...(await onnx(join(folder, "xgboost.onnx"), rows, columns.length)) }];
}

/**
 * The shipped engine, from a cart's objects to a report's or a decision's: facts, scores, contributions, counterfactuals.
 *
 * @param {any} model
 * @returns {Promise<Contestant[]>}
 */
async function engines(model) {
  const items = Array.from({ length: FEW }, (_, index) => ({
    item_id: `item-${index}`,
    item_group_id: `product-${index}`,
    item_brand: "Aurel",
    item_category: "Dresses",
    size: "M",
    color: "Sand",
    price: 20 + 15 * index,
    quantity: 1,
  }));
  const input = { cart: { currency: "EUR", items }, now: 1_795_342_800_000, visitor_id: "visitor-1" };
  const rules = { rules: [] };
  const [trees, starter] = [await createEngine({ rules, model }), await createEngine({ rules })];
  return [
    { name: "engine.score, trees", most: FEW, run: () => trees.score(input) },
    { name: "engine.score, starter", most: FEW, run: () => starter.score(input) },
  ];
}
