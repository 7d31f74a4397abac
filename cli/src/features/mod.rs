//! `cartnudge features`: the matrix that training reads. The page's own code makes every number of it.

mod matrix;
mod training_table;

use crate::args::FeaturesArgs;
use crate::failure::Failure;
use crate::history;
use cartnudge::settings::Settings;
use matrix::Matrix;
use std::path::Path;
use std::process::ExitCode;

/// Writes the matrix; what was left out, and the counts, go to standard error.
pub fn run(args: &FeaturesArgs) -> Result<ExitCode, Failure> {
    let settings = crate::settings::read(args.past.settings.as_deref())?;
    let matrix = match (&args.training_table, &args.order_lines) {
        (Some(table), _) => training_table::write(table, args, &settings)?,
        (None, Some(order_lines)) => of_history(order_lines, args, &settings)?,
        (None, None) => return Err(Failure::usage("give --training-table or --order-lines")),
    };
    matrix.finish().map(|()| ExitCode::SUCCESS)
}

fn of_history(order_lines: &Path, args: &FeaturesArgs, settings: &Settings) -> Result<Matrix, Failure> {
    let past = history::past(order_lines, &args.past, None, None)?;
    let mut matrix = Matrix::create(&args.out)?;
    for cart in past {
        matrix.cart(&cart, settings)?;
    }
    Ok(matrix)
}
