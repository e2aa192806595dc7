//! The table: a line a page, three columns of connections, each with the product's figures and
//! their share of the limit.

use std::fmt::Write;

use crate::client::Run;

pub fn head(connections: &[usize]) {
    let mut head = String::from("| page |");
    let mut rule = String::from("| --- |");
    for count in connections {
        let name = if *count == 1 {
            "1 connection".to_owned()
        } else {
            format!("{count} connections")
        };
        write!(head, " {name}: req/s, p50, p99 ms | of the limit |").unwrap();
        rule.push_str(" --- | --- |");
    }
    println!("{head}\n{rule}");
}

pub struct Line(String);

impl Line {
    pub fn new(name: &str) -> Self {
        Self(format!("| {name} |"))
    }

    pub fn add(&mut self, ours: &Run, limit: &Run) {
        let ms = |percent| ours.percentile(percent).as_secs_f64() * 1e3;
        let failed = if ours.failed > 0 {
            format!(" ({} failed)", ours.failed)
        } else {
            String::new()
        };
        let share = 100.0 * ours.per_second() / limit.per_second();
        write!(
            self.0,
            " {:.0}, {:.1}, {:.1}{failed} | {share:.0} % of {:.0} |",
            ours.per_second(),
            ms(50),
            ms(99),
            limit.per_second()
        )
        .unwrap();
    }

    pub fn print(self) {
        println!("{}", self.0);
    }
}
