//! Tables that people review in diffs: the running application fills them, a test holds them to
//! the file.

use std::path::Path;

/// Holds `text` to `tests/golden/<name>`; with `GOLDEN=write` in the environment it writes the
/// file instead, for the reviewer to read the difference.
pub fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(name);
    if std::env::var("GOLDEN").is_ok_and(|wish| wish == "write") {
        std::fs::write(&path, text).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = text
        .lines()
        .zip(golden.lines().chain(std::iter::repeat("nothing")))
        .find(|(now, before)| now != before);
    assert!(
        golden == text,
        "tests/golden/{name} differs from what the application does, first at {differs:?}; \
         run with GOLDEN=write and read the diff"
    );
}
