//! The reference as a process of its own.

use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    trackway_benches::bare::serve(TcpListener::bind(address).await?).await
}
