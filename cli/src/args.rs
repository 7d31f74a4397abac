//! The command's arguments.

use cartnudge::money::Currency;
use cartnudge::replay::Price;
use cartnudge::time::Timestamp;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

mod fit;

pub use fit::{BacktestFitArgs, FeedbackArgs, FitFeaturesArgs};

/// Scores carts' return risk and decides on nudges, as the shopper's page does.
#[derive(Debug, Parser)]
#[command(name = "cartnudge", version)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a rule document: exit 0 when it holds, 1 with every fault when it doesn't, 2 when it can't be read
    Validate(ValidateArgs),
    /// Say what a rule document comes to: rules that can never show or always lose, pairs that compete, gaps, changes
    Analyze(AnalyzeArgs),
    /// Say what differs between two rule documents, rule by rule; exit code 1 when anything does
    Diff(DiffArgs),
    /// Decide for one cart: the page's decision as one line of JSON
    Decide(DecideArgs),
    /// Print the JSON Schema of the rule document
    Schema,
    /// Lift a rule document to the newest schema version; what that changes goes to standard error
    Migrate(MigrateArgs),
    /// List the facts that rules and models may use
    Facts {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Work with risk models
    Model {
        /// What to do with them.
        #[command(subcommand)]
        command: ModelCommand,
    },
    /// Write what training reads: one row a past order line, its features as the page would have had them
    Features(FeaturesArgs),
    /// Score every past order line with what was known before it, and say how good the probabilities were
    Backtest(BacktestArgs),
    /// Write what training a size model reads: one row a fit answer, with what was known before its day
    FitFeatures(FitFeaturesArgs),
    /// Predict every past fit answer from answers of earlier days, and say how good the predictions were
    BacktestFit(BacktestFitArgs),
    /// Put every past cart through the engine, with only what was known before it: who would have seen what
    Replay(ReplayArgs),
}

/// What to do with models.
#[derive(Debug, Subcommand)]
pub enum ModelCommand {
    /// Print the starter model as a document, each weight with its reason
    Show,
    /// Make a model document of a model that XGBoost or LightGBM saved, or of a logistic regression's coefficients
    Import(ImportArgs),
}

/// Arguments of `model import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// XGBoost's .json or .ubj, LightGBM's .txt, or coefficients as .json or .csv
    #[arg(value_name = "SOURCE")]
    pub source: PathBuf,
    /// Where to write the model document; `-` prints it
    #[arg(short, long, value_name = "MODEL.json")]
    pub out: PathBuf,
    /// The model's name; the source's file name without it
    #[arg(long, value_name = "NAME")]
    pub id: Option<String>,
    /// The model's version
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub version: u32,
    /// Names of the features as `cartnudge facts` has them: a list in the order of training, or an object by the source's
    /// names
    #[arg(long, value_name = "NAMES.json")]
    pub features: Option<PathBuf>,
    /// How the score becomes a probability: `{ "kind": "platt" | "isotonic", … }`
    #[arg(long, value_name = "CALIBRATION.json")]
    pub calibration: Option<PathBuf>,
    /// A note for people
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
}

/// Arguments of `validate`.
#[derive(Debug, clap::Args)]
pub struct ValidateArgs {
    /// The rule document
    pub rules: PathBuf,
    /// Thresholds over the defaults
    #[arg(long, value_name = "SETTINGS.json")]
    pub settings: Option<PathBuf>,
    /// Product facts: warns of ids, brands, categories and sizes that no product has
    #[arg(long, value_name = "PRODUCTS.json")]
    pub products: Option<PathBuf>,
    /// The findings as JSON
    #[arg(long)]
    pub json: bool,
    /// Warnings fail, too
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `analyze`.
#[derive(Debug, clap::Args)]
pub struct AnalyzeArgs {
    /// The rule document
    pub rules: PathBuf,
    /// The version before: which carts change
    #[arg(long, value_name = "RULES.json")]
    pub before: Option<PathBuf>,
    /// Places that should have a nudge: `[{ "when": a condition, "scope"?: "line" | "cart" }]`
    #[arg(long, value_name = "QUESTIONS.json")]
    pub gaps: Option<PathBuf>,
    /// The risk model; the starter model without it
    #[arg(long, value_name = "MODEL.json")]
    pub model: Option<PathBuf>,
    /// Product facts
    #[arg(long, value_name = "PRODUCTS.json")]
    pub products: Option<PathBuf>,
    /// Thresholds over the defaults
    #[arg(long, value_name = "SETTINGS.json")]
    pub settings: Option<PathBuf>,
    /// The moment of carts that need no other
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub now: Option<Timestamp>,
    /// How many pairs that compete to list
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(..=10_000))]
    pub overlaps: u32,
    /// All answers as JSON
    #[arg(long)]
    pub json: bool,
    /// Exit code 1 for a rule that can't show or always loses, a gap, or a question without an answer
    #[arg(long)]
    pub strict: bool,
}

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
pub struct DiffArgs {
    /// The rule document before; `-` reads standard input
    pub before: PathBuf,
    /// The rule document after; `-` reads standard input
    pub after: PathBuf,
    /// As JSON, key by key
    #[arg(long)]
    pub json: bool,
    /// The language to tell it in: English, or German for `de`
    #[arg(long, value_name = "LOCALE", default_value = "en")]
    pub locale: String,
}

/// Arguments of `migrate`.
#[derive(Debug, clap::Args)]
pub struct MigrateArgs {
    /// The rule document
    pub rules: PathBuf,
    /// Where to write it; standard output without it
    #[arg(short, long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The documents that an engine is made of.
#[derive(Clone, Debug, clap::Args)]
pub struct EngineArgs {
    /// The rule document
    #[arg(long, value_name = "RULES.json")]
    pub rules: PathBuf,
    /// The risk model; the starter model without it
    #[arg(long, value_name = "MODEL.json")]
    pub model: Option<PathBuf>,
    /// Product facts
    #[arg(long, value_name = "PRODUCTS.json")]
    pub products: Option<PathBuf>,
    /// Thresholds over the defaults
    #[arg(long, value_name = "SETTINGS.json")]
    pub settings: Option<PathBuf>,
    /// The shop's own words over the default messages
    #[arg(long, value_name = "MESSAGES.json")]
    pub messages: Option<PathBuf>,
    /// The shop's own words that reviews are read with: docs/reviews.md
    #[arg(long, value_name = "WORDS.json")]
    pub review_words: Option<PathBuf>,
    /// How things are found to fit, over the shipped model: docs/size.md
    #[arg(long, value_name = "MODEL.json")]
    pub size_model: Option<PathBuf>,
}

/// Arguments of `decide`.
#[derive(Debug, clap::Args)]
pub struct DecideArgs {
    /// Rules, model, products, settings.
    #[command(flatten)]
    pub engine: EngineArgs,
    /// Indented over several lines
    #[arg(long)]
    pub pretty: bool,
    /// Say why instead: every rule on every line, each condition with what it saw; as JSON with `--pretty`
    #[arg(long)]
    pub explain: bool,
    /// What to decide from: `{ "cart": …, "customer"?, …, "now": … }`; `-` reads standard input
    #[arg(value_name = "INPUT.json")]
    pub input: PathBuf,
}

/// How to read an order history.
#[derive(Clone, Debug, clap::Args)]
pub struct ReadingArgs {
    /// A mapping of the file's columns, and what else is special about it
    #[arg(long, value_name = "MAPPING.json")]
    pub columns: Option<PathBuf>,
    /// One column, cartnudge's name first: `order_id=Invoice`; may be repeated
    #[arg(long = "column", value_name = "NAME=COLUMN", value_parser = pair)]
    pub column: Vec<(String, String)>,
    /// Orders whose id begins with this are returns of earlier purchases
    #[arg(long, value_name = "PREFIX")]
    pub return_prefix: Option<String>,
    /// Currency of lines that don't name one
    #[arg(long, value_name = "CODE", value_parser = currency)]
    pub currency: Option<Currency>,
    /// An item id that isn't a product, like postage; `*` at the end for all that begin so; may be repeated
    #[arg(long = "not-product", value_name = "ITEM_ID")]
    pub not_products: Vec<String>,
    /// Skip lines with a price of 0
    #[arg(long)]
    pub skip_free: bool,
    /// How many skipped lines to show of each reason
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub show_skipped: usize,
    /// Days until an order without a known return counts as kept
    #[arg(long, value_name = "DAYS", default_value_t = 31, value_parser = clap::value_parser!(u32).range(..=3_650))]
    pub outcome_lag: u32,
}

/// Arguments of `replay`.
#[derive(Debug, clap::Args)]
pub struct ReplayArgs {
    /// Rules, model, products, settings.
    #[command(flatten)]
    pub engine: EngineArgs,
    /// The published rule document: who is newly reached, who no longer, and the difference in value at stake
    #[arg(long, value_name = "PUBLISHED.json")]
    pub against: Option<PathBuf>,
    /// Order history, one line a bought item: CSV or CSV.gz; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub order_lines: PathBuf,
    /// How to read it.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Write the report as JSON to this file too; `-` prints it instead of the table
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Report on carts from this moment on; earlier ones are history
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub from: Option<Timestamp>,
    /// Report on carts before this moment
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub until: Option<Timestamp>,
}

/// How to read an order history, and what its carts are made into features with.
#[derive(Clone, Debug, clap::Args)]
pub struct PastArgs {
    /// How to read it.
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// Product facts that were known all along: charts, reviews; their outcomes are the history's own
    #[arg(long, value_name = "PRODUCTS.json")]
    pub products: Option<PathBuf>,
    /// Thresholds over the defaults
    #[arg(long, value_name = "SETTINGS.json")]
    pub settings: Option<PathBuf>,
    /// Refuse when more than this share of the lines can't be read
    #[arg(long, value_name = "SHARE", default_value_t = 0.05, value_parser = share)]
    pub max_skipped: f64,
}

/// Arguments of `features`.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("source").required(true).args(["training_table", "order_lines"])))]
pub struct FeaturesArgs {
    /// The warehouse's training table: order lines with signals and product facts as they were known then; CSV or CSV.gz
    #[arg(long, value_name = "FILE")]
    pub training_table: Option<PathBuf>,
    /// Order history, where there is no warehouse, one line a bought item: what was known then is worked out here
    #[arg(long, value_name = "FILE")]
    pub order_lines: Option<PathBuf>,
    /// How to read it, and what goes with it.
    #[command(flatten)]
    pub past: PastArgs,
    /// Where to write the matrix: CSV, packed when the name ends in `.gz`; `-` prints it
    #[arg(short, long, value_name = "MATRIX.csv.gz")]
    pub out: PathBuf,
}

/// Arguments of `backtest`.
#[derive(Debug, clap::Args)]
pub struct BacktestArgs {
    /// Order history, one line a bought item: CSV or CSV.gz; `-` reads standard input
    #[arg(long, value_name = "FILE")]
    pub order_lines: PathBuf,
    /// How to read it, and what goes with it.
    #[command(flatten)]
    pub past: PastArgs,
    /// Check orders from this moment on; earlier ones are history
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub from: Timestamp,
    /// Check orders before this moment
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub until: Option<Timestamp>,
    /// The risk model; the starter model without it
    #[arg(long, value_name = "MODEL.json")]
    pub model: Option<PathBuf>,
    /// Where to write `order_line_id,probability`; `-` prints it instead of the report
    #[arg(long, value_name = "PREDICTIONS.csv")]
    pub out: Option<PathBuf>,
    /// Write the report as JSON to this file too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// What a return costs: an amount, a percentage of the line's value, or both: `15+50%`
    #[arg(long, value_name = "COST", value_parser = cost, requires = "lost_sale")]
    pub return_cost: Option<Price>,
    /// What is lost when a line that would have been kept isn't bought, in the same way: `40%`
    #[arg(long, value_name = "COST", value_parser = cost, requires = "return_cost")]
    pub lost_sale: Option<Price>,
    /// Share of warned buyers who don't buy the line
    #[arg(long, value_name = "SHARE", default_value_t = 0.5, value_parser = share)]
    pub warning_stops: f64,
}

fn share(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim().parse().ok();
    number.filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "write a share from 0 to 1, like 0.05".to_owned())
}

fn cost(text: &str) -> Result<Price, String> {
    let mut price = Price::default();
    for part in text.split('+') {
        let (number, is_share) =
            part.trim().strip_suffix('%').map_or((part.trim(), false), |number| (number.trim(), true));
        let number = number.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
        let number = number.ok_or("write an amount, a percentage of the line's value, or both: `15+50%`")?;
        if is_share {
            price.share += number / 100.0;
        } else {
            price.fixed += number;
        }
    }
    Ok(price)
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, column)) if !name.trim().is_empty() && !column.trim().is_empty() => {
            Ok((name.trim().to_owned(), column.trim().to_owned()))
        }
        _ => Err("write cartnudge's name, `=`, and the file's column, like `order_id=Invoice`".to_owned()),
    }
}

fn currency(text: &str) -> Result<Currency, String> {
    Currency::read(text).ok_or_else(|| "write an ISO 4217 code of three letters, like EUR".to_owned())
}

fn moment(text: &str) -> Result<Timestamp, String> {
    Timestamp::parse(text.trim()).ok_or_else(|| "write a date like 2010-01-31, or 2010-01-31T10:00:00Z".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_hold_together() {
        Args::command().debug_assert();
    }
}
