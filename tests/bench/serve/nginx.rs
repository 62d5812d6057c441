//! nginx in front, with the configuration that `jeton gateway nginx` prints.

use super::server::free;
use super::vault::Vault;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A running nginx.
pub struct Nginx {
    child: Child,
    pub address: SocketAddr,
    _home: tempfile::TempDir,
}

impl Nginx {
    /// In front of `upstream`, asking `verifier` before each request; without one it asks nobody.
    pub fn start(vault: &Vault, verifier: Option<SocketAddr>, upstream: SocketAddr) -> Self {
        let address = free();
        let printed = vault
            .jeton()
            .args(["gateway", "nginx", "--project", "shop", "--server-name", "localhost", "--listen", &address.to_string()])
            .args(["--upstream", &format!("http://{upstream}"), "--jeton", &verifier.unwrap_or(upstream).to_string()])
            .output()
            .unwrap();
        assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
        // The made-up tokens are of bots of many projects.
        let mut site = String::from_utf8(printed.stdout).unwrap().replace("project=shop", "need=files:read");
        if verifier.is_none() {
            site = site.replace("auth_request /_jeton;", "");
        }
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| home.path().join(name).display().to_string();
        let temporary =
            ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|what| format!("{what}_temp_path {};", at(what)));
        let whole = format!(
            "daemon off; worker_processes 1; error_log stderr crit; pid {};\nevents {{ worker_connections 1024; }}\n\
             http {{ access_log off; keepalive_requests 1000000; {}\n{site}\n}}\n",
            at("pid"),
            temporary.join(" ")
        );
        std::fs::write(home.path().join("nginx.conf"), whole).unwrap();
        let conf = at("nginx.conf");
        let child = Command::new("nginx").args(["-c", &conf, "-p", &at("")]).stdout(Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(10);
        while std::net::TcpStream::connect(address).is_err() {
            assert!(Instant::now() < deadline, "nginx does not listen");
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, address, _home: home }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Asked to end, so that it ends its worker too.
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}
