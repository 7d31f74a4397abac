// `npm run train`: from order lines to a model that the page loads, with its card.
import { mkdirSync, rmSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ensurePython } from "./ensure-python.mjs";
import { root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const usage = `npm run train -- --order-lines FILE | --training-table FILE | --matrix FILE
  --engine lightgbm|xgboost   the library                                        (lightgbm)
  --check-from DATE           lines from here on only check the model            (the last fifth)
  --check-until DATE          and lines before here                              (all)
  --validate-days DAYS        before the check, for stopping and calibration     (31)
  --calibration platt|isotonic                                                   (platt)
  --outcome-lag DAYS          until an order without a known return counts as kept (31)
  --columns FILE, --currency CODE   how to read the order lines, as \`cartnudge replay\` has them
  --features FILE             a JSON list of the features to use                 (all that vary)
  --id NAME                   the model's name                                   (shop)
  --seed NUMBER                                                                  (1)
  --permute-labels            deal the outcomes out anew: the AUC must end at 0.5 (--order-lines only)
  --output FOLDER                                                                (target/train)`;

const options = /** @type {const} */ ({
  "order-lines": { type: "string" },
  "training-table": { type: "string" },
  matrix: { type: "string" },
  engine: { type: "string", default: "lightgbm" },
  "check-from": { type: "string" },
  "check-until": { type: "string" },
  "validate-days": { type: "string" },
  calibration: { type: "string" },
  "outcome-lag": { type: "string", default: "31" },
  columns: { type: "string" },
  currency: { type: "string" },
  features: { type: "string" },
  id: { type: "string", default: "shop" },
  seed: { type: "string", default: "1" },
  "permute-labels": { type: "boolean", default: false },
  output: { type: "string", default: join("target", "train") },
  help: { type: "boolean", default: false },
});

function given() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** Builds the command. @returns {Promise<string>} its path */
export async function buildCommand() {
  say("cargo", "building the cartnudge command");
  await run("cargo", ["build", "--quiet", "--release", "--package", "cartnudge-cli"]);
  return join(root, "target", "release", process.platform === "win32" ? "cartnudge.exe" : "cartnudge");
}

/**
 * Options that have a value, as a command takes them.
 *
 * @param {Record<string, string | boolean | undefined>} values
 * @param {string[]} names
 */
const passed = (values, names) => names.flatMap((name) => (values[name] ? [`--${name}`, String(values[name])] : []));

async function train() {
  const values = given();
  if (values.help) {
    console.log(usage);
    return;
  }
  const sources = passed(values, ["order-lines", "training-table", "matrix"]);
  const [option, file] = sources;
  if (!option || !file || sources.length !== 2)
    throw new Stop(`One of --order-lines, --training-table and --matrix is needed.\n${usage}`);
  if (values["permute-labels"] && option !== "--order-lines") throw new Stop("--permute-labels needs --order-lines.");
  const output = resolve(values.output);
  mkdirSync(output, { recursive: true });
  const { python } = await ensurePython(join("train", "requirements.txt"));
  const cartnudge = await buildCommand();
  const inPackage = { PYTHONPATH: join(root, "train"), PYTHONDONTWRITEBYTECODE: "1" };

  let source = resolve(file);
  if (values["permute-labels"]) {
    say("train", "dealing the outcomes out anew");
    const dealt = join(output, "permuted.csv.gz");
    await run(python, ["-m", "cartnudge_train.permute", source, dealt, values.seed], inPackage);
    source = dealt;
  }
  let matrix = source;
  if (option !== "--matrix") {
    say("train", "features, as the page has them");
    matrix = join(output, "matrix.csv.gz");
    const reading = passed(values, ["outcome-lag", "columns", "currency"]);
    await run(cartnudge, ["features", option, source, "-o", matrix, ...reading]);
  }
  say("train", values.engine);
  const learning = ["engine", "check-from", "check-until", "validate-days", "calibration", "features", "id", "seed"];
  const flags = ["-m", "cartnudge_train", "--matrix", matrix, "--output", output, ...passed(values, learning)];
  await run(python, flags, inPackage);

  const booster = join(output, values.engine === "lightgbm" ? "booster.txt" : "booster.json");
  const model = join(output, "model.json");
  rmSync(model, { force: true });
  const calibration = ["--calibration", join(output, "calibration.json")];
  await run(cartnudge, ["model", "import", booster, "-o", model, "--id", values.id, ...calibration]);
  say("train", `${relative(process.cwd(), model)} is the model, card.md beside it says how good it is`);
}

await whenRunDirectly(import.meta, train);
