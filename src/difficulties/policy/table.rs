//! The policy as a text that people review in diffs.

use std::fmt::Write as _;

use super::{Capability, Matter, Relation, Standing, Verdict, may, may_do};
use crate::difficulties::vocabulary::{IdentityLevel, Publication};
use crate::difficulties::workflow::{Action, Status};

/// Every capability and every act for every relation, over each kind of matter.
#[must_use]
pub fn table() -> String {
    let mut text = String::from(
        "Who may do what with one difficulty. Written by a test from src/difficulties/policy;\n\
         review it like code.\n\n\
         Y yes   H hidden, as a number that does not exist   - refused\n",
    );
    text.push('\n');
    for &relation in Relation::ALL {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{:<4}{relation}", short(relation));
    }
    for (title, matter, standing) in kinds() {
        let row = |name: &str, number: u8, ask: &dyn Fn(Standing) -> Verdict| {
            let mut line = format!("{number:>2}  {name:<25}");
            for &relation in Relation::ALL {
                let _ = write!(line, "{:<4}", letter(ask(standing(relation))));
            }
            line.trim_end().to_owned()
        };
        let mut head = format!("\n## {title}\n\n{:<29}", " #");
        for &relation in Relation::ALL {
            let _ = write!(head, "{:<4}", short(relation));
        }
        let _ = writeln!(text, "{}", head.trim_end());
        for &capability in Capability::ALL {
            let ask = |standing| may(capability, standing, &matter);
            let _ = writeln!(
                text,
                "{}",
                row(capability.as_str(), capability.row_number(), &ask)
            );
        }
        text.push('\n');
        for &action in Action::ALL {
            let ask = |standing| may_do(action, standing, &matter);
            let _ = writeln!(text, "{}", row(action.as_str(), action.number(), &ask));
        }
    }
    text
}

type Kind = (&'static str, Matter, fn(Relation) -> Standing);

/// The matters worth a table each. Acts are shown as if they were possible now.
fn kinds() -> [Kind; 9] {
    let plain = Matter {
        in_objection_window: true,
        reopening_asked: true,
        ..Matter::plain(Status::Submitted)
    };
    let restricted = Matter {
        restricted: true,
        ..plain
    };
    [
        ("unpublished, who filed is open", plain, Standing::of),
        (
            "unpublished, who filed is shielded",
            Matter {
                identity: IdentityLevel::Shielded,
                ..plain
            },
            Standing::of,
        ),
        (
            "restricted, the viewer is not named",
            restricted,
            Standing::of,
        ),
        ("restricted, the viewer is named", restricted, |relation| {
            Standing::of(relation).named()
        }),
        (
            "published and answered",
            Matter {
                status: Status::Answered,
                publication: Publication::Public,
                ..plain
            },
            Standing::of,
        ),
        ("a draft", Matter::plain(Status::Draft), Standing::of),
        (
            "a draft the viewer typed in for another",
            Matter {
                entered_by_viewer: true,
                ..Matter::plain(Status::Draft)
            },
            Standing::of,
        ),
        (
            "the viewer drafted and proposed it, and every allowance is used up",
            Matter {
                drafter_is_viewer: true,
                proposer_is_viewer: true,
                parent_answered: true,
                reopening_asked: false,
                reopenings: 1,
                returns: 2,
                questions: 2,
                ..plain
            },
            Standing::of,
        ),
        ("the viewer filed it themselves", plain, |relation| {
            Standing::of(relation).and_filer()
        }),
    ]
}

const fn letter(verdict: Verdict) -> char {
    match verdict {
        Verdict::Yes => 'Y',
        Verdict::Hidden => 'H',
        Verdict::Refused => '-',
    }
}

/// The head of a column.
const fn short(relation: Relation) -> &'static str {
    match relation {
        Relation::Anybody => "An",
        Relation::Filer => "F",
        Relation::OtherFiler => "F2",
        Relation::Association => "As",
        Relation::OfficerOfLead => "Ol",
        Relation::OfficerOfCoordinating => "Oc",
        Relation::OfficerElsewhere => "Ox",
        Relation::LeaderOfLead => "Ll",
        Relation::LeaderOfCoordinating => "Lc",
        Relation::LeaderElsewhere => "Lx",
        Relation::Clerk => "C",
        Relation::Secretary => "S",
        Relation::Chair => "Ch",
        Relation::Administrator => "Ad",
        Relation::Timer => "T",
    }
}
