//! The arguments of `fit-features` and `backtest-fit`.

use super::{moment, share};
use cartnudge::time::Timestamp;
use std::path::PathBuf;

/// How fit feedback is read.
#[derive(Debug, clap::Args)]
pub struct FeedbackArgs {
    /// Fit feedback, one line an answer: CSV or CSV.gz
    #[arg(long, value_name = "FILE")]
    pub feedback: PathBuf,
    /// How far apart neighbouring sizes are; found from the sizes of each item without it
    #[arg(long, value_name = "NUMBER", value_parser = step)]
    pub size_step: Option<f64>,
    /// Leave the measures of people out
    #[arg(long)]
    pub without_measures: bool,
    /// Deal the answers out anew, by this seed: the macro AUC must be near 0.5
    #[arg(long, value_name = "SEED")]
    pub permute_labels: Option<u64>,
    /// Lines that may be unreadable
    #[arg(long, value_name = "SHARE", default_value_t = 0.01, value_parser = share)]
    pub max_skipped: f64,
}

/// Arguments of `fit-features`.
#[derive(Debug, clap::Args)]
pub struct FitFeaturesArgs {
    /// What to read.
    #[command(flatten)]
    pub reading: FeedbackArgs,
    /// Where to write the rows: CSV, or CSV.gz; `-` is standard output
    #[arg(long, short, value_name = "MATRIX.csv")]
    pub out: PathBuf,
}

/// Arguments of `backtest-fit`.
#[derive(Debug, clap::Args)]
pub struct BacktestFitArgs {
    /// What to read.
    #[command(flatten)]
    pub reading: FeedbackArgs,
    /// Predict answers from this day on; earlier ones are history
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub from: Timestamp,
    /// Predict answers before this day
    #[arg(long, value_name = "DATE", value_parser = moment)]
    pub until: Option<Timestamp>,
    /// The size model; the one that comes with cartnudge without it
    #[arg(long, value_name = "MODEL.json")]
    pub model: Option<PathBuf>,
    /// Where to write `feedback_id,small,true,large`; `-` prints it instead of the report
    #[arg(long, value_name = "PREDICTIONS.csv")]
    pub out: Option<PathBuf>,
    /// Write the report as JSON to this file too
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

fn step(text: &str) -> Result<f64, String> {
    let number: Option<f64> = text.trim().parse().ok();
    number
        .filter(|step| (0.01..=100.0).contains(step))
        .ok_or_else(|| "write a distance from 0.01 to 100, like 2".to_owned())
}
