//! `cartnudge decide`: the page's decision, in a terminal. Also makes the engine that `replay` uses.

use crate::args::{DecideArgs, EngineArgs};
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::{shown, shown_of_members, summary};
use crate::zone::Clock;
use cartnudge::engine::{Engine, read_input};
use cartnudge::explain::{Explanation, explain};
use cartnudge::json::{to_string, to_string_pretty};
use serde_json::{Map, Value};
use std::path::Path;
use std::process::ExitCode;

/// Prints the decision; warnings go to standard error.
pub fn run(args: &DecideArgs) -> Result<ExitCode, Failure> {
    let engine = engine(&args.engine, args.engine.products.as_deref())?;
    let document = Document::read(&args.input)?;
    let (mut input, warnings) = read_input(&document.value).map_err(|found| {
        let all: Vec<String> = found.iter().map(|one| shown(&document, one)).collect();
        Failure::refused(format!("the input doesn't hold: {}\n{}", summary(&found), all.join("\n")))
    })?;
    for warning in warnings.iter() {
        eprintln!("{}", shown(&document, warning));
    }
    if document.value.get("utc_offset_minutes").is_none() {
        input.utc_offset = Clock::of(&engine).map_err(Failure::refused)?.utc_offset(input.now);
    }
    if args.explain {
        let explanation = explain(&engine, &input);
        print(&if args.pretty { to_string_pretty(&explanation) } else { told(&explanation) })?;
        return Ok(ExitCode::SUCCESS);
    }
    let decision = engine.decide(&input);
    print(&if args.pretty { to_string_pretty(&decision) } else { to_string(&decision) })?;
    Ok(ExitCode::SUCCESS)
}

/// An explanation as text: each rule, what became of it on each line, and what its conditions saw.
fn told(explanation: &Explanation) -> String {
    let mut text = String::new();
    for rule in &explanation.rules {
        text += &format!("{} ({})\n", rule.rule_id, rule.name);
        for subject in &rule.subjects {
            text += &format!("  {} {}\n", if subject.shown { "●" } else { "○" }, subject.sentence);
            for one in &subject.conditions {
                text += &format!("      {} {}  {}\n", if one.holds { "✓" } else { "✗" }, one.text, one.pointer);
            }
        }
    }
    text.trim_end().to_owned()
}

/// Makes the engine from its files; warnings go to standard error.
pub fn engine(args: &EngineArgs, products: Option<&Path>) -> Result<Engine, Failure> {
    let paths = [
        ("rules", Some(args.rules.as_path())),
        ("model", args.model.as_deref()),
        ("products", products),
        ("settings", args.settings.as_deref()),
        ("messages", args.messages.as_deref()),
        ("review_words", args.review_words.as_deref()),
        ("size_model", args.size_model.as_deref()),
    ];
    let mut documents = Vec::new();
    let mut options = Map::new();
    for (key, path) in paths {
        let Some(path) = path else { continue };
        let document = Document::read(path)?;
        options.insert(key.to_owned(), document.value.clone());
        documents.push((key, document));
    }
    let members: Vec<(&str, &Document)> = documents.iter().map(|(key, document)| (*key, document)).collect();
    match Engine::new(&Value::Object(options)) {
        Ok((engine, warnings)) => {
            for warning in shown_of_members(&members, &warnings) {
                eprintln!("{warning}");
            }
            Ok(engine)
        }
        Err(found) => {
            let all = shown_of_members(&members, &found).join("\n");
            Err(Failure::refused(format!("the documents don't hold: {}\n{all}", summary(&found))))
        }
    }
}
