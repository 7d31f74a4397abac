//! `score-rows DIRECTORY`: imports every model of a folder and scores its rows.
//!
//! `NAME.model` is what a library saved, `NAME.rows` are rows of little-endian f64 in the columns that `features.json`
//! names. `NAME.json` gets the model document, `NAME.margins` and `NAME.contributions` what it comes to.

fn main() -> Result<(), String> {
    native::run()
}

#[cfg(target_arch = "wasm32")]
mod native {
    pub fn run() -> Result<(), String> {
        Ok(())
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use cartnudge::json::to_string;
    use cartnudge::risk::import::{Options, import};
    use cartnudge_bench_models::Scoring;
    use std::fs;
    use std::path::Path;

    /// Scores the models of the folder that the first argument names.
    pub fn run() -> Result<(), String> {
        let folder = std::env::args().nth(1).ok_or("name a folder")?;
        let folder = Path::new(&folder);
        let names = fs::read_to_string(folder.join("features.json")).map_err(|error| error.to_string())?;
        let names: Vec<String> = serde_json::from_str(&names).map_err(|error| error.to_string())?;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut files: Vec<_> = fs::read_dir(folder).map_err(|error| error.to_string())?.flatten().collect();
        files.sort_by_key(fs::DirEntry::path);
        for path in
            files.iter().map(fs::DirEntry::path).filter(|path| path.extension().is_some_and(|end| end == "model"))
        {
            score(&path, &names).map_err(|message| format!("{}: {message}", path.display()))?;
        }
        Ok(())
    }

    fn score(path: &Path, names: &[&str]) -> Result<(), String> {
        let said = |error: std::io::Error| error.to_string();
        let bytes = fs::read(path).map_err(said)?;
        let options = Options { id: "parity".to_owned(), version: 1, ..Options::default() };
        let imported = import(&bytes, &options).map_err(|refusal| format!("{refusal:?}"))?;
        let document = to_string(&imported.document);
        let mut scoring = Scoring::new(&document, names)?;
        let rows = fs::read(path.with_extension("rows")).map_err(said)?;
        let cells: Vec<f64> =
            rows.chunks_exact(8).filter_map(|cell| cell.try_into().ok()).map(f64::from_le_bytes).collect();
        scoring.set_rows(&cells);
        fs::write(path.with_extension("json"), document).map_err(said)?;
        for (end, numbers) in [("margins", scoring.margins()), ("contributions", scoring.contributions())] {
            let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
            fs::write(path.with_extension(end), bytes).map_err(said)?;
        }
        Ok(())
    }
}
