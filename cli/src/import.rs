//! `cartnudge model import`: what others have trained, as a model document.

use crate::args::ImportArgs;
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::summary;
use cartnudge::diagnostic::Diagnostic;
use cartnudge::json::to_string;
use cartnudge::risk::import::{Names, Options, Refusal, import};
use std::path::Path;
use std::process::ExitCode;

/// Writes the model document; what the source is, its size and warnings go to standard error.
pub fn run(args: &ImportArgs) -> Result<ExitCode, Failure> {
    let name = args.source.display().to_string();
    let bytes = std::fs::read(&args.source).map_err(|error| Failure::usage(format!("can't read {name}: {error}")))?;
    let calibration = match &args.calibration {
        Some(path) => Some(Document::read(path)?.value),
        None => None,
    };
    let options = Options {
        id: args.id.clone().unwrap_or_else(|| stem(&args.source)),
        version: args.version,
        features: names(args.features.as_deref())?,
        calibration,
        note: args.note.clone(),
    };
    let imported = import(&bytes, &options).map_err(|refusal| match refusal {
        Refusal::Source(fault) => {
            Failure::refused(format!("{name} can't be imported: {}\n  help: {}", fault.message, fault.help))
        }
        Refusal::Document(found) => {
            let all: Vec<String> = found.iter().map(shown).collect();
            Failure::refused(format!("{name} makes no model document: {}\n{}", summary(&found), all.join("\n")))
        }
    })?;
    for warning in &imported.warnings {
        eprintln!("warning: {warning}");
    }
    let text = to_string(&imported.document);
    eprintln!("{}: {} bytes", imported.source, text.len());
    if args.out.as_os_str() == "-" {
        print(&text)?;
    } else {
        let out = args.out.display();
        std::fs::write(&args.out, text + "\n")
            .map_err(|error| Failure::usage(format!("can't write {out}: {error}")))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The source's name without its folder and ending.
fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(|| "model".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

fn names(path: Option<&Path>) -> Result<Names, Failure> {
    let Some(path) = path else { return Ok(Names::AsTrained) };
    let document = Document::read(path)?;
    Names::read(&document.value).ok_or_else(|| {
        let help =
            "write a list of names in the order of training, or an object of catalogue names by the source's names";
        Failure::refused(format!("{} holds no names of features\n  help: {help}", document.name))
    })
}

/// A finding about the document that would have been written: there is no line to show.
fn shown(one: &Diagnostic) -> String {
    format!("error[{}]: {}\n  --> {}\n  help: {}", one.code, one.message, one.pointer, one.help)
}
