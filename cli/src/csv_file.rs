//! A CSV file that is being written, gzipped when its name ends so. It gets its name only when it is whole.

use crate::failure::Failure;
use flate2::{Compression, write::GzEncoder};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that isn't whole; it goes when nobody finishes it.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Renamed when it was finished: then there is nothing to remove.
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A CSV file that is being written.
pub struct CsvFile {
    path: PathBuf,
    /// The file until then; `None` for standard output.
    unfinished: Option<Unfinished>,
    out: csv::Writer<Box<dyn Write>>,
}

impl CsvFile {
    /// Begins the file with its header; `-` is standard output.
    pub fn create<'a>(path: &Path, header: impl Iterator<Item = &'a str>) -> Result<Self, Failure> {
        let failed = |error: std::io::Error| Failure::usage(format!("can't write {}: {error}", path.display()));
        let (sink, unfinished): (Box<dyn Write>, _) = if path.as_os_str() == "-" {
            (Box::new(std::io::stdout().lock()), None)
        } else {
            let mut name = path.as_os_str().to_owned();
            name.push(".part");
            let unfinished = PathBuf::from(name);
            let file = BufWriter::new(File::create(&unfinished).map_err(failed)?);
            let packed = path.extension().is_some_and(|extension| extension == "gz");
            let sink: Box<dyn Write> =
                if packed { Box::new(GzEncoder::new(file, Compression::fast())) } else { Box::new(file) };
            (sink, Some(Unfinished(unfinished)))
        };
        let mut file = CsvFile { path: path.to_owned(), unfinished, out: csv::Writer::from_writer(sink) };
        file.record(header)?;
        Ok(file)
    }

    /// Adds a row.
    pub fn record(&mut self, cells: impl Iterator<Item = impl AsRef<[u8]>>) -> Result<(), Failure> {
        let written = self.out.write_record(cells);
        written.map_err(|error| Failure::usage(format!("can't write {}: {error}", self.path.display())))
    }

    /// Ends the file; its name.
    pub fn finish(self) -> Result<String, Failure> {
        let CsvFile { path, unfinished, out } = self;
        let name = path.display().to_string();
        let failed = |error: String| Failure::usage(format!("can't write {name}: {error}"));
        let mut sink = out.into_inner().map_err(|error| failed(error.to_string()))?;
        sink.flush().map_err(|error| failed(error.to_string()))?;
        // Dropped before it is renamed: gzip writes its end then.
        drop(sink);
        if let Some(unfinished) = unfinished {
            std::fs::rename(&unfinished.0, &path).map_err(|error| failed(error.to_string()))?;
        }
        Ok(name)
    }
}
