// `npm run train`: from order lines to a model that the page loads, with its card.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { buildCommand } from "./build-command.mjs";
import { ensurePython } from "./ensure-python.mjs";
import { root, run } from "./lib/command.mjs";
import { option, readOptions } from "./lib/options.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const engines = {
  xgboost: { requirements: "requirements.txt", booster: "booster.json" },
  lightgbm: { requirements: "requirements.txt", booster: "booster.txt" },
  spark: { requirements: "requirements-spark.txt", booster: "booster.json" },
};

const usage = `npm run train -- --order-lines FILE | --training-table FILE | --matrix FILE
  --engine xgboost|lightgbm|spark  the library (xgboost)
  --train-until DATE     lines from here on only check the model (the last fifth)
  --check-until DATE     lines from here on are left out (none)
  --validate-days N      days before --train-until for early stopping and calibration (31)
  --gap-days N           days before --train-until that are left out (0)
  --features NAMES       comma-separated, or a file: a JSON list or a name a line (all that vary)
  --calibration platt|isotonic|none  (platt)
  --refit                train again on training and validation together
  --permute-labels       deal the outcomes out anew: the AUC must be near 0.5, and no model is made
  --rounds N, --depth N, --learning-rate X, --least-lines N   of the trees (2000, 5, 0.05, 200)
  --outcome-lag DAYS     until an order without a known return counts as kept (31)
  --mapping FILE, --currency CODE   how to read the order lines: \`cartnudge features --columns\`, \`--currency\`
  --id NAME              the model's name (shop)
  --model-version N      its version (1)
  --seed N, --jobs N     (1, all)
  --output FOLDER        (target/train)`;

/** Options that `python -m cartnudge_train` has by the same name. */
const learning = /** @type {const} */ ([
  "engine",
  "train-until",
  "check-until",
  "validate-days",
  "gap-days",
  "features",
  "calibration",
  "rounds",
  "depth",
  "learning-rate",
  "least-lines",
  "id",
  "seed",
  "jobs",
]);

const text = /** @type {const} */ ({ type: "string" });
const flag = /** @type {const} */ ({ type: "boolean", default: false });

function given() {
  const options = {
    .../** @type {Record<(typeof learning)[number], typeof text>} */ (
      Object.fromEntries(learning.map((name) => [name, text]))
    ),
    "order-lines": text,
    "training-table": text,
    matrix: text,
    "outcome-lag": text,
    mapping: text,
    currency: text,
    "model-version": text,
    output: { ...text, default: join("target", "train") },
    refit: flag,
    "permute-labels": flag,
    help: flag,
  };
  return readOptions(options, usage);
}

/** @param {string} path @returns {string} its full path; refused when there is no such file */
function existing(path) {
  const full = resolve(path);
  if (!existsSync(full)) throw new Stop(`${path} isn't there.`);
  return full;
}

/** @param {string} path */
const shown = (path) => relative(process.cwd(), path) || ".";

async function train() {
  const values = given();
  if (values.help) {
    console.log(usage);
    return;
  }
  const sources = /** @type {const} */ (["order-lines", "training-table", "matrix"]).filter((name) => values[name]);
  const source = sources[0];
  if (!source || sources.length > 1) {
    throw new Stop(`Give one of --order-lines, --training-table and --matrix.\n${usage}`);
  }
  const engine = engines[/** @type {keyof typeof engines} */ (values.engine ?? "xgboost")];
  if (!engine) throw new Stop(`There is no engine \`${values.engine}\`: ${Object.keys(engines).join(", ")}.`);
  const permuted = values["permute-labels"];
  if (permuted && source === "training-table") {
    throw new Stop("--permute-labels takes --order-lines or --matrix.");
  }
  let file = existing(/** @type {string} */ (values[source]));
  const output = resolve(values.output);
  mkdirSync(output, { recursive: true });
  const at = (/** @type {string} */ name) => join(output, name);
  for (const name of ["model.json", "card.md", "card.json", "calibration.svg"]) rmSync(at(name), { force: true });

  const { python } = await ensurePython(join("train", engine.requirements));
  const cartnudge = await buildCommand();
  const runPython = (/** @type {string[]} */ ...args) =>
    run(python, ["-m", ...args], { PYTHONPATH: join(root, "train"), PYTHONDONTWRITEBYTECODE: "1" });

  if (permuted && source === "order-lines") {
    say("train", "dealing the outcomes out anew");
    await runPython("cartnudge_train.permute", file, at("permuted.csv.gz"), values.seed ?? "1");
    file = at("permuted.csv.gz");
  }
  if (source !== "matrix") {
    say("train", "making the matrix");
    const reading = ["outcome-lag", "currency"].flatMap((name) =>
      option(name, values[/** @type {"outcome-lag" | "currency"} */ (name)]),
    );
    const columns = option("columns", values.mapping && existing(values.mapping));
    await run(cartnudge, ["features", `--${source}`, file, "-o", at("matrix.csv.gz"), ...reading, ...columns]);
    file = at("matrix.csv.gz");
  }
  say("train", `training with ${values.engine ?? "xgboost"}`);
  const names = values.features && existsSync(values.features) ? resolve(values.features) : values.features;
  const settings = learning.flatMap((name) => option(name, name === "features" ? names : values[name]));
  const flags = values.refit ? ["--refit"] : [];
  if (permuted && source === "matrix") flags.push("--permute-labels");
  await runPython("cartnudge_train", "--matrix", file, "--output", output, ...settings, ...flags);

  const { parts } = JSON.parse(readFileSync(at("card.json"), "utf8"));
  const figures = `AUC ${parts.check.auc.toFixed(4)}, log-loss ${parts.check.log_loss.toFixed(4)}, Brier ${parts.check.brier.toFixed(4)}`;
  if (permuted) {
    rmSync(at(engine.booster), { force: true });
    say("train", `with outcomes dealt out anew, the check has ${figures}; ${shown(at("card.md"))}`);
    return;
  }
  await run(cartnudge, [
    ...["model", "import", at(engine.booster), "-o", at("model.json"), "--calibration", at("calibration.json")],
    ...["--id", values.id ?? "shop", ...option("version", values["model-version"])],
  ]);
  say("train", `${shown(at("model.json"))} is the model: ${figures} on ${parts.check.lines} lines it hasn't seen`);
  say("train", `${shown(at("card.md"))} says how good it is, and on what`);
}

await whenRunDirectly(import.meta, train);
