// The models of models.py, as cartnudge scores them natively (score-rows) and in WebAssembly, against their libraries.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../scripts/lib/command.mjs";

const folder = join(root, "target", "model-parity");
const built = join(root, "target", "bench-models");

/** @param {string} name */
function numbers(name) {
  const { buffer, byteOffset, byteLength } = readFileSync(join(folder, name));
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
}

/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));

/** @type {string[]} */
const features = json("features.json");
/** @type {{ name: string, library: string }[]} */
const models = json("models.json");
const width = features.length;

/**
 * The places where two lists differ in any bit but the sign of zero.
 *
 * @param {Float64Array} a
 * @param {Float64Array} b
 */
function differences(a, b) {
  assert.equal(a.length, b.length);
  return [...a.keys()].filter((index) => a[index] !== b[index]);
}

/** @param {{ name: string, library: string }} model */
const title = ({ name, library, ...settings }) => `${name} ${library} ${JSON.stringify(settings)}`;

test("there are a hundred models, of both libraries", () => {
  assert.equal(models.length, 100);
  assert.equal(models.filter(({ library }) => library === "xgboost").length, 50);
});

test("margins are the libraries' to the last bit", () => {
  for (const model of models) {
    const [own, expected] = [numbers(`${model.name}.margins`), numbers(`${model.name}.expected`)];
    assert.ok(new Set(expected).size > 1 || model.library === "xgboost", `${title(model)} says nothing`);
    assert.deepEqual(differences(own, expected), [], title(model));
  }
});

test("contributions are the libraries' SHAP values, within 1e-5 of the largest of a row", () => {
  for (const model of models) {
    const [own, expected] = [numbers(`${model.name}.contributions`), numbers(`${model.name}.shap`)];
    const rows = expected.length / (width + 1);
    for (let row = 0; row < rows; row += 1) {
      const theirs = expected.subarray(row * (width + 1), (row + 1) * (width + 1));
      const scale = Math.max(1, ...theirs.map(Math.abs));
      theirs.forEach((part, index) => {
        const difference = Math.abs(own[row * (width + 2) + index] - part);
        assert.ok(
          difference <= 1e-5 * scale,
          `${title(model)}, row ${row}, ${features[index] ?? "base"}: off by ${difference}`,
        );
      });
    }
  }
});

test("base and contributions sum to the total bit for bit, and the total is the margin within 1e-15 of the largest", () => {
  for (const model of models) {
    const [parts, margins] = [numbers(`${model.name}.contributions`), numbers(`${model.name}.margins`)];
    margins.forEach((margin, row) => {
      const own = parts.subarray(row * (width + 2), (row + 1) * (width + 2));
      const [base, total] = own.subarray(width);
      // The contributions are given in the model's order, which is that of the columns.
      const sum = own.subarray(0, width).reduce((so_far, part) => so_far + part, base);
      const scale = Math.max(1e-30, ...own.map(Math.abs));
      assert.equal(sum, total, `${title(model)}, row ${row}`);
      assert.ok(Math.abs(total - margin) <= 1e-15 * scale, `${title(model)}, row ${row}: ${total} is not ${margin}`);
    });
  }
});

test("WebAssembly gives the native bits", async () => {
  const { default: init, Scoring } = await import(join(built, "cartnudge_models.js"));
  await init({ module_or_path: readFileSync(join(built, "cartnudge_models_bg.wasm")) });
  for (const model of models) {
    const scoring = new Scoring(readFileSync(join(folder, `${model.name}.json`), "utf8"), features);
    scoring.setRows(numbers(`${model.name}.rows`));
    for (const what of ["margins", "contributions"]) {
      assert.deepEqual(differences(scoring[what](), numbers(`${model.name}.${what}`)), [], `${title(model)}, ${what}`);
    }
    scoring.free();
  }
});
