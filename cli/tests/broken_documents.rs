//! `cartnudge validate` on broken documents, one fault each: what it prints names the place and the mend.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test broken_documents` writes what is printed anew; read it before committing it.
#![allow(clippy::unwrap_used)] // a test may panic, its helpers too

mod command;

use command::cartnudge;
use std::fs;
use std::path::{Path, PathBuf};

fn documents() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/broken");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths
}

#[test]
fn every_broken_document_is_refused_with_place_and_mend() {
    let update = std::env::var_os("UPDATE_SNAPSHOTS").is_some();
    let paths = documents();
    assert!(paths.len() >= 30, "only {} documents", paths.len());
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let run = cartnudge(&["validate", &format!("tests/data/broken/{name}")]);
        assert_eq!(run.code, 1, "{name}");
        let printed = run.out + &run.err;
        let snapshot = path.with_extension("txt");
        if update {
            fs::write(&snapshot, &printed).unwrap();
        }
        let expected = fs::read_to_string(&snapshot).unwrap_or_else(|_| "no snapshot".to_owned());
        assert_eq!(printed, expected, "{name}");
        let findings = ["error[", "error: ", "warning["].map(|head| printed.matches(head).count());
        assert_eq!(findings.iter().sum::<usize>(), 1, "{name}");
        assert!(printed.contains("\n  help: "), "{name}");
    }
}
