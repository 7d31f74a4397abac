// `npm run warehouse`: from order lines to signals, product facts and the training table.
import { createReadStream, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { createGunzip } from "node:zlib";
import { ensurePython } from "./ensure-python.mjs";
import { findOnPath, root, run } from "./lib/command.mjs";
import { say, Stop, whenRunDirectly } from "./lib/step.mjs";

const usage = `npm run warehouse -- --order-lines FILE
  --service-contacts FILE   customer_id,contacted_at
  --fit-feedback FILE       item_id,size,fit,given_at; fit is small, true or large
  --target duckdb|spark     the engine                                            (duckdb)
  --outcome-lag DAYS        until an order without a known return counts as kept    (31)
  --currency CODE           of lines that name none
  --max-rejected SHARE      refuse when more of the lines can't be read             (0.01)
  --documents               also write one file a customer and a product
  --output FOLDER                                                       (target/warehouse)`;

const options = /** @type {const} */ ({
  "order-lines": { type: "string" },
  "service-contacts": { type: "string" },
  "fit-feedback": { type: "string" },
  target: { type: "string", default: "duckdb" },
  "outcome-lag": { type: "string", default: "31" },
  currency: { type: "string", default: "" },
  "max-rejected": { type: "string", default: "0.01" },
  documents: { type: "boolean", default: false },
  output: { type: "string", default: join("target", "warehouse") },
  help: { type: "boolean", default: false },
});

const required = ["order_line_id", "order_id", "ordered_at", "customer_id", "item_id", "price", "quantity"];

/**
 * Removes what an earlier run left, which must not pass for this one's.
 *
 * @param {string} folder
 * @param {boolean} documents whether `customers/` and `products/` are this run's; they may be the user's own otherwise
 */
function removeEarlier(folder, documents) {
  for (const name of ["training_table.csv.gz", "customers.ndjson", "products.ndjson", "summary.json"]) {
    rmSync(join(folder, name), { force: true });
  }
  if (!documents) return;
  for (const within of ["customers", "products"].map((name) => join(folder, name)).filter(existsSync)) {
    const files = readdirSync(within).filter((name) => name.endsWith(".json"));
    for (const file of files) rmSync(join(within, file));
  }
}

function given() {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

/** The columns that a CSV or CSV.gz file names; it must have rows. @param {string} file @returns {Promise<string[]>} */
async function columnsOf(file) {
  if (!existsSync(file)) throw new Stop(`${file} isn't there.`);
  const bytes = createReadStream(file);
  const text = file.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  /** @type {string[]} */
  const lines = [];
  try {
    for await (const line of createInterface({ input: text })) {
      if (lines.push(line) === 2) break;
    }
  } catch (error) {
    throw new Stop(`can't read ${file}: ${error instanceof Error ? error.message : error}`);
  } finally {
    bytes.destroy();
  }
  const [header, row] = lines;
  if (!header) throw new Stop(`${file} is empty: its first line should name the columns.`);
  if (row === undefined) throw new Stop(`${file} has no rows.`);
  const names = header.replace(/^\uFEFF/, "").split(",");
  return names.map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
}

/** @param {string} file @param {string[]} needed @returns {Promise<string[]>} the file's columns */
async function check(file, needed) {
  const columns = await columnsOf(file);
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    const help = "rename the columns, which are separated by commas; docs/warehouse.md says what each holds";
    throw new Stop(
      `${file} has no column ${missing.join(", ")}\n  its columns: ${columns.join(", ")}\n  help: ${help}`,
    );
  }
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) throw new Stop(`${file} has two columns \`${twice}\`; rename one.`);
  return columns;
}

/** Spark's own settings, and where its tables are. @param {string} folder */
function sparkSettings(folder) {
  if (!findOnPath("java")) throw new Stop("Spark needs Java 17 or newer on PATH as java.");
  const settings = {
    "spark.master": "local[*]",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.memory": process.env.CARTNUDGE_SPARK_MEMORY || "4g",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.warehouse.dir": join(folder, "tables"),
    "spark.sql.catalogImplementation": "hive",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "4",
    "spark.driver.extraJavaOptions": `-Dderby.system.home=${folder} -Duser.timezone=UTC`,
    "spark.log.level": "ERROR",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  writeFileSync(join(folder, "spark-defaults.conf"), lines.join(""));
}

/** @param {{ read: number, rejected: { reason: string, lines: number, first: { line: number, found: string | null }[] }[] }} summary */
function rejectedLines({ read, rejected }) {
  const all = rejected.reduce((sum, { lines }) => sum + lines, 0);
  const parts = rejected.map(({ reason, lines, first }) => {
    const rows = first.map(({ line, found }) => `    line ${String(line).padStart(7)}  ${found ?? ""}`.trimEnd());
    return [`  ${lines} ${lines === 1 ? "line" : "lines"}: ${reason}`, ...rows].join("\n");
  });
  return { all, share: read > 0 ? all / read : 0, text: [`${all} of ${read} lines are left out`, ...parts].join("\n") };
}

async function warehouse() {
  const values = given();
  if (values.help) {
    console.log(usage);
    return;
  }
  const orderLines = values["order-lines"];
  if (!orderLines) throw new Stop(`--order-lines is needed.\n${usage}`);
  if (values.target !== "duckdb" && values.target !== "spark")
    throw new Stop(`There is no target \`${values.target}\`.\n${usage}`);
  const most = Number(values["max-rejected"]);
  const lag = Number(values["outcome-lag"]);
  if (!(most >= 0 && most <= 1)) throw new Stop("--max-rejected is a share from 0 to 1, like 0.01.");
  if (!Number.isInteger(lag) || lag < 0) throw new Stop("--outcome-lag is a whole number of days, like 31.");
  const spark = values.target === "spark";
  const columns = await check(resolve(orderLines), required);
  const contacts = values["service-contacts"] && resolve(values["service-contacts"]);
  const feedback = values["fit-feedback"] && resolve(values["fit-feedback"]);
  const contactsColumns = contacts ? await check(contacts, ["customer_id", "contacted_at"]) : [];
  const feedbackColumns = feedback ? await check(feedback, ["item_id", "size", "fit", "given_at"]) : [];
  if (!columns.includes("currency") && !values.currency) {
    throw new Stop(
      `${orderLines} doesn't say the currency of its prices\n  help: add a column \`currency\`, or give --currency EUR`,
    );
  }

  const folder = resolve(values.output);
  mkdirSync(folder, { recursive: true });
  const file = join("warehouse", spark ? "requirements-spark.txt" : "requirements.txt");
  const { python } = await ensurePython(file);
  if (spark) sparkSettings(folder);
  const environment = {
    CARTNUDGE_WAREHOUSE: join(folder, "warehouse.duckdb"),
    SPARK_CONF_DIR: folder,
    SPARK_LOCAL_IP: "127.0.0.1",
    DO_NOT_TRACK: "1",
    PYTHONWARNINGS: "ignore",
  };
  const vars = {
    order_lines: resolve(orderLines),
    order_lines_columns: columns,
    service_contacts: contacts || "",
    service_contacts_columns: contactsColumns,
    fit_feedback: feedback || "",
    fit_feedback_columns: feedbackColumns,
    default_currency: values.currency.toUpperCase(),
    outcome_lag_days: lag,
    max_rejected_share: most,
  };
  removeEarlier(folder, values.documents);
  const project = join(root, "warehouse");
  const places = ["--project-dir", project, "--profiles-dir", project, "--target", values.target];
  const kept = ["--target-path", join(folder, "dbt"), "--log-path", join(folder, "logs")];
  const dbt = ["-m", "dbt.cli.main", "--quiet", "build", ...places, ...kept, "--vars", JSON.stringify(vars)];
  say("warehouse", `dbt on ${values.target}`);
  /** @type {unknown} */
  let failure;
  try {
    await run(python, dbt, environment);
  } catch (error) {
    failure = error;
  }

  if (!failure) say("warehouse", "exporting");
  const what = failure ? ["--only-rejected"] : values.documents ? ["--documents"] : [];
  const exporting = [join("warehouse", "export.py"), "--target", values.target, "--output", folder, ...what];
  try {
    await run(python, exporting, environment);
  } catch (error) {
    // What dbt said comes first: without its tables there is nothing to read.
    throw failure ?? error;
  }
  const summary = JSON.parse(readFileSync(join(folder, "summary.json"), "utf8"));
  const left = rejectedLines(summary);
  if (left.all > 0) console.log(left.text);
  if (left.share > most) {
    const percent = (/** @type {number} */ share) => `${(share * 100).toFixed(2)} %`;
    throw new Stop(
      `${percent(left.share)} of the lines can't be read; the limit is ${percent(most)}\n  help: mend them, or raise --max-rejected`,
    );
  }
  if (failure) throw failure;
  const { lines, customer_signals: customers, product_facts: products } = summary;
  const where = relative(process.cwd(), folder) || ".";
  say(
    "warehouse",
    `${lines} lines, ${customers} customers, ${products} products: ${where}/training_table.csv.gz, customers.ndjson, products.ndjson`,
  );
}

await whenRunDirectly(import.meta, warehouse);
