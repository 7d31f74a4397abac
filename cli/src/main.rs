//! The `cartnudge` command: validate, analyse and compare rules, decide for one cart, replay an order history. It calls the same core as the
//! page.

mod analyze;
mod args;
mod backtest;
mod csv_file;
mod csv_table;
mod decide;
mod diff;
mod document;
mod facts;
mod failure;
mod features;
mod findings;
mod fit;
mod history;
mod import;
mod locate;
mod migrate;
mod replay;
mod settings;
mod table;
mod validate;
mod zone;

use args::{Args, Command, ModelCommand};
use clap::Parser;
use failure::{Failure, print};
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(Args::parse().command) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {}", failure.message);
            ExitCode::from(failure.code)
        }
    }
}

fn run(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Validate(args) => validate::run(&args),
        Command::Analyze(args) => analyze::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Decide(args) => decide::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Schema => {
            print(&cartnudge::json::to_string_pretty(&cartnudge::rules::schema::schema()))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Facts { json } => facts::run(json),
        Command::Model { command: ModelCommand::Show } => {
            print(&cartnudge::json::to_string_pretty(&cartnudge::risk::starter_document()))?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Model { command: ModelCommand::Import(args) } => import::run(&args),
        Command::Features(args) => features::run(&args),
        Command::Backtest(args) => backtest::run(&args),
        Command::FitFeatures(args) => fit::features(&args),
        Command::BacktestFit(args) => fit::backtest(&args),
        Command::Replay(args) => replay::run(&args),
    }
}
