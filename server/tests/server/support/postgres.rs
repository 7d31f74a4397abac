//! A PostgreSQL of our own: a cluster in a temporary folder on loopback, one for the test process, a database for each test.

use sqlx::{Connection, Executor, PgConnection};
use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

struct Cluster {
    port: u16,
    /// Ends the cluster (an immediate end of sessions, SIGINT) when its standard input closes, so with this process, however that ends.
    _keeper: Child,
}

static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The address of a new, empty database; `None` where there is no PostgreSQL.
pub async fn database() -> Option<String> {
    let port = tokio::task::spawn_blocking(|| CLUSTER.get_or_init(start).as_ref().map(|cluster| cluster.port))
        .await
        .unwrap()?;
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    let mut connection =
        PgConnection::connect(&format!("postgres://postgres@127.0.0.1:{port}/postgres")).await.unwrap();
    connection.execute(format!("CREATE DATABASE {name}").as_str()).await.unwrap();
    Some(format!("postgres://postgres@127.0.0.1:{port}/{name}"))
}

fn start() -> Option<Cluster> {
    let Some(programs) = programs() else {
        let required = std::env::var_os("CARTNUDGE_REQUIRE_POSTGRES").is_some();
        assert!(!required, "PostgreSQL's initdb was not found; install it: apt-get install postgresql");
        // Past the test runner's capture, so that it is seen.
        let _ = writeln!(std::io::stderr(), "skipped on PostgreSQL: initdb was not found (apt-get install postgresql)");
        return None;
    };
    let folder = TempDir::new().unwrap().keep();
    let cluster = folder.join("cluster");
    let log = folder.join("log");
    // PostgreSQL refuses to run as root.
    let is_root = output("id", &["-u"]) == "0";
    if is_root {
        assert_eq!(output("sh", &["-c", &format!("chown postgres '{}' && echo ok", folder.display())]), "ok");
    }
    let run_as = if is_root { "runuser -u postgres -- " } else { "" };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (initdb, postgres) = (programs.join("initdb"), programs.join("postgres"));
    let (initdb, postgres, cluster, log, folder) =
        (initdb.display(), postgres.display(), cluster.display(), log.display(), folder.display());
    let script = format!(
        "cd '{folder}' && {run_as}'{initdb}' -D '{cluster}' -U postgres -A trust -E UTF8 --locale=C --no-sync >'{log}' 2>&1 || exit 1\n\
         {run_as}'{postgres}' -D '{cluster}' -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
         -c max_connections=300 -c shared_buffers=64MB >>'{log}' 2>&1 </dev/null &\n\
         cat >/dev/null\nkill -INT $(head -1 '{cluster}/postmaster.pid'); wait; rm -rf '{folder}'\n"
    );
    let keeper = Command::new("sh")
        .args(["-c", &script])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        let text = std::fs::read_to_string(log.to_string()).unwrap_or_default();
        assert!(began.elapsed() < Duration::from_secs(60), "PostgreSQL did not start:\n{text}");
        std::thread::sleep(Duration::from_millis(50));
    }
    wait_until_it_answers(port);
    Some(Cluster { port, _keeper: keeper })
}

/// It listens a little before it takes connections.
fn wait_until_it_answers(port: u16) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
    let began = Instant::now();
    while let Err(error) = runtime.block_on(PgConnection::connect(&url)) {
        assert!(began.elapsed() < Duration::from_secs(30), "PostgreSQL does not answer: {error}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The newest programs: Debian keeps them beside, not on, the PATH.
fn programs() -> Option<PathBuf> {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    versions.sort();
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let places = versions.into_iter().rev().chain(std::env::split_paths(&on_path).collect::<Vec<_>>());
    places.into_iter().find(|place| is_there(&place.join("initdb")) && is_there(&place.join("postgres")))
}

fn is_there(path: &Path) -> bool {
    path.is_file()
}

fn output(program: &str, args: &[&str]) -> String {
    let made = Command::new(program).args(args).output().unwrap();
    String::from_utf8_lossy(&made.stdout).trim().to_owned()
}
