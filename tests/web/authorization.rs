//! Every route before everybody, as the running application answers. The tables in
//! `tests/golden` are reviewed in diffs; they are the same on both databases.

use std::fmt::Write;

use actix_web::http::Method;
use doithoai::difficulties::{Difficulty, Status};

use crate::addresses::{Address, all, is_about_an_item};
use crate::golden::assert_golden;
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Browser, CHAIR, DUNG, HOA, MINH, SON, THU, VAN, World,
};

#[test]
fn every_route_says_who_may_knock() {
    let mut table = String::from("# method path: who may knock\n");
    for entry in doithoai::app::routes().entries() {
        writeln!(table, "{} {}: {}", entry.method, entry.path, entry.access).unwrap();
    }
    assert_golden("routes.txt", &table);
}

/// Who asks, in the order of the columns.
#[derive(Clone, Copy)]
enum Who {
    Anybody,
    Filer,
    OtherFiler,
    Staff(&'static str),
}

const COLUMNS: [(&str, Who); 10] = [
    ("any", Who::Anybody),
    ("filer", Who::Filer),
    ("other", Who::OtherFiler),
    ("lead", Who::Staff(HOA)),
    ("else", Who::Staff(DUNG)),
    ("ldr", Who::Staff(SON)),
    ("clerk", Who::Staff(THU)),
    ("sec", Who::Staff(VAN)),
    ("chair", Who::Staff(CHAIR)),
    ("admin", Who::Staff(ADMINISTRATOR)),
];

/// The item a route is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Unpublished,
    Published,
    Restricted,
}

impl Kind {
    const ALL: [(Self, &str); 3] = [
        (Self::Unpublished, "unpublished"),
        (Self::Published, "published"),
        (Self::Restricted, "restricted"),
    ];

    /// A new one in the hands of the lead's officer; a restricted one waits with the lead, of
    /// whom nobody is named on it yet.
    async fn create(self, world: &World) -> Difficulty {
        let item = world.difficulty();
        match self {
            Self::Unpublished => item.standing(Status::InProgress),
            Self::Published => item.standing(Status::InProgress).published(),
            Self::Restricted => item.standing(Status::Assigned).restricted(),
        }
        .create()
        .await
    }
}

async fn browser<'w>(
    world: &'w World,
    who: Who,
    item: &Difficulty,
    foreign: &Difficulty,
) -> Browser<'w> {
    match who {
        Who::Anybody => world.stranger(),
        Who::Filer => world.filer_of(item).await,
        Who::OtherFiler => world.filer_of(foreign).await,
        Who::Staff(name) => world.sign_in(name).await,
    }
}

/// The statuses of one line. A form is sent empty but for its token; what an act changed, the
/// next one does not meet.
async fn line(world: &World, kind: Kind, address: &Address, foreign: &Difficulty) -> String {
    let mut line = String::new();
    let mut item = kind.create(world).await;
    for (_, who) in COLUMNS {
        let browser = browser(world, who, &item, foreign).await;
        let concrete = address.concrete.replace("KK24-0000", &item.reference);
        let answer = if address.method == Method::POST {
            browser.post(&concrete, &[]).await
        } else {
            browser.get(&concrete).await
        };
        assert_ne!(
            answer.status,
            500,
            "{} {concrete}: {}",
            address.method,
            answer.words()
        );
        write!(line, " {:>5}", answer.status.as_u16()).unwrap();
        if address.method == Method::POST && world.reload(&item).await != item {
            item = kind.create(world).await;
        }
    }
    line
}

#[actix_web::test]
async fn every_route_before_everybody() {
    let mut table = String::from(
        "# What the running application answers to each route, by item and by who asks.\n\
         # Forms are sent empty but for their token: 303 and 422 say that the act is open to them.\n\
         # The item is in progress with the lead's officer, `lead`; a restricted one is assigned, and\n\
         # nobody is named on it. `else` is an officer of another agency.\n\n",
    );
    let names = COLUMNS.map(|(name, _)| format!(" {name:>5}")).concat();
    for method in [Method::GET, Method::POST] {
        let (items, others): (Vec<_>, Vec<_>) = all(&method, "KK24-0000")
            .into_iter()
            .partition(|address| is_about_an_item(address.path));
        let mut tables = vec![(Kind::Unpublished, "no item", &others)];
        for (kind, name) in Kind::ALL {
            tables.push((kind, name, &items));
        }
        for (kind, name, addresses) in tables {
            if addresses.is_empty() {
                continue;
            }
            let world = World::new().await;
            let foreign = world
                .difficulty()
                .filed_by(MINH)
                .assigned_to(AGRICULTURE)
                .create()
                .await;
            writeln!(table, "{:<48}{names}", format!("{method}, {name}")).unwrap();
            for address in addresses {
                let statuses = line(&world, kind, address, &foreign).await;
                writeln!(table, "{:<48}{statuses}", address.path).unwrap();
            }
            table.push('\n');
        }
    }
    assert_golden("authorization.txt", table.trim_end_matches('\n'));
}

/// What one may not know of is answered like what does not exist: the same page, letter by letter.
#[actix_web::test]
async fn hidden_is_the_answer_of_a_number_that_does_not_exist() {
    let world = World::new().await;
    let foreign = world.difficulty().filed_by(MINH).create().await;
    for (kind, name) in Kind::ALL {
        let item = kind.create(&world).await;
        for (column, who) in COLUMNS {
            let browser = browser(&world, who, &item, &foreign).await;
            browser.csrf();
            for address in all(&Method::GET, "KK24-0000") {
                if !is_about_an_item(address.path) {
                    continue;
                }
                let there = browser
                    .get(&address.concrete.replace("KK24-0000", &item.reference))
                    .await;
                if there.status != 404 {
                    continue;
                }
                let missing = browser
                    .get(&address.concrete.replace("KK24-0000", "KK24-9999"))
                    .await;
                assert_eq!(missing.status, 404, "{column} {}", address.path);
                let there = there.body.replace(&item.reference, "KK24-9999");
                assert_eq!(there, missing.body, "{name}, {column}, {}", address.path);
            }
        }
    }
}
