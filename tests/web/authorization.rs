//! Every route before everybody, as the running application answers. The tables in
//! `tests/golden` are reviewed in diffs; they are the same on both databases.

use std::collections::BTreeMap;
use std::fmt::Write;

use actix_web::http::Method;
use doithoai::difficulties::{Difficulty, Status};

use crate::addresses::{Address, all, is_about_an_item};
use crate::golden::assert_golden;
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, Answer, Browser, CHAIR, DUNG, HOA, MINH, SON, THU, VAN, World,
};

#[test]
fn every_route_says_who_may_knock() {
    let mut table = String::from("# method path: who may knock\n");
    for entry in doithoai::app::routes().entries() {
        writeln!(table, "{} {}: {}", entry.method, entry.path, entry.access).unwrap();
    }
    assert_golden("routes.txt", &table);
}

/// Stands in an address for the item it is about.
const NO_ITEM: &str = "KK24-0000";

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

/// The forms that pages about an item show to anybody of the columns, as they come: fields by
/// action, with the item's reference taken out.
type Forms = BTreeMap<String, Vec<(String, String)>>;

async fn forms(world: &World, kind: Kind, foreign: &Difficulty) -> Forms {
    let mut forms = Forms::new();
    let item = kind.create(world).await;
    for (_, who) in COLUMNS {
        let browser = browser(world, who, &item, foreign).await;
        for address in all(&Method::GET, &item.reference) {
            for (action, fields) in browser.get(&address.concrete).await.forms() {
                let action = action.replace(&item.reference, NO_ITEM);
                forms.entry(action).or_insert(fields);
            }
        }
    }
    forms
}

/// Sends a form as its page made it, or empty if no page has it.
async fn send(browser: &Browser<'_>, forms: &Forms, concrete: &str, reference: &str) -> Answer {
    let none = Vec::new();
    let fields = forms.get(concrete).unwrap_or(&none);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser
        .post(&concrete.replace(NO_ITEM, reference), &fields)
        .await
}

/// The statuses of one line. What an act changed, the next one does not meet.
async fn line(
    world: &World,
    kind: Kind,
    address: &Address,
    foreign: &Difficulty,
    forms: &Forms,
) -> String {
    let mut line = String::new();
    let mut item = kind.create(world).await;
    for (_, who) in COLUMNS {
        let browser = browser(world, who, &item, foreign).await;
        let concrete = &address.concrete;
        let answer = if address.method == Method::POST {
            send(&browser, forms, concrete, &item.reference).await
        } else {
            browser
                .get(&concrete.replace(NO_ITEM, &item.reference))
                .await
        };
        assert!(
            answer.status.as_u16() < 500,
            "{concrete}: {}",
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
         # Forms are sent as their page makes them, nothing typed in: 303 and 422 say that the act is\n\
         # open to them, 409 that it would be at another time.\n\
         # The item is in progress with the lead's officer, `lead`; a restricted one is assigned, and\n\
         # nobody is named on it. `else` is an officer of another agency.\n\n",
    );
    let names = COLUMNS.map(|(name, _)| format!(" {name:>5}")).concat();
    for method in [Method::GET, Method::POST] {
        let (items, others): (Vec<_>, Vec<_>) = all(&method, NO_ITEM)
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
            let forms = if method == Method::POST {
                forms(&world, kind, &foreign).await
            } else {
                Forms::new()
            };
            writeln!(table, "{:<48}{names}", format!("{method}, {name}")).unwrap();
            for address in addresses {
                let statuses = line(&world, kind, address, &foreign, &forms).await;
                writeln!(table, "{:<48}{statuses}", address.path).unwrap();
            }
            table.push('\n');
        }
    }
    assert_golden("authorization.txt", table.trim_end_matches('\n'));
}

/// What one may not know of is answered like what does not exist: the same page, letter by
/// letter, whether it is read or acted on.
#[actix_web::test]
async fn hidden_is_the_answer_of_a_number_that_does_not_exist() {
    const MISSING: &str = "KK24-9999";
    let world = World::new().await;
    let foreign = world.difficulty().filed_by(MINH).create().await;
    let about_items = |method| {
        let all = all(&method, NO_ITEM).into_iter();
        all.filter(|address| is_about_an_item(address.path))
            .collect::<Vec<_>>()
    };
    for (kind, name) in Kind::ALL {
        let forms = forms(&world, kind, &foreign).await;
        let item = kind.create(&world).await;
        for (column, who) in COLUMNS {
            let browser = browser(&world, who, &item, &foreign).await;
            browser.csrf();
            let hidden = |there: Answer, missing: Answer, path: &str| {
                assert_eq!(missing.status, 404, "{column} {path}");
                let there = there.body.replace(&item.reference, MISSING);
                assert_eq!(there, missing.body, "{name}, {column}, {path}");
            };
            for address in about_items(Method::GET) {
                let path = |reference| address.concrete.replace(NO_ITEM, reference);
                let there = browser.get(&path(&item.reference)).await;
                if there.status == 404 {
                    hidden(there, browser.get(&path(MISSING)).await, address.path);
                }
            }
            for address in about_items(Method::POST) {
                let there = send(&browser, &forms, &address.concrete, &item.reference).await;
                if there.status == 404 {
                    let missing = send(&browser, &forms, &address.concrete, MISSING).await;
                    hidden(there, missing, address.path);
                }
            }
        }
    }
}
