// Those that score the bench's models, each over the same rows in the form that suits it.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ name: string, run: (lines: 5 | 10_000) => unknown, margins: () => Promise<Float64Array> | Float64Array }} Contestant */

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
  const few = rows.slice(0, 5 * columns.length);

  const { default: init, Scoring } = await import(join(built, "cartnudge_models.js"));
  await init({ module_or_path: readFileSync(join(built, "cartnudge_models_bg.wasm")) });
  const [small, large] = [new Scoring(text, columns), new Scoring(text, columns)];
  small.setRows(few);
  large.setRows(rows);

  const score = flatTrees(JSON.parse(text), columns);
  const [fewOut, allOut] = [new Float64Array(5), new Float64Array(rows.length / columns.length)];
  const list = [
    { name: "cartnudge", run: (/** @type {number} */ lines) => (lines === 5 ? small : large).margins(), margins: () => large.margins() },
    {
      name: "JavaScript, typed arrays",
      run: (/** @type {number} */ lines) => (lines === 5 ? score(few, fewOut) : score(rows, allOut)),
      margins: () => (score(rows, allOut), allOut),
    },
    { name: "cartnudge, contributions", run: (/** @type {number} */ lines) => (lines === 5 ? small.contributions() : undefined), margins: () => large.margins() },
  ];
  return list;
}
