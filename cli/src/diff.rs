//! `cartnudge diff`: what differs between two rule documents, as the console's review page tells it.

use crate::args::DiffArgs;
use crate::document::Document;
use crate::failure::{Failure, print};
use cartnudge::json::to_string_pretty;
use cartnudge::rules::difference::{Language, difference};
use serde_json::json;
use std::process::ExitCode;

/// Prints a line for each rule that differs; as `diff` does, exit code 1 when there is one, 2 when a file can't be read.
pub fn run(args: &DiffArgs) -> Result<ExitCode, Failure> {
    let read = |path| Document::read(path).map_err(|failure| Failure::usage(failure.message));
    let (before, after) = (read(&args.before)?, read(&args.after)?);
    let changes = difference(&before.value, &after.value, Language::of(&args.locale));
    if args.json {
        print(&to_string_pretty(&json!({ "changes": changes })))?;
    } else if changes.is_empty() {
        print("No difference.")?;
    } else {
        print(&changes.iter().map(|change| change.words.as_str()).collect::<Vec<_>>().join("\n"))?;
    }
    Ok(ExitCode::from(u8::from(!changes.is_empty())))
}
