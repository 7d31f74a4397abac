//! `cartnudge migrate`: a rule document lifted to the newest schema version.

use crate::args::MigrateArgs;
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::shown;
use cartnudge::json::to_string_pretty;
use cartnudge::rules::migrate::migrate;
use std::process::ExitCode;

/// Prints the document; what changed goes to standard error.
pub fn run(args: &MigrateArgs) -> Result<ExitCode, Failure> {
    let document = Document::read(&args.rules)?;
    let migrated = migrate(&document.value).map_err(|found| {
        let all: Vec<String> = found.iter().map(|one| shown(&document, one)).collect();
        Failure::refused(format!("the document can't be migrated\n{}", all.join("\n")))
    })?;
    for change in &migrated.changes {
        eprintln!("{change}");
    }
    if migrated.changes.is_empty() {
        eprintln!("the document is of the newest schema version");
    }
    let text = to_string_pretty(&migrated.document);
    match &args.out {
        Some(path) => std::fs::write(path, text + "\n")
            .map_err(|error| Failure::usage(format!("can't write {}: {error}", path.display())))?,
        None => print(&text)?,
    }
    Ok(ExitCode::SUCCESS)
}
