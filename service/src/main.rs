//! The binary `candour`. All that it does is in the library, so that it can be tested.

use std::process::ExitCode;

fn main() -> ExitCode {
    candour_service::main()
}
