//! Turns `messages/*.json` into tables: the page's build carries no JSON parser.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

/// The languages, the complete one first.
const LANGUAGES: [&str; 5] = ["en", "de", "fr", "es", "ar"];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=messages");
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let mut keys: Vec<String> = Vec::new();
    let mut tables = String::new();
    for language in LANGUAGES {
        let path = Path::new(&root).join("messages").join(format!("{language}.json"));
        let texts: BTreeMap<String, String> = serde_json::from_slice(&fs::read(&path)?)?;
        let own: Vec<String> = texts.keys().cloned().collect();
        if keys.is_empty() {
            keys = own;
        } else if keys != own {
            return Err(format!("{} has other keys than en.json", path.display()).into());
        }
        let texts: Vec<&String> = texts.values().collect();
        writeln!(tables, "(\"{language}\", &{texts:?}),")?;
    }
    let (many, languages) = (keys.len(), LANGUAGES.len());
    let code = format!(
        "static KEYS: [&str; {many}] = {keys:?};\nstatic SHIPPED: [(&str, &[&str; {many}]); {languages}] = [{tables}];\n"
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("messages.rs"), code)?;
    Ok(())
}
