//! `cartnudge validate`: whether a rule document holds.

use crate::args::ValidateArgs;
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::{placed, shown, summary};
use crate::settings;
use cartnudge::diagnostic::{Diagnostics, Severity};
use cartnudge::json::Node;
use cartnudge::product::Products;
use cartnudge::rules::{self, Known};
use serde_json::json;
use std::process::ExitCode;

/// Prints every finding; exit code 1 when the document would be refused, or with `--strict` when anything is found.
pub fn run(args: &ValidateArgs) -> Result<ExitCode, Failure> {
    let document = match Document::read(&args.rules) {
        // Programs that read the findings read this one, too.
        Err(Failure { code: 1, message }) if args.json => {
            let help = "mend the JSON text";
            let one =
                json!({ "code": "not_json", "severity": "error", "pointer": "", "message": message, "help": help });
            print(&cartnudge::json::to_string_pretty(&json!({ "ok": false, "diagnostics": [one] })))?;
            return Ok(ExitCode::from(1));
        }
        read => read?,
    };
    let settings = settings::read(args.settings.as_deref())?;
    let mut found = Diagnostics::default();
    let known = match &args.products {
        Some(path) => Some(read_known(&Document::read(path)?)),
        None => None,
    };
    let rules = rules::load_with(Node::root(&document.value), &settings, known.as_ref(), &mut found);
    let ok = rules.is_some() && !found.has_errors();
    let fails = !ok || args.strict && !found.is_empty();
    if args.json {
        let diagnostics = placed(&document, &found);
        let report = json!({ "ok": ok, "diagnostics": diagnostics });
        print(&cartnudge::json::to_string_pretty(&report))?;
        return Ok(ExitCode::from(u8::from(fails)));
    }
    for diagnostic in found.iter() {
        print(&shown(&document, diagnostic))?;
        print("")?;
    }
    let warnings = found.iter().filter(|one| one.severity == Severity::Warning).count();
    match rules {
        Some(rules) if ok => {
            let count = rules.document.rules.len();
            let rules = if count == 1 { "rule" } else { "rules" };
            let warned = if warnings == 1 { "warning" } else { "warnings" };
            print(&format!("ok: {count} {rules}, {warnings} {warned}"))?;
        }
        _ => print(&format!("refused: {}", summary(&found)))?,
    }
    Ok(ExitCode::from(u8::from(fails)))
}

/// The values that products have; a faulty product is said and left out.
fn read_known(document: &Document) -> Known {
    let mut found = Diagnostics::default();
    let products = Products::read(Node::root(&document.value), &mut found);
    for one in found.iter() {
        eprintln!("{}", shown(document, one));
    }
    Known::from(&products)
}
