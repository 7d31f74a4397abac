//! The `cartnudge-server` command.

use cartnudge_server::app::Clock;
use cartnudge_server::config::{Config, DatabaseArgs};
use cartnudge_server::db::Db;
use cartnudge_server::operation::{backup, log};
use cartnudge_server::people::link::{self, Purpose};
use cartnudge_server::people::session::normal_email;
use cartnudge_server::router;
use cartnudge_server::serve::{Server, until_asked_to_stop};
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// The control server of cartnudge
#[derive(Debug, Parser)]
#[command(name = "cartnudge-server", version)]
struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Config,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve until interrupted; what runs without a command, too
    Serve(Box<Config>),
    /// Copy the whole database to a new file, while the server runs
    Backup {
        #[command(flatten)]
        database: DatabaseArgs,
        /// The new file
        file: PathBuf,
    },
    /// Print a one-time link with which a person sets a new password
    AdminLink {
        #[command(flatten)]
        database: DatabaseArgs,
        /// The address that people reach the server by
        #[arg(long, env = "CARTNUDGE_PUBLIC_URL", default_value = "http://127.0.0.1:4173")]
        public_url: String,
        /// Whose
        email: String,
    },
    /// Print the OpenAPI document
    Openapi,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Args::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

async fn run(args: Args) -> Result<(), String> {
    match args.command {
        None => serve(args.serve).await,
        Some(Command::Serve(config)) => serve(*config).await,
        Some(Command::Backup { database, file }) => {
            backup::backup(&database.database_url, &file).await?;
            println!("{} holds a copy of the database", file.display());
            Ok(())
        }
        Some(Command::AdminLink { database, public_url, email }) => admin_link(&database, &public_url, &email).await,
        Some(Command::Openapi) => {
            let text = router::openapi().to_pretty_json().map_err(|error| error.to_string())?;
            println!("{text}");
            Ok(())
        }
    }
}

async fn serve(config: Config) -> Result<(), String> {
    log::begin();
    let server = Server::open(config).await?;
    println!("cartnudge is at http://{}", server.address);
    if let Some(link) = &server.first_admin {
        println!("Nobody can sign in yet. Become the first admin within a day: {link}");
    }
    tokio::spawn(until_asked_to_stop(server.app.stopping.clone()));
    server.run().await
}

async fn admin_link(database: &DatabaseArgs, public_url: &str, email: &str) -> Result<(), String> {
    let db = Db::open(&database.database_url).await?;
    let failed = |error: sqlx::Error| error.to_string();
    let mut transaction = db.write().await.map_err(failed)?;
    let statement = "SELECT id FROM people WHERE email = $1";
    let query = sqlx::query_scalar(statement).bind(normal_email(email));
    let found: Option<String> = query.fetch_optional(&mut *transaction).await.map_err(failed)?;
    let Some(id) = found else {
        return Err(
            "nobody has this e-mail address\n  help: the first start prints a link for the first admin".to_owned()
        );
    };
    let base = public_url.trim_end_matches('/');
    let made = link::make(&mut transaction, base, Some(&id), Purpose::Reset, Clock::default().now()).await;
    let link = made.map_err(|problem| problem.detail)?;
    transaction.commit().await.map_err(failed)?;
    println!("{link}");
    Ok(())
}
