//! Several agencies on one difficulty: their parts, their leaders, what is returned, who stands in
//! for whom, who is named, what is noted.

mod coordinating;
mod notes;
mod officers;
mod restricted;
mod returning;

use doithoai::difficulties::Difficulty;
use doithoai::difficulties::workbench::paths;

/// The address of a page about a difficulty.
fn at(path: &str, difficulty: &Difficulty) -> String {
    paths::of(path, &difficulty.reference)
}

fn version(difficulty: &Difficulty) -> String {
    difficulty.version.to_string()
}
