//! Makes the messages and services of the wire from the `.proto` files, without `protoc`.
//!
//! It makes no client: the clients are those of others.

use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

const FILES: [&str; 3] = ["streams.proto", "gossip.proto", "features.proto"];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join("proto");
    writeln!(std::io::stdout(), "cargo::rerun-if-changed={}", folder.display())?;
    let described = protox::compile(FILES, [folder])?;
    let mut messages = tonic_prost_build::Config::new();
    messages.btree_map(["."]).bytes(["."]);
    tonic_prost_build::configure()
        .build_client(false)
        .build_transport(false)
        .extern_path(".event_store.client.Empty", "()")
        .include_file("wire.rs")
        .emit_rerun_if_changed(false)
        .compile_fds_with_config(described, messages)?;
    Ok(())
}
