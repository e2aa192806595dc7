//! The commands of Đối Thoại; everything else is the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    doithoai::cli::run()
}
