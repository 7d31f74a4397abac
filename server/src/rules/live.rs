//! The live version in memory: compressed and signed once, and told to everybody who waits for the next.

use super::store;
use crate::db::{Db, set, setting};
use crate::problem::Problem;
use axum::body::Bytes;
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ed25519_dalek::{Signer, SigningKey};
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::sync::Arc;
use tokio::sync::watch;

/// What pages get.
#[derive(Clone, Debug)]
pub struct Published {
    /// The version.
    pub version: i64,
    /// A strong validator of the plain bytes, without quotes.
    pub tag: String,
    /// Ed25519 over the plain bytes, in base64url.
    pub signature: String,
    /// The document.
    pub plain: Bytes,
    /// In Brotli.
    pub brotli: Bytes,
    /// In gzip.
    pub gzip: Bytes,
}

/// The live version, which changes.
#[derive(Debug)]
pub struct Live {
    key: SigningKey,
    current: watch::Sender<Option<Arc<Published>>>,
}

impl Live {
    /// With the configured key, or the database's own.
    ///
    /// # Errors
    /// The key can't be read, or the database doesn't answer.
    pub async fn open(db: &Db, configured: Option<&str>) -> Result<Self, String> {
        let seed = match configured {
            Some(text) => text.to_owned(),
            None => kept_seed(db).await.map_err(|problem| problem.detail)?,
        };
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(seed.trim()).ok().and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let bytes = bytes.ok_or(
            "the signing key can't be read\n  help: CARTNUDGE_SIGNING_KEY holds 32 bytes in base64url without padding",
        )?;
        let live = Live { key: SigningKey::from_bytes(&bytes), current: watch::Sender::new(None) };
        live.refresh(db).await.map_err(|error| error.to_string())?;
        Ok(live)
    }

    /// What is live; `None` before the first version.
    #[must_use]
    pub fn current(&self) -> Option<Arc<Published>> {
        self.current.borrow().clone()
    }

    /// Hears of each version.
    #[must_use]
    pub fn listen(&self) -> watch::Receiver<Option<Arc<Published>>> {
        self.current.subscribe()
    }

    /// The public key, in base64url.
    #[must_use]
    pub fn public_key(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.key.verifying_key().as_bytes())
    }

    /// Takes a newer version from the database, which another process may have written.
    ///
    /// # Errors
    /// The database doesn't answer.
    pub async fn refresh(&self, db: &Db) -> Result<(), sqlx::Error> {
        let mut connection = db.read().acquire().await?;
        let newest = store::live_version(&mut connection).await?;
        let known = self.current().map(|published| published.version);
        if newest == known {
            return Ok(());
        }
        let Some(version) = store::live(&mut connection).await? else { return Ok(()) };
        let published = Arc::new(self.publish(version));
        #[allow(clippy::cast_precision_loss)] // version numbers are small
        metrics::gauge!("cartnudge_rules_version").set(published.version as f64);
        self.current.send_if_modified(|current| {
            let is_newer = current.as_ref().is_none_or(|current| current.version < published.version);
            if is_newer {
                *current = Some(published);
            }
            is_newer
        });
        Ok(())
    }

    fn publish(&self, version: store::Version) -> Published {
        let plain = version.document.into_bytes();
        let digest = BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(&plain));
        Published {
            version: version.version,
            tag: format!("{}-{}", version.version, digest.get(..16).unwrap_or_default()),
            signature: BASE64_URL_SAFE_NO_PAD.encode(self.key.sign(&plain).to_bytes()),
            brotli: brotli(&plain).into(),
            gzip: gzip(&plain).into(),
            plain: plain.into(),
        }
    }
}

fn brotli(plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 9, ..Default::default() };
    // Writing to memory doesn't fail.
    let _ = brotli::BrotliCompress(&mut &plain[..], &mut packed, &params);
    packed
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let _ = encoder.write_all(plain);
    encoder.finish().unwrap_or_default()
}

/// The database's key, made at the first start.
async fn kept_seed(db: &Db) -> Result<String, Problem> {
    let mut transaction = db.write().await?;
    // Of two servers that start at once the first one's key stays.
    if let Some(seed) = setting(&mut transaction, "signing_key").await? {
        return Ok(seed);
    }
    let seed = crate::secret::random()?;
    set(&mut transaction, "signing_key", &seed).await?;
    transaction.commit().await?;
    Ok(seed)
}
