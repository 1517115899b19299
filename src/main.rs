//! The `izh-tui` program.

mod oom;

use std::process::ExitCode;

use izh_tui::{cli, commands};

fn main() -> ExitCode {
    let request = match cli::parse(std::env::args_os()) {
        Ok(request) => request,
        Err(usage) => return ExitCode::from(commands::report_usage(&usage)),
    };
    match commands::run(&request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => ExitCode::from(commands::report(&error)),
    }
}
