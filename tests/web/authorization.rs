//! Every route before everybody, as the running application answers. The tables in
//! `tests/golden` are reviewed in diffs; they are the same on both databases.

use std::collections::BTreeMap;
use std::fmt::Write;

use actix_web::http::Method;
use doithoai::difficulties::{Difficulty, Status};

use crate::addresses::{Address, all, is_about_an_item};
use crate::golden::assert_golden;
use crate::world::{
    ADMINISTRATOR, AGRICULTURE, ASSOCIATION, Answer, Browser, CHAIR, DUNG, DUNGS_LEADER, HOA,
    LANS_ACCOUNT, MINH, MINHS_ACCOUNT, SON, THU, VAN, World,
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
    /// Signed in, and it stands in their account.
    Owner,
    /// Signed in, and it does not.
    OtherOwner,
    /// An association that filed it by a mandate.
    Association,
    Staff(&'static str),
}

const STAFF: [&str; 8] = [HOA, DUNG, DUNGS_LEADER, SON, THU, VAN, CHAIR, ADMINISTRATOR];

const COLUMNS: [(&str, Who); 13] = [
    ("any", Who::Anybody),
    ("filer", Who::Filer),
    ("other", Who::OtherFiler),
    ("own", Who::Owner),
    ("oth", Who::OtherOwner),
    ("assoc", Who::Association),
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

/// One browser for each column. Members of the staff stay signed in from item to item.
struct Browsers<'w> {
    world: &'w World,
    foreign: Difficulty,
    /// Of the association, by which it files for others.
    mandate: i64,
    staff: BTreeMap<&'static str, Browser<'w>>,
    members: BTreeMap<&'static str, Browser<'w>>,
}

impl<'w> Browsers<'w> {
    async fn open(world: &'w World) -> Self {
        let foreign = world.difficulty().filed_by(MINH).assigned_to(AGRICULTURE);
        let mut staff = BTreeMap::new();
        for name in STAFF {
            staff.insert(name, world.sign_in(name).await);
        }
        let mut members = BTreeMap::new();
        for name in [LANS_ACCOUNT, MINHS_ACCOUNT, ASSOCIATION] {
            members.insert(name, world.sign_in(name).await);
        }
        Self {
            world,
            mandate: world.mandate_until("2024-12-31").await,
            members,
            foreign: foreign.create().await,
            staff,
        }
    }

    async fn of(&self, who: Who, item: &Difficulty) -> Browser<'w> {
        match who {
            Who::Anybody => self.world.stranger(),
            Who::Filer => self.world.filer_of(item).await,
            Who::OtherFiler => self.world.filer_of(&self.foreign).await,
            Who::Owner => {
                self.world.owned_by(item, LANS_ACCOUNT).await;
                self.members[LANS_ACCOUNT].clone()
            }
            Who::OtherOwner => self.members[MINHS_ACCOUNT].clone(),
            Who::Association => {
                self.world.filed_under(item, self.mandate).await;
                self.members[ASSOCIATION].clone()
            }
            Who::Staff(name) => self.staff[name].clone(),
        }
    }
}

/// The forms that pages about items show, as they come: fields by action, with the reference
/// taken out. Each act has its time, so there is an item in every status.
type Forms = BTreeMap<String, Vec<(String, String)>>;

async fn forms() -> Forms {
    let world = World::new().await;
    let browsers = Browsers::open(&world).await;
    let shared = world.difficulty().with_coordinating(AGRICULTURE);
    let mut items = vec![
        world.difficulty().published().create().await,
        shared.standing(Status::InProgress).create().await,
        world.difficulty().shielded().create().await,
    ];
    for status in [
        Status::Submitted,
        Status::Accepted,
        Status::NeedInfo,
        Status::Assigned,
        Status::InProgress,
        Status::PendingApproval,
        Status::Answered,
        Status::Closed,
    ] {
        items.push(world.difficulty().standing(status).create().await);
    }
    let mut forms = Forms::new();
    for item in &items {
        let mut readers = vec![browsers.of(Who::Filer, item).await];
        readers.extend(browsers.staff.values().cloned());
        for reader in readers {
            for address in all(&Method::GET, &item.reference) {
                if !is_about_an_item(address.path) {
                    continue;
                }
                for (action, fields) in reader.get(&address.concrete).await.forms() {
                    forms
                        .entry(action.replace(&item.reference, NO_ITEM))
                        .or_insert(fields);
                }
            }
        }
    }
    forms
}

/// Sends a form as its page made it, or bare if no page has it; the version is the
/// item's own.
async fn send(browser: &Browser<'_>, forms: &Forms, concrete: &str, item: &Difficulty) -> Answer {
    let version = item.version.to_string();
    // Acts that no page offered at their time still need the version.
    let bare = if concrete.contains(NO_ITEM) {
        vec![("phien_ban".to_owned(), String::new())]
    } else {
        Vec::new()
    };
    let fields: Vec<_> = forms
        .get(concrete)
        .unwrap_or(&bare)
        .iter()
        .map(|(name, value)| match name.as_str() {
            "phien_ban" => ("phien_ban", version.as_str()),
            other => (other, value.as_str()),
        })
        .collect();
    browser
        .post(&concrete.replace(NO_ITEM, &item.reference), &fields)
        .await
}

/// The statuses of one line. What an act changed, the next one does not meet.
async fn line(browsers: &Browsers<'_>, kind: Kind, address: &Address, forms: &Forms) -> String {
    let world = browsers.world;
    let mut line = String::new();
    let mut item = kind.create(world).await;
    for (_, who) in COLUMNS {
        let browser = browsers.of(who, &item).await;
        let concrete = &address.concrete;
        let answer = if address.method == Method::POST {
            send(&browser, forms, concrete, &item).await
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
         # nobody is named on it. `else` is an officer of another agency. `own` is signed in and has\n\
         # it in their account, `oth` is signed in and has not, `assoc` filed it by a mandate.\n",
    );
    let names = COLUMNS.map(|(name, _)| format!(" {name:>5}")).concat();
    let forms = forms().await;
    for method in [Method::GET, Method::POST] {
        let (items, others): (Vec<_>, Vec<_>) = all(&method, NO_ITEM)
            .into_iter()
            .partition(|address| is_about_an_item(address.path));
        writeln!(table, "\n{:<48}{names}", format!("{method}, no item")).unwrap();
        for address in &others {
            // Signing out and the like end what the next line would need.
            let world = World::new().await;
            let browsers = Browsers::open(&world).await;
            let statuses = line(&browsers, Kind::Unpublished, address, &forms).await;
            writeln!(table, "{:<48}{statuses}", address.path).unwrap();
        }
        for (kind, name) in Kind::ALL {
            let world = World::new().await;
            let browsers = Browsers::open(&world).await;
            writeln!(table, "\n{:<48}{names}", format!("{method}, {name}")).unwrap();
            for address in &items {
                let statuses = line(&browsers, kind, address, &forms).await;
                writeln!(table, "{:<48}{statuses}", address.path).unwrap();
            }
        }
    }
    assert_golden("authorization.txt", &table);
}

/// What one may not know of is answered like what does not exist: the same page, letter by
/// letter, whether it is read or acted on.
#[actix_web::test]
async fn hidden_is_the_answer_of_a_number_that_does_not_exist() {
    let world = World::new().await;
    let browsers = Browsers::open(&world).await;
    let forms = forms().await;
    let about_items = |method| {
        let all = all(&method, NO_ITEM).into_iter();
        all.filter(|address| is_about_an_item(address.path))
            .collect::<Vec<_>>()
    };
    for (kind, name) in Kind::ALL {
        let item = kind.create(&world).await;
        let mut missing = item.clone();
        missing.reference = "KK24-9999".into();
        for (column, who) in COLUMNS {
            let browser = browsers.of(who, &item).await;
            browser.csrf();
            let hidden = |there: Answer, not_there: Answer, path: &str| {
                assert_eq!(not_there.status, 404, "{column} {path}");
                // What was typed comes back on both, and may name the item.
                let unnamed =
                    |answer: Answer| answer.body.replace(&item.reference, &missing.reference);
                assert_eq!(
                    unnamed(there),
                    unnamed(not_there),
                    "{name}, {column}, {path}"
                );
            };
            for address in about_items(Method::GET) {
                let path = |of: &Difficulty| address.concrete.replace(NO_ITEM, &of.reference);
                let there = browser.get(&path(&item)).await;
                if there.status == 404 {
                    hidden(there, browser.get(&path(&missing)).await, address.path);
                }
            }
            for address in about_items(Method::POST) {
                let there = send(&browser, &forms, &address.concrete, &item).await;
                if there.status == 404 {
                    let not_there = send(&browser, &forms, &address.concrete, &missing).await;
                    hidden(there, not_there, address.path);
                }
            }
        }
    }
}
