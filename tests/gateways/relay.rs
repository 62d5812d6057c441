//! Hands connections on to Jeton's socket and counts them.

use std::io::copy;
use std::net::{Shutdown, TcpListener};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::spawn;

pub struct Relay {
    port: u16,
    connections: Arc<AtomicUsize>,
}

impl Relay {
    pub fn to(socket: PathBuf) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        spawn(move || {
            for near in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let Ok(far) = UnixStream::connect(&socket) else { continue };
                let (mut near_in, mut far_out) = (near.try_clone().unwrap(), far.try_clone().unwrap());
                spawn(move || {
                    let _ = copy(&mut near_in, &mut far_out);
                    let _ = far_out.shutdown(Shutdown::Both);
                });
                let (mut far_in, mut near_out) = (far, near);
                spawn(move || {
                    let _ = copy(&mut far_in, &mut near_out);
                    let _ = near_out.shutdown(Shutdown::Both);
                });
            }
        });
        Self { port, connections }
    }

    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}
