// `npm run train:size`: from fit feedback to a size model that the page loads, and how good it is on later feedback.
import { existsSync, mkdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { buildCommand } from "./build-command.mjs";
import { ensurePython } from "./ensure-python.mjs";
import { root, run } from "./lib/command.mjs";
import { option, readOptions } from "./lib/options.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const usage = `npm run train:size -- --feedback FILE --train-until DATE
  --feedback FILE        fit answers, one a line: CSV or CSV.gz (docs/size.md has the columns)
  --train-until DATE     learn from answers before this day, check on those from it on
  --train-from DATE      and from this day on (all)
  --check-until DATE     check on answers before this day (all)
  --without-measures     leave the measures of people out of the check
  --permute-labels SEED  deal the answers out anew: the macro AUC must be near 0.5
  --size-step NUMBER     how far apart neighbouring sizes are (found from the sizes)
  --id NAME, --model-version N   of the model (shop-size, 1)
  --seed N               (1)
  --output FOLDER        (target/train-size)`;

const text = /** @type {const} */ ({ type: "string" });
const flag = /** @type {const} */ ({ type: "boolean", default: false });

function given() {
  const options = {
    feedback: text,
    "train-until": text,
    "train-from": text,
    "check-until": text,
    "permute-labels": text,
    "size-step": text,
    id: text,
    "model-version": text,
    seed: text,
    output: { ...text, default: join("target", "train-size") },
    "without-measures": flag,
    help: flag,
  };
  return readOptions(options, usage);
}

async function trainSize() {
  const values = given();
  if (values.help) {
    console.log(usage);
    return;
  }
  const until = values["train-until"];
  if (!values.feedback || !until) throw new Stop(`Give --feedback and --train-until.\n${usage}`);
  const feedback = resolve(values.feedback);
  if (!existsSync(feedback)) throw new Stop(`${values.feedback} isn't there.`);
  const output = resolve(values.output);
  mkdirSync(output, { recursive: true });
  const [matrix, model] = ["matrix.csv.gz", "size-model.json"].map((name) => join(output, name));

  const { python } = await ensurePython(join("train", "requirements.txt"));
  const cartnudge = await buildCommand();
  const reading = [
    ...["--feedback", feedback],
    ...option("size-step", values["size-step"]),
    ...option("permute-labels", values["permute-labels"]),
  ];
  say("train:size", "making the matrix");
  await run(cartnudge, ["fit-features", ...reading, "--out", matrix]);
  say("train:size", "training");
  const settings = [
    ...option("train-from", values["train-from"]),
    ...option("id", values.id),
    ...option("model-version", values["model-version"]),
    ...option("seed", values.seed),
  ];
  await run(
    python,
    ["-m", "cartnudge_train.size", "--matrix", matrix, "--train-until", until, "--output", model, ...settings],
    { PYTHONPATH: join(root, "train"), PYTHONDONTWRITEBYTECODE: "1" },
  );
  say("train:size", "checking it on later answers");
  await run(cartnudge, [
    ...["backtest-fit", ...reading, "--model", model, "--from", until, ...option("until", values["check-until"])],
    ...["--json", join(output, "report.json"), "--out", join(output, "predictions.csv")],
    ...(values["without-measures"] ? ["--without-measures"] : []),
  ]);
  say("train:size", `${relative(process.cwd(), model) || model} is the model`);
}

await whenRunDirectly(import.meta, trainSize);
