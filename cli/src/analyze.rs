//! `cartnudge analyze`: what a rule document comes to.

use crate::args::AnalyzeArgs;
use crate::document::Document;
use crate::failure::{Failure, print};
use crate::findings::{shown_of_members, summary};
use crate::zone::Clock;
use cartnudge::diagnostic::{Diagnostic, Diagnostics};
use cartnudge::engine::Engine;
use cartnudge::json::to_string_pretty;
use cartnudge::rules::analysis::{Analysis, NOW, NotDecided, Witness, analyze};
use serde_json::{Map, Value, json};
use std::process::ExitCode;

/// Prints the answers; exit code 1 when the document is refused, or with `--strict` when anything stands out.
pub fn run(args: &AnalyzeArgs) -> Result<ExitCode, Failure> {
    let rules = Document::read(&args.rules)?;
    let paths = [
        ("before", &args.before),
        ("gaps", &args.gaps),
        ("model", &args.model),
        ("products", &args.products),
        ("settings", &args.settings),
    ];
    let mut documents = Vec::new();
    for (key, path) in paths {
        if let Some(path) = path {
            documents.push((key, Document::read(path)?));
        }
    }
    let now = args.now.unwrap_or(NOW);
    let mut options: Map<String, Value> =
        documents.iter().map(|(key, document)| ((*key).to_owned(), document.value.clone())).collect();
    options.insert("now".to_owned(), json!(now.0));
    options.insert("overlaps".to_owned(), json!(args.overlaps));
    if let Ok((engine, _)) = Engine::new(&json!({ "rules": rules.value })) {
        let offset = Clock::of(&engine).map_err(Failure::refused)?.utc_offset(now);
        options.insert("utc_offset_minutes".to_owned(), json!(offset));
    }
    let analysis = analyze(&rules.value, &Value::Object(options));
    let mut members: Vec<(&str, &Document)> = documents.iter().map(|(key, document)| (*key, document)).collect();
    members.push(("rules", &rules));
    let found = by_member(&analysis.diagnostics);
    if analysis.has_errors() && !args.json {
        let all = shown_of_members(&members, &found).join("\n");
        return Err(Failure::refused(format!("the documents don't hold: {}\n{all}", summary(&found))));
    }
    if args.json {
        print(&to_string_pretty(&analysis))?;
    } else {
        for one in shown_of_members(&members, &found) {
            eprintln!("{one}");
        }
        print(told(&analysis).trim_end())?;
    }
    let stands_out = !analysis.unreachable.is_empty()
        || !analysis.outranked.is_empty()
        || !analysis.not_decided.is_empty()
        || analysis.gaps.iter().any(|gap| gap.gap);
    Ok(ExitCode::from(u8::from(analysis.has_errors() || args.strict && stands_out)))
}

/// The findings with the document that each is about as the first part of its pointer.
fn by_member(diagnostics: &[Diagnostic]) -> Diagnostics {
    let mut found = Diagnostics::default();
    for one in diagnostics {
        let pointer = match one.pointer.strip_prefix("/options") {
            Some(rest) => rest.to_owned(),
            None => format!("/rules{}", one.pointer),
        };
        found.push(Diagnostic { pointer, ..one.clone() });
    }
    found
}

fn told(analysis: &Analysis) -> String {
    let mut text = String::new();
    let mut add = |line: String| {
        text += &line;
        text.push('\n');
    };
    if !analysis.assumed_on.is_empty() {
        add(format!("Taken as on, though the document says otherwise: {}\n", analysis.assumed_on.join(", ")));
    }
    for one in &analysis.unreachable {
        add(format!("✗ {} can never be shown: {}", one.rule_id, never(one.because)));
    }
    for one in &analysis.outranked {
        let unless = if one.never || one.wins_only_when.is_empty() { "" } else { ", but for these circumstances" };
        add(format!("✗ {} never goes first: always outranked by {}{unless}", one.rule_id, one.by.join(", ")));
        for when in &one.wins_only_when {
            add(format!(
                "    goes first where {} {}: {}",
                when.rule_id,
                silent(when.because),
                told_input(&when.witness)
            ));
        }
    }
    for one in &analysis.gaps {
        let silent =
            if one.silent.is_empty() { String::new() } else { format!(" ({} silent there)", one.silent.join(", ")) };
        match &one.witness {
            Some(witness) => add(format!("✗ question {}: a gap{silent}: {}", one.question + 1, told_input(witness))),
            None => add(format!("✓ question {}: no gap", one.question + 1)),
        }
    }
    for one in &analysis.changes {
        let keys = if one.keys.is_empty() { String::new() } else { format!(" ({})", one.keys.join(", ")) };
        add(format!("~ {} {}{keys}", one.rule_id, if one.rule == "same" { "is as it was" } else { one.rule }));
        for (word, difference) in [("now goes first", &one.gained), ("went first before", &one.lost)] {
            let Some(one) = difference else { continue };
            let list = |ids: &[String]| if ids.is_empty() { "nothing".to_owned() } else { ids.join(", ") };
            let (was, now) = (list(&one.was), list(&one.now));
            add(format!("    {word}, {was} → {now}: {}", told_input(&one.witness)));
        }
    }
    for one in &analysis.overlaps {
        let [a, b] = &one.rules;
        let winner = one.winner.as_ref().map_or_else(String::new, |winner| format!(", {winner} goes first"));
        let tie = if one.tie { " at one priority" } else { "" };
        add(format!("· {a} and {b} compete{tie}{winner}: {}", told_input(&one.witness)));
    }
    let more = analysis.overlaps_total.saturating_sub(analysis.overlaps.len());
    if more > 0 {
        add(format!("· up to {more} more pairs compete"));
    }
    for one in &analysis.not_decided {
        add(format!("? {}", undecided(one)));
    }
    if text.is_empty() { "Every rule can go first, and no two compete.".to_owned() } else { text }
}

fn undecided(one: &NotDecided) -> String {
    let of = match one.question {
        Some(question) => format!(" of question {}", question + 1),
        None if one.rules.is_empty() => String::new(),
        None => format!(" of {}", one.rules.join(" and ")),
    };
    let reason = match one.reason {
        "condition" => "a condition compares facts with each other, or looks into a list",
        "limit" => "there are too many cases",
        "expected_value" => "who goes first depends on the score",
        "settings" => "the two documents have thresholds of their own",
        _ => "no cart was found and none was ruled out",
    };
    format!("not decided, {}{of}: {reason}", one.about)
}

fn never(because: &str) -> &'static str {
    match because {
        "condition" => "no cart fulfils its condition",
        "nothing_to_show" => "where its condition holds, there is nothing to show",
        "nudge_type" => "this version can't show that type",
        "audience" => "it is for 0 % of visitors",
        "holdout" => "it is withheld from everybody",
        "frequency_cap" => "a frequency cap is 0",
        "schedule" => "its schedule holds at no moment",
        "prerequisite" => "it waits for a rule that can't be shown",
        _ => "the session's attention is spent before its condition holds",
    }
}

fn silent(because: &str) -> &'static str {
    match because {
        "schedule" => "is out of season",
        "audience" => "isn't for the visitor",
        "frequency_cap" => "was seen often enough",
        "dismissed" => "was dismissed",
        "prerequisite" => "waits for its prerequisite",
        "consent" => "may not read personal facts",
        _ => "has no chat to offer",
    }
}

/// A witness in a few words; `--json` has all of it.
fn told_input(witness: &Witness) -> String {
    let input = &witness.input;
    let items = input.pointer("/cart/items").and_then(Value::as_array).into_iter().flatten();
    let items: Vec<String> = items.map(told_item).collect();
    let mut parts = vec![if items.is_empty() { "an empty cart".to_owned() } else { items.join(", ") }];
    for (key, name) in [("customer", "customer"), ("page", "page"), ("session", "session")] {
        let members = input[key].as_object().into_iter().flatten();
        let told: Vec<String> = members
            .filter(|(member, value)| !matches!(member.as_str(), "schema_version" | "id") && **value != json!([]))
            .map(|(member, value)| {
                format!("{member} {}", value.as_f64().map_or_else(|| value.to_string(), |one| one.to_string()))
            })
            .collect();
        if !told.is_empty() {
            parts.push(format!("{name}: {}", told.join(", ")));
        }
    }
    for matter in &witness.matters {
        parts.push(match *matter {
            "schedule" => format!("at {}", date(&input["now"])),
            "audience" => format!("visitor {}", input["visitor_id"]),
            "memory" => format!("remembered: {}", input["memory"]),
            "consent" => "without consent to personal facts".to_owned(),
            _ => "without a chat".to_owned(),
        });
    }
    parts.join("; ")
}

fn told_item(item: &Value) -> String {
    let text = |key: &str| item[key].as_str().unwrap_or("");
    let words = [text("item_name"), text("size"), text("color")].into_iter().filter(|word| !word.is_empty());
    let number = |key: &str| item[key].as_f64().unwrap_or(0.0);
    format!("{} × {} at {}", number("quantity"), words.collect::<Vec<_>>().join(" "), number("price"))
}

fn date(now: &Value) -> String {
    let now = jiff::Timestamp::from_millisecond(now.as_i64().unwrap_or(0));
    now.map_or_else(|_| String::new(), |now| now.to_string())
}
