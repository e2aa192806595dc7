//! A labelled set through the running database: `cargo test near -- --nocapture` prints the
//! figures. Weights and thresholds were chosen on the tuning half; the held-out half is only
//! measured. The baseline is trigram similarity as `pg_trgm` reckons it, over every text, at the
//! threshold that suits it best on the tuning half.

use std::collections::{BTreeMap, BTreeSet};

use doithoai::difficulties::near::{self, Told, Verdict};
use serde::Deserialize;

use crate::world::{FilerOf, LAN, World};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Line {
    base: Option<String>,
    half: String,
    place: Option<String>,
    kind: Option<String>,
    /// The base it is the same as.
    same: Option<String>,
    /// The base it asks the opposite of.
    opposed: Option<String>,
    title: String,
    text: String,
}

fn lines() -> Vec<Line> {
    include_str!("labelled.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// What one method says to one query: bases with score, the nearest first.
struct Said {
    query: Line,
    ranked: Vec<(String, f64)>,
    /// Bases it takes for the opposite.
    related: BTreeSet<String>,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Figures {
    recall_at_5: f64,
    precision: f64,
    recall: f64,
    opposites: (usize, usize),
}

/// Of queries that have a base, how many show it among five; of what is shown from the threshold
/// on, how much is right.
fn figures(said: &[&Said], threshold: f64) -> Figures {
    let (mut with_base, mut among_five, mut right, mut shown) = (0, 0, 0, 0);
    let mut opposites = (0, 0);
    for said in said {
        let five = said.ranked.iter().take(near::PUBLIC_AT_MOST);
        let is_right = |id: &str| said.query.same.as_deref() == Some(id);
        with_base += usize::from(said.query.same.is_some());
        among_five += usize::from(five.clone().any(|(id, _)| is_right(id)));
        for (id, _) in five.filter(|(_, score)| *score >= threshold) {
            shown += 1;
            right += usize::from(is_right(id));
        }
        if let Some(opposed) = &said.query.opposed {
            opposites.1 += 1;
            opposites.0 += usize::from(said.related.contains(opposed));
        }
    }
    Figures {
        recall_at_5: share(among_five, with_base),
        precision: share(right, shown),
        recall: share(right, with_base),
        opposites,
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts of a small set")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn trigrams(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = format!("  {word} ").chars().collect();
        if !word.is_empty() {
            found.extend(
                letters
                    .windows(3)
                    .map(|three| three.iter().collect::<String>()),
            );
        }
    }
    found
}

fn by_trigrams(bases: &[Line], query: &Line) -> Said {
    let of = |line: &Line| trigrams(&format!("{} {}", line.title, line.text));
    let asked = of(query);
    let mut ranked: Vec<(String, f64)> = bases
        .iter()
        .map(|base| {
            let other = of(base);
            let both = asked.intersection(&other).count();
            let score = share(both, asked.len() + other.len() - both);
            (base.base.clone().unwrap(), score)
        })
        .collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    Said {
        query: query.clone(),
        ranked,
        related: BTreeSet::new(),
    }
}

/// Where precision and recall are best together.
fn best_threshold(figures_at: impl Fn(f64) -> Figures) -> f64 {
    let at = |hundredths: u32| f64::from(hundredths) / 100.0;
    (5..60)
        .map(at)
        .max_by(|one, other| {
            let f1 = |threshold| {
                let found = figures_at(threshold);
                2.0 * found.precision * found.recall / (found.precision + found.recall).max(1e-9)
            };
            f1(*one).total_cmp(&f1(*other))
        })
        .unwrap()
}

#[actix_web::test]
async fn near_ones_are_found_better_than_by_trigrams() {
    let world = World::new().await;
    let (bases, queries): (Vec<Line>, Vec<Line>) =
        lines().into_iter().partition(|line| line.base.is_some());
    assert!(bases.len() >= 55 && queries.len() >= 200);
    let mut ids = BTreeMap::new();
    for base in &bases {
        let village: &'static str = Box::leak(base.place.clone().unwrap().into_boxed_str());
        let made = world
            .difficulty()
            .filed_by(FilerOf { village, ..LAN })
            .titled(&base.title)
            .telling(&base.text)
            .published()
            .create()
            .await;
        ids.insert(made.id, base.base.clone().unwrap());
    }
    let conference_id = world.conference.id;
    let mut ours = Vec::new();
    for query in &queries {
        let (title, text) = (query.title.clone(), query.text.clone());
        let found = world
            .read(move |conn| {
                let told = Told {
                    title: &title,
                    texts: [&text, ""],
                    ..Told::default()
                };
                Ok(near::published_from(conn, conference_id, &told, 0.0)?)
            })
            .await;
        let name = |id: i64| ids[&id].clone();
        let (same, related): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|near| near.likeness.verdict == Verdict::Same);
        ours.push(Said {
            query: query.clone(),
            ranked: same
                .iter()
                .map(|near| (name(near.item.difficulty_id), near.likeness.score))
                .collect(),
            related: related
                .iter()
                .filter(|near| near.likeness.score >= near::STAFF_THRESHOLD)
                .map(|near| name(near.item.difficulty_id))
                .collect(),
        });
    }
    let trigrams: Vec<Said> = queries
        .iter()
        .map(|query| by_trigrams(&bases, query))
        .collect();
    let of_half = |name: &str, all: &'_ [Said]| -> Vec<usize> {
        (0..all.len())
            .filter(|at| all[*at].query.half == name)
            .collect()
    };
    let some = |at: &[usize], all: &[Said], threshold: f64| {
        let said: Vec<&Said> = at.iter().map(|at| &all[*at]).collect();
        figures(&said, threshold)
    };
    let tuning = of_half("tuning", &trigrams);
    let theirs = best_threshold(|threshold| some(&tuning, &trigrams, threshold));
    let mut by_half = BTreeMap::new();
    for name in ["tuning", "held_out"] {
        let at = of_half(name, &ours);
        let mine = some(&at, &ours, near::PUBLIC_THRESHOLD);
        let plain = some(&at, &trigrams, theirs);
        println!(
            "{name}: {} queries\n  ours     recall@5 {:.3}, from {:.2}: precision {:.3}, recall {:.3}, opposites {}/{}\n  trigrams recall@5 {:.3}, from {theirs:.2}: precision {:.3}, recall {:.3}",
            at.len(),
            mine.recall_at_5,
            near::PUBLIC_THRESHOLD,
            mine.precision,
            mine.recall,
            mine.opposites.0,
            mine.opposites.1,
            plain.recall_at_5,
            plain.precision,
            plain.recall,
        );
        by_half.insert(name, (mine, plain));
    }
    for (name, (ours, plain)) in by_half {
        assert!(ours.recall_at_5 >= 0.97, "{name} {ours:?}");
        assert!(ours.precision >= 0.93, "{name} {ours:?}");
        assert!(ours.recall >= 0.88, "{name} {ours:?}");
        assert!(
            share(ours.opposites.0, ours.opposites.1) >= 0.8,
            "{name} {ours:?}"
        );
        assert!(ours.recall_at_5 > plain.recall_at_5, "{name} {plain:?}");
        assert!(ours.precision > plain.precision, "{name} {plain:?}");
        assert!(ours.recall > plain.recall + 0.2, "{name} {plain:?}");
    }
}
