//! Arguments of `jeton doctor`.

use super::Proxy;
use clap::Args;

/// `doctor`
#[derive(Debug, Args)]
#[command(after_long_help = AFTER_HELP)]
pub struct DoctorArgs {
    /// Where `jeton serve` listens: HOST:PORT or unix:/PATH [default: `[serve]` listen]
    #[arg(long, value_name = "ADDR", conflicts_with = "gateway")]
    pub serve: Option<String>,
    /// Try a gateway from outside, by its address: `http://HOST[:PORT]`
    #[arg(long, value_name = "URL")]
    pub gateway: Option<String>,
    /// The host name to ask for, where it is not that of the address
    #[arg(long, value_name = "NAME", requires = "gateway")]
    pub host: Option<String>,
    /// The project that the gateway is for; a token of another one must be denied
    #[arg(long, value_name = "NAME", requires = "gateway")]
    pub project: Option<String>,
    /// A path that a token may read; best one whose answer shows the headers of the request
    #[arg(long, value_name = "PATH", requires = "gateway", default_value = "/")]
    pub path: String,
    /// The proxy, so that advice is about it alone
    #[arg(long, value_name = "PROXY", requires = "gateway")]
    pub proxy: Option<Proxy>,
}

const AFTER_HELP: &str = "\
Exit code 1 when something is wrong.

TLS is not spoken here. For a gateway that listens at https alone, let it listen at a port of 127.0.0.1 without TLS too,
and try that one: jeton doctor --gateway http://127.0.0.1:8080 --host api.example.org

With --gateway, tokens called doctor-… are issued for a quarter of an hour (this asks for your passphrase), hostile requests
are sent, and the tokens are revoked, also on errors and Ctrl-C. With a good token nothing but GET is sent. What the
service behind saw is judged by the answers: a request counts as passed unless Jeton's own denial or a refusal of the proxy
(400, 414, 421, 431) came back, and forged headers are found only where the service shows what it got.";
