//! A body of lines, read as it comes: however long it is, a batch of it is in memory.

use crate::db::Db;
use crate::problem::{Answer, Problem};
use async_compression::tokio::bufread::GzipDecoder;
use axum::body::Body;
use axum::http::{HeaderMap, StatusCode, header};
use cartnudge::diagnostic::{Diagnostic, Diagnostics};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use serde_json::Value;
use sqlx::AnyConnection;
use std::io;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, BufReader};
use tokio_util::io::StreamReader;
use utoipa::ToSchema;

/// A line is at most this long.
const LONGEST: usize = 256 << 10;
/// Documents in one transaction.
const BATCH: usize = 500;
/// Faults that are told; more are counted.
const TOLD: usize = 100;

/// What became of a load.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct Loaded {
    /// Documents that are kept now.
    pub stored: u64,
    /// The first 100 lines that weren't taken, each with its reason.
    pub rejected: Vec<RejectedLine>,
    /// How many those were.
    pub rejected_total: u64,
}

/// A line that wasn't taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedLine {
    /// Its number, from 1.
    line: u64,
    /// Stable, in snake_case.
    code: String,
    /// JSON pointer in the line's document.
    pointer: String,
    /// What was found.
    message: String,
    /// How to mend it.
    help: String,
}

impl Loaded {
    fn reject(&mut self, line: u64, one: Diagnostic) {
        self.rejected_total += 1;
        if self.rejected.len() < TOLD {
            let Diagnostic { code, pointer, message, help, .. } = one;
            self.rejected.push(RejectedLine { line, code: code.to_owned(), pointer, message, help });
        }
    }
}

/// A document with the key that it is kept under.
pub struct Keyed {
    /// The key; of two with one key the later stays.
    pub key: String,
    /// The document as JSON text.
    pub document: String,
    /// What else is kept of it.
    pub also: Option<String>,
}

/// How a kind of documents is read and kept.
pub trait Kind {
    /// Reads a line's document.
    ///
    /// # Errors
    /// What is wrong with it.
    fn read(value: &Value) -> Result<Keyed, Diagnostics>;

    /// Keeps documents, each under another key.
    fn keep(
        connection: &mut AnyConnection,
        documents: Vec<Keyed>,
        now: i64,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
}

/// Loads a body. Batches that were kept stay, should the body break off: loading again is harmless.
///
/// # Errors
/// The body breaks off, or isn't in a coding that is known.
pub async fn load<K: Kind>(db: &Db, headers: &HeaderMap, body: Body, now: i64) -> Answer<Loaded> {
    let mut lines = Lines { reader: reader(headers, body)?, number: 0 };
    let mut loaded = Loaded::default();
    let mut batch: Vec<Keyed> = Vec::new();
    loop {
        let next = lines.next().await.map_err(|error| broken_off(&error, &loaded))?;
        let Some((number, line)) = next else { break };
        match line {
            Line::TooLong => loaded.reject(number, too_long()),
            Line::Whole(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => {}
            Line::Whole(bytes) => match document::<K>(&bytes) {
                Ok(keyed) => batch.push(keyed),
                Err(one) => loaded.reject(number, one),
            },
        }
        if batch.len() == BATCH {
            loaded.stored += keep::<K>(db, std::mem::take(&mut batch), now).await?;
        }
    }
    loaded.stored += keep::<K>(db, batch, now).await?;
    Ok(loaded)
}

fn document<K: Kind>(bytes: &[u8]) -> Result<Keyed, Diagnostic> {
    let fault = |code: &'static str, message: String, help: &str| {
        let severity = cartnudge::diagnostic::Severity::Error;
        Diagnostic { code, severity, pointer: String::new(), message, help: help.to_owned() }
    };
    let text =
        std::str::from_utf8(bytes).map_err(|error| fault("not_utf8", error.to_string(), "write the file in UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text)
        .map_err(|error| fault("not_json", error.to_string(), "write one JSON object a line"))?;
    if text.contains("\\u0000") {
        return Err(fault("null_character", "a text holds a null character".to_owned(), "leave it out"));
    }
    K::read(&value).map_err(|found| {
        let first = found.into_vec().into_iter().find(|one| one.severity == cartnudge::diagnostic::Severity::Error);
        first.unwrap_or_else(|| {
            fault("unreadable", "the document can't be read".to_owned(), "docs/documents.md has its shape")
        })
    })
}

async fn keep<K: Kind>(db: &Db, batch: Vec<Keyed>, now: i64) -> Answer<u64> {
    let count = batch.len() as u64;
    // One statement can't set a row twice; and one order for all keeps two loads from waiting in a circle.
    let by_key: std::collections::BTreeMap<String, Keyed> =
        batch.into_iter().map(|one| (one.key.clone(), one)).collect();
    if by_key.is_empty() {
        return Ok(0);
    }
    let mut transaction = db.write().await?;
    K::keep(&mut transaction, by_key.into_values().collect(), now).await?;
    transaction.commit().await?;
    Ok(count)
}

fn too_long() -> Diagnostic {
    let (code, severity) = ("too_long", cartnudge::diagnostic::Severity::Error);
    let message = format!("the line is longer than {} kB", LONGEST >> 10);
    Diagnostic {
        code,
        severity,
        pointer: String::new(),
        message,
        help: "write one document a line, and a shorter one".to_owned(),
    }
}

fn broken_off(error: &io::Error, loaded: &Loaded) -> Problem {
    let detail = format!("the body can't be read on: {error}");
    let help = "what came before was kept; send it again, which is harmless";
    Problem::bad_request("broken_off", detail, help).with("stored", loaded.stored)
}

type Reader = Box<dyn AsyncBufRead + Send + Unpin>;

/// The body's bytes, out of gzip if they are in it.
///
/// # Errors
/// Another coding.
pub fn reader(headers: &HeaderMap, body: Body) -> Answer<Reader> {
    let plain = StreamReader::new(body.into_data_stream().map_err(io::Error::other));
    let coding = headers.get(header::CONTENT_ENCODING).and_then(|coding| coding.to_str().ok()).unwrap_or("identity");
    match coding.trim().to_ascii_lowercase().as_str() {
        "identity" | "" => Ok(Box::new(plain)),
        "gzip" | "x-gzip" => Ok(Box::new(BufReader::new(GzipDecoder::new(plain)))),
        other => {
            let detail = format!("the content coding `{}` isn't known", cartnudge::text::shortened(other, 40));
            Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "unknown_coding",
                detail,
                "send it plainly, or in gzip",
            ))
        }
    }
}

struct Lines {
    reader: Reader,
    number: u64,
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

impl Lines {
    /// The next line with its number; a line that is too long is passed over without being held.
    async fn next(&mut self) -> io::Result<Option<(u64, Line)>> {
        let mut line = Vec::new();
        let (mut is_there, mut is_too_long) = (false, false);
        loop {
            let buffer = self.reader.fill_buf().await?;
            if buffer.is_empty() {
                break;
            }
            is_there = true;
            let end = buffer.iter().position(|byte| *byte == b'\n');
            let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
            is_too_long |= line.len() + part.len() > LONGEST;
            if is_too_long {
                line = Vec::new();
            } else {
                line.extend_from_slice(part);
            }
            let used = end.map_or(buffer.len(), |end| end + 1);
            self.reader.consume(used);
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        let line = if is_too_long { Line::TooLong } else { Line::Whole(line) };
        Ok(is_there.then_some((self.number, line)))
    }
}
