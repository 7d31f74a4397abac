//! What the server is told on its command line and by its environment.

use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where the database is.
#[derive(Args, Clone, Debug)]
pub struct DatabaseArgs {
    /// The database: `sqlite:` and a file, or `postgres:` and an address
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://cartnudge.db", hide_env_values = true)]
    pub database_url: String,
}

/// What `serve` is told.
#[derive(Args, Clone, Debug)]
pub struct Config {
    /// Where the database is.
    #[command(flatten)]
    pub database: DatabaseArgs,
    /// Address and port to listen on
    #[arg(long, env = "CARTNUDGE_LISTEN", default_value = "127.0.0.1:4173")]
    pub listen: SocketAddr,
    /// The address that people and pages reach the server by, like https://nudges.shop.example; needed beyond loopback
    #[arg(long, env = "CARTNUDGE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Folder of the built console and demo shop; without it only the API is served
    #[arg(long, env = "CARTNUDGE_WWW", value_name = "DIR")]
    pub www: Option<PathBuf>,
    /// Origins of shop pages that may ask for signals and send events; any when none is given
    #[arg(long = "allowed-origin", env = "CARTNUDGE_ALLOWED_ORIGINS", value_delimiter = ',', value_name = "ORIGIN")]
    pub allowed_origins: Vec<String>,
    /// Take the caller's address from `X-Forwarded-For`'s last entry: only behind a proxy that sets it
    #[arg(long, env = "CARTNUDGE_TRUST_PROXY")]
    pub trust_proxy: bool,
    /// Fill an empty database with the demo shop's rules, products and shoppers, and act as the demo shop's backend
    #[arg(long)]
    pub demo: bool,
    /// Seed of the Ed25519 key that signs rules, 32 bytes in base64url; one is made and kept in the database without it
    #[arg(long, env = "CARTNUDGE_SIGNING_KEY", hide_env_values = true, hide = true)]
    pub signing_key: Option<String>,
    /// Secret that the shop's backend signs signals tokens with; one is made and kept in the database without it
    #[arg(long, env = "CARTNUDGE_SIGNALS_SECRET", hide_env_values = true, hide = true)]
    pub signals_secret: Option<String>,
}

impl Config {
    /// The address that links begin with, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> String {
        let own = || format!("http://{}", self.listen);
        self.public_url.as_ref().map_or_else(own, |url| url.trim_end_matches('/').to_owned())
    }

    /// Whether browsers reach the server by https.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.starts_with("https://"))
    }

    /// What keeps the server from starting, with its mend.
    ///
    /// # Errors
    /// A server that others can reach must know its own address: cookies and the check of `Origin` depend on it.
    pub fn check(&self) -> Result<(), String> {
        if !self.listen.ip().is_loopback() && self.public_url.is_none() {
            let address = self.listen;
            return Err(format!(
                "{address} can be reached by others\n  help: give --public-url, the address that they use"
            ));
        }
        if let Some(url) = &self.public_url
            && !(url.starts_with("https://") || url.starts_with("http://"))
        {
            return Err(format!("`{url}` is no address\n  help: write it like https://nudges.shop.example"));
        }
        Ok(())
    }
}
