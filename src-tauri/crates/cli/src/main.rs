//! `attune`: the command line. JSON on standard output, notes on standard error.
//! Exit 0: done. Exit 1: the input could not be used. Exit 2: wrong usage.

mod arguments;
mod output;
mod run;
mod stored;
mod text;
mod vault;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = arguments::Arguments::parse();
    match run::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {}", output::one_line(&error.message));
            eprintln!("hint: {}", output::one_line(&error.hint));
            ExitCode::FAILURE
        }
    }
}
