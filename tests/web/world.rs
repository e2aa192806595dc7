//! The cast and their conference, in a database of their own, before the running application.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use actix_http::Request;
use actix_service::Service;
use actix_service::boxed::{RcService, rc_service};
use actix_web::body::{BoxBody, to_bytes};
use actix_web::cookie::Cookie;
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::{test, web};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use doithoai::accounts::{Role, Staff, logins, passwords, queries as accounts};
use doithoai::app::App;
use doithoai::clock::Clock;
use doithoai::conferences::{self, Conference, TopicGroup};
use doithoai::config::{FilesAt, Settings};
use doithoai::dates;
use doithoai::db::schema;
use doithoai::db::{Db, DbConnection, DbError};
use doithoai::difficulties::actions::{Act, ActError, Doer, Redaction, Split, perform};
use doithoai::difficulties::{
    Action, Channel, Difficulty, IdentityLevel, Outcome, Priority, PublicationConsent, Status,
};
use doithoai::filers::{FilerKind, owners};
use doithoai::submissions::actions::{Filed, NewFiler, NewFiling, file};
use doithoai::text;
use doithoai::web::visit::{SeenToken, cookies};

use crate::database::TestDatabase;

/// Agency ids, the same in every world.
pub const OFFICE: i64 = 1;
pub const TRADE: i64 = 2;
pub const AGRICULTURE: i64 = 3;
pub const PLANNING: i64 = 4;

/// Sign-in names of the cast.
pub const HOA: &str = "hoa";
pub const SON: &str = "son";
pub const DUNG: &str = "dung";
/// The leader of Dũng's agency, named by office.
pub const DUNGS_LEADER: &str = "ld-snn";
pub const THU: &str = "thu";
pub const VAN: &str = "van";
pub const CHAIR: &str = "chu-tri";
pub const ADMINISTRATOR: &str = "quan-tri";

/// Accounts of filers and associations.
pub const LANS_ACCOUNT: &str = "lan@example.vn";
pub const MINHS_ACCOUNT: &str = "minh@example.vn";
pub const ASSOCIATION: &str = "hiep-hoi";

/// Filers and their telephones.
pub const LAN: FilerOf = FilerOf {
    name: "Hộ gốm bà Lan",
    phone: "0912 000 111",
    kind: FilerKind::Household,
    village: "Bát Tràng",
};
pub const MINH: FilerOf = FilerOf {
    name: "Hợp tác xã ông Minh",
    phone: "0912 000 222",
    kind: FilerKind::Cooperative,
    village: "Phú Vinh",
};

/// What the cast types in [`World::give_password`].
pub const PASSWORD: &str = "lò nung gas 4 khối";

#[derive(Debug, Clone, Copy)]
pub struct FilerOf {
    pub name: &'static str,
    pub phone: &'static str,
    pub kind: FilerKind,
    pub village: &'static str,
}

pub struct World {
    pub app: web::Data<App>,
    pub conference: Conference,
    pub topics: Vec<TopicGroup>,
    /// Where files are stored.
    pub files: tempfile::TempDir,
    /// Numbers of the documents given out, each once.
    documents: std::cell::Cell<i32>,
    service: RcService<Request, ServiceResponse<BoxBody>, actix_web::Error>,
    // Dropped last: the application still holds connections to it.
    pub database: TestDatabase,
}

impl World {
    /// The conference of 5 July 2024, a week before it: Friday 28 June, 09:00.
    pub async fn new() -> Self {
        Self::tuned(Duration::from_secs(5), |_| {}).await
    }

    /// The same, on a database that waits for others only so long, and with the application
    /// changed before it serves.
    pub async fn tuned(patience: Duration, tune: impl FnOnce(&mut App)) -> Self {
        let database = TestDatabase::new();
        let db = Db::open_with_patience(&database.url, 4, patience).unwrap();
        let mut settings = Settings::from_variables([], "unused.db").unwrap();
        let files = tempfile::tempdir().unwrap();
        settings.files = FilesAt::Folder(files.path().to_owned());
        let mut app = App::new(db, Clock::still_at(at("2024-06-28T09:00")), settings).unwrap();
        tune(&mut app);
        app.db
            .write_blocking(|conn| seed(conn).map_err(DbError::from))
            .unwrap();
        let (conference, topics) = app
            .db
            .read_blocking(|conn| {
                let conference = conferences::queries::by_slug(conn, "lang-nghe-2024")?;
                let topics = conferences::queries::topic_groups(conn, conference.id)?;
                Ok::<_, DbError>((conference, topics))
            })
            .unwrap();
        let app = web::Data::new(app);
        let service = rc_service(test::init_service(doithoai::web_app!(app)).await);
        Self {
            app,
            conference,
            topics,
            files,
            documents: std::cell::Cell::new(12),
            service,
            database,
        }
    }

    /// Moves the clock to a local time.
    pub fn set_time(&self, local: &str) {
        self.app.clock.set(at(local));
    }

    pub fn now(&self) -> NaiveDateTime {
        self.app.clock.now()
    }

    /// Somebody nobody knows.
    pub fn stranger(&self) -> Browser<'_> {
        Browser {
            world: self,
            jar: RefCell::default(),
        }
    }

    /// Somebody with an account, signed in.
    pub async fn sign_in(&self, name: &str) -> Browser<'_> {
        let browser = self.stranger();
        let (name, now) = (name.to_owned(), self.now());
        let (token, is_public) = self
            .write(move |conn| {
                let account = accounts::by_sign_in_name(conn, &name)?.expect("one of the cast");
                let is_public = account.role.is_public();
                let token = if is_public {
                    logins::begin_member(conn, account.id, now)?
                } else {
                    logins::begin_staff(conn, account.id, now)?
                };
                Ok((token, is_public))
            })
            .await;
        let cookie = if is_public {
            cookies::MEMBER
        } else {
            cookies::STAFF
        };
        browser.set_cookie(cookie, &SeenToken::text(&self.app, &token));
        browser
    }

    /// Puts a difficulty's submission into an account.
    pub async fn owned_by(&self, difficulty: &Difficulty, name: &str) {
        let (name, submission_id, now) = (name.to_owned(), difficulty.submission_id, self.now());
        self.write(move |conn| {
            let account = accounts::by_sign_in_name(conn, &name)?.expect("one of the cast");
            Ok(owners::own(conn, submission_id, account.id, now)?)
        })
        .await;
    }

    /// A mandate of Lan's to the association, from the opening of the conference until a day.
    pub async fn mandate_until(&self, day: &str) -> i64 {
        let (now, until) = (self.now(), day.parse::<NaiveDate>().unwrap());
        self.write(move |conn| {
            let account = accounts::by_sign_in_name(conn, ASSOCIATION)?.expect("of the cast");
            Ok(diesel::insert_into(schema::mandates::table)
                .values((
                    (
                        schema::mandates::association_id.eq(account.id),
                        schema::mandates::kind.eq(LAN.kind),
                        schema::mandates::name.eq(LAN.name),
                        schema::mandates::folded.eq(text::name_key(LAN.name)),
                        schema::mandates::phone.eq(LAN.phone),
                        schema::mandates::village.eq(LAN.village),
                        schema::mandates::commune.eq("xã Bát Tràng, huyện Gia Lâm"),
                    ),
                    schema::mandates::valid_from.eq(NaiveDate::from_ymd_opt(2024, 6, 3).unwrap()),
                    schema::mandates::valid_to.eq(until),
                    schema::mandates::given.eq("paper"),
                    schema::mandates::given_note.eq("Giấy ủy quyền 01/2024"),
                    schema::mandates::made_at.eq(now),
                ))
                .returning(schema::mandates::id)
                .get_result(conn)?)
        })
        .await
    }

    /// Remembers that a difficulty was filed under a mandate.
    pub async fn filed_under(&self, difficulty: &Difficulty, mandate_id: i64) {
        let submission_id = difficulty.submission_id;
        self.write(move |conn| {
            let known: i64 = schema::mandate_submissions::table
                .find(submission_id)
                .count()
                .get_result(conn)?;
            if known == 0 {
                diesel::insert_into(schema::mandate_submissions::table)
                    .values((
                        schema::mandate_submissions::submission_id.eq(submission_id),
                        schema::mandate_submissions::mandate_id.eq(mandate_id),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        })
        .await;
    }

    /// The filer of a difficulty, who gave look-up code and phone.
    pub async fn filer_of(&self, difficulty: &Difficulty) -> Browser<'_> {
        let browser = self.stranger();
        let (submission_id, now) = (difficulty.submission_id, self.now());
        let token = self
            .write(move |conn| Ok(logins::begin_filer(conn, submission_id, now)?))
            .await;
        browser.set_cookie(cookies::FILER, &SeenToken::text(&self.app, &token));
        browser
    }

    /// Gives one of the cast [`PASSWORD`].
    pub async fn give_password(&self, name: &str) {
        static HASH: OnceLock<String> = OnceLock::new();
        let hash = HASH.get_or_init(|| passwords::hash(PASSWORD).unwrap());
        let account_id = self.staff(name).await.account_id;
        self.write(move |conn| Ok(accounts::set_password_hash(conn, account_id, hash)?))
            .await;
    }

    /// One of the cast as whoever acts.
    pub async fn staff(&self, name: &str) -> Staff {
        let name = name.to_owned();
        self.read(move |conn| {
            let account = accounts::by_sign_in_name(conn, &name)?.expect("one of the cast");
            Ok(Staff {
                account_id: account.id,
                login_id: 0,
                display_name: account.display_name,
                role: account.role,
                agency_id: account.agency_id,
                agency_vi: None,
                agency_en: None,
            })
        })
        .await
    }

    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, ActError> + Send + 'static,
    ) -> T {
        self.app.db.write(work).await.unwrap()
    }

    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> Result<T, ActError> + Send + 'static,
    ) -> T {
        self.app.db.read(work).await.unwrap()
    }

    /// Does an act as one of the cast.
    pub async fn act(
        &self,
        name: &str,
        difficulty: &Difficulty,
        act: Act,
    ) -> Result<Difficulty, ActError> {
        let doer = Doer::staff(self.staff(name).await);
        self.act_as(doer, difficulty, act).await
    }

    pub async fn act_as(
        &self,
        doer: Doer,
        difficulty: &Difficulty,
        act: Act,
    ) -> Result<Difficulty, ActError> {
        let (id, now) = (difficulty.id, self.now());
        self.app
            .db
            .write(move |conn| perform(conn, &doer, now, id, None, &act))
            .await
    }

    /// A difficulty as it now stands.
    pub async fn reload(&self, difficulty: &Difficulty) -> Difficulty {
        let id = difficulty.id;
        self.read(move |conn| Ok(doithoai::difficulties::queries::find(conn, id)?))
            .await
    }

    /// The next free number of a document, from 12/SCT-QLCN on.
    pub fn next_document(&self) -> String {
        let number = self.documents.get();
        self.documents.set(number + 1);
        format!("{number}/SCT-QLCN")
    }

    /// A difficulty to be made: filed by Lan, waiting for intake, unless told otherwise.
    pub fn difficulty(&self) -> NewItem<'_> {
        NewItem {
            world: self,
            filer: LAN,
            title: "Phải dời lò gas nhưng cụm công nghiệp đã hết đất".into(),
            body: "Xưởng ở giữa xóm, phải chuyển lò gas ra khỏi khu dân cư.".into(),
            ask: "Cho thuê 300 m² ở cụm giai đoạn 2.".into(),
            topic: 0,
            lead: TRADE,
            coordinating: Vec::new(),
            consent: PublicationConsent::Anonymous,
            restricted: false,
            shielded: false,
            status: Status::Submitted,
            published: false,
        }
    }
}

/// A local time such as `2024-06-28T09:00`, in UTC.
pub fn at(local: &str) -> NaiveDateTime {
    dates::to_utc(NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M").unwrap())
}

fn seed(conn: &mut DbConnection) -> QueryResult<()> {
    use schema::{agencies, areas, conference_agencies, conferences, topic_groups};
    for (id, code, vi, en) in [
        (
            OFFICE,
            "VP-UBND",
            "Văn phòng UBND Thành phố",
            "Office of the City People's Committee",
        ),
        (
            TRADE,
            "SCT",
            "Sở Công Thương",
            "Department of Industry and Trade",
        ),
        (
            AGRICULTURE,
            "SNNPTNT",
            "Sở Nông nghiệp và Phát triển nông thôn",
            "Department of Agriculture and Rural Development",
        ),
        (
            PLANNING,
            "SQHKT",
            "Sở Quy hoạch - Kiến trúc",
            "Department of Planning and Architecture",
        ),
    ] {
        diesel::insert_into(agencies::table)
            .values((
                agencies::id.eq(id),
                agencies::code.eq(code),
                agencies::name_vi.eq(vi),
                agencies::name_en.eq(en),
                agencies::kind.eq("department"),
                agencies::sort_key.eq(text::sort_key(vi)),
            ))
            .execute(conn)?;
    }
    let abolished = NaiveDate::from_ymd_opt(2025, 6, 30);
    for (id, code, name, kind, parent) in [
        (1, "018", "Huyện Gia Lâm", "district", None),
        (2, "019", "Quận Nam Từ Liêm", "district", None),
        (3, "276", "Huyện Thạch Thất", "district", None),
        (11, "00562", "Xã Bát Tràng", "commune", Some(1)),
        (12, "00634", "Phường Đại Mỗ", "commune", Some(2)),
        (13, "04990", "Xã Đại Mỗ", "commune", Some(3)),
        (14, "04987", "Xã Hữu Bằng", "commune", Some(3)),
    ] {
        diesel::insert_into(areas::table)
            .values((
                areas::id.eq(id),
                areas::code.eq(code),
                areas::name_vi.eq(name),
                areas::name_en.eq(name),
                areas::kind.eq(kind),
                areas::parent_id.eq(parent.map(i64::from)),
                areas::valid_to.eq(abolished),
                areas::folded.eq(doithoai::areas::bare_name(name)),
            ))
            .execute(conn)?;
    }
    let conference_id: i64 = diesel::insert_into(conferences::table)
        .values((
            conferences::slug.eq("lang-nghe-2024"),
            conferences::reference_prefix.eq("KK24"),
            conferences::title_vi.eq("Hội nghị đối thoại làng nghề Hà Nội"),
            conferences::title_en.eq("Hanoi craft-village dialogue"),
            conferences::short_vi.eq("Đối thoại làng nghề 2024"),
            conferences::short_en.eq("Craft-village dialogue 2024"),
            conferences::place_vi.eq("Trụ sở UBND Thành phố"),
            conferences::place_en.eq("City People's Committee"),
            conferences::chair_vi.eq("Chủ tịch UBND Thành phố"),
            conferences::chair_en.eq("Chairman of the City People's Committee"),
            conferences::secretariat_id.eq(OFFICE),
            conferences::held_at.eq(Some(at("2024-07-05T08:30"))),
            conferences::filing_opens_at.eq(at("2024-06-03T08:00")),
            conferences::filing_closes_at.eq(at("2024-07-03T17:00")),
        ))
        .returning(conferences::id)
        .get_result(conn)?;
    for (position, vi, en) in [
        (
            1,
            "Quy hoạch, Hạ tầng, Du lịch và Môi trường làng nghề",
            "Planning, infrastructure, tourism and environment",
        ),
        (
            2,
            "Cơ chế chính sách hỗ trợ làng nghề",
            "Support mechanisms and policies",
        ),
        (
            3,
            "Khoa học công nghệ, xúc tiến thương mại, thương hiệu và liên kết vùng nguyên liệu",
            "Science and technology, trade promotion, brands and raw materials",
        ),
    ] {
        diesel::insert_into(topic_groups::table)
            .values((
                topic_groups::conference_id.eq(conference_id),
                topic_groups::position.eq(position),
                topic_groups::title_vi.eq(vi),
                topic_groups::title_en.eq(en),
                topic_groups::short_vi.eq(vi),
                topic_groups::short_en.eq(en),
                topic_groups::default_lead_id.eq(Some(TRADE)),
            ))
            .execute(conn)?;
    }
    for agency_id in [OFFICE, TRADE, AGRICULTURE, PLANNING] {
        diesel::insert_into(conference_agencies::table)
            .values((
                conference_agencies::conference_id.eq(conference_id),
                conference_agencies::agency_id.eq(agency_id),
            ))
            .execute(conn)?;
    }
    let now = at("2024-06-03T08:00");
    for (name, display, role, agency) in [
        (HOA, "Hoa", Role::Officer, Some(TRADE)),
        (SON, "Sơn", Role::Leader, Some(TRADE)),
        (DUNG, "Dũng", Role::Officer, Some(AGRICULTURE)),
        (
            DUNGS_LEADER,
            "Lãnh đạo Sở Nông nghiệp",
            Role::Leader,
            Some(AGRICULTURE),
        ),
        (THU, "Thu", Role::Clerk, Some(OFFICE)),
        (VAN, "Vân", Role::Secretary, Some(OFFICE)),
        (CHAIR, "Chủ trì", Role::Chair, None),
        (ADMINISTRATOR, "Quản trị viên", Role::Administrator, None),
        (LANS_ACCOUNT, "Hộ gốm bà Lan", Role::Filer, None),
        (MINHS_ACCOUNT, "Hợp tác xã ông Minh", Role::Filer, None),
        (ASSOCIATION, "Hiệp hội làng nghề", Role::Association, None),
    ] {
        accounts::create(conn, name, display, role, agency, now)?;
    }
    Ok(())
}

/// A difficulty being described; [`NewItem::create`] makes it through the real acts.
pub struct NewItem<'w> {
    world: &'w World,
    filer: FilerOf,
    title: String,
    body: String,
    ask: String,
    topic: usize,
    lead: i64,
    coordinating: Vec<i64>,
    consent: PublicationConsent,
    restricted: bool,
    shielded: bool,
    status: Status,
    published: bool,
}

impl NewItem<'_> {
    pub fn filed_by(mut self, filer: FilerOf) -> Self {
        self.filer = filer;
        self
    }

    pub fn titled(mut self, title: &str) -> Self {
        self.title = title.into();
        self
    }

    pub fn telling(mut self, body: &str) -> Self {
        self.body = body.into();
        self
    }

    pub fn asking(mut self, ask: &str) -> Self {
        self.ask = ask.into();
        self
    }

    /// Under topic group 1, 2 or 3.
    pub fn under_topic(mut self, position: usize) -> Self {
        self.topic = position - 1;
        self
    }

    /// Its lead agency, and so at least assigned.
    pub fn assigned_to(mut self, agency: i64) -> Self {
        self.lead = agency;
        if self.status == Status::Submitted {
            self.status = Status::Assigned;
        }
        self
    }

    pub fn with_coordinating(mut self, agency: i64) -> Self {
        self.coordinating.push(agency);
        self
    }

    pub fn consenting_to(mut self, consent: PublicationConsent) -> Self {
        self.consent = consent;
        self
    }

    pub fn restricted(mut self) -> Self {
        self.restricted = true;
        self
    }

    pub fn shielded(mut self) -> Self {
        self.shielded = true;
        self
    }

    /// Where it stands: submitted, accepted, `need_info`, assigned, `in_progress`,
    /// `pending_approval`, answered or closed.
    pub fn standing(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Answered and published, its own words being the redacted ones.
    pub fn published(mut self) -> Self {
        if self.status != Status::Closed {
            self.status = Status::Answered;
        }
        self.published = true;
        self
    }

    /// What filing it made: the submission, the difficulty and the look-up code.
    pub async fn file(&self) -> Filed {
        let world = self.world;
        let filing = NewFiling {
            owner: String::new(),
            form_token: doithoai::web::secret::random_token(),
            channel: Channel::Web,
            received_at: world.now(),
            entered_by: None,
            topic_group_id: None,
            identity_level: if self.shielded {
                IdentityLevel::Shielded
            } else {
                IdentityLevel::Open
            },
            publication_consent: self.consent,
            names_official: self.restricted,
            title: self.title.clone(),
            body: self.body.clone(),
            ask: self.ask.clone(),
            filer: NewFiler {
                kind: self.filer.kind,
                name: self.filer.name.into(),
                phone: self.filer.phone.into(),
                email: None,
                tax_code: None,
                village: self.filer.village.into(),
                commune: "xã Bát Tràng, huyện Gia Lâm".into(),
                craft_village_id: None,
                area_id: Some(11),
                workers: Some(9),
            },
        };
        let (secret, conference, now) = (
            world.app.secret.clone(),
            world.conference.clone(),
            world.now(),
        );
        world
            .write(move |conn| file(conn, &secret, &conference, &filing, now))
            .await
    }

    pub async fn create(self) -> Difficulty {
        let mut difficulty = self.file().await.difficulty;
        for step in self.steps() {
            difficulty = match step {
                Step::Do(who, act) => self.world.act(who, &difficulty, act).await.unwrap(),
                Step::Draft => {
                    let response_id = draft(self.world, &difficulty, self.officer()).await;
                    let act = Act::SubmitForApproval { response_id };
                    self.world
                        .act(self.officer(), &difficulty, act)
                        .await
                        .unwrap()
                }
                Step::Close => {
                    let filer = Doer::filer(difficulty.submission_id);
                    let act = Act::Close {
                        rating: Some(5),
                        note: String::new(),
                    };
                    self.world.act_as(filer, &difficulty, act).await.unwrap()
                }
            };
        }
        difficulty
    }

    fn officer(&self) -> &'static str {
        if self.lead == AGRICULTURE { DUNG } else { HOA }
    }

    fn leader(&self) -> &'static str {
        if self.lead == AGRICULTURE {
            DUNGS_LEADER
        } else {
            SON
        }
    }

    fn steps(&self) -> Vec<Step> {
        // The secretary sees restricted ones too.
        let desk = if self.restricted { VAN } else { THU };
        let due_on = self.world.app.clock.today() + TimeDelta::days(14);
        let accept = Act::Accept {
            priority: Priority::Normal,
            split: Split::Whole {
                topic_group_id: self.world.topics[self.topic].id,
            },
            note: String::new(),
        };
        let assign = Act::Assign {
            lead: self.lead,
            due_on,
            coordinating: self.coordinating.clone(),
            coordinating_due_on: Some(due_on - TimeDelta::days(3)),
            order: "Đề nghị trả lời.".into(),
        };
        let ask = Act::Ask {
            question: "Cơ sở cần thuê bao nhiêu mét vuông?".into(),
            days: None,
        };
        let approve = Act::Approve {
            document_number: self.world.next_document(),
            document_on: None,
        };
        let mut steps = Vec::new();
        let stages: &[Status] = &[
            Status::Accepted,
            Status::NeedInfo,
            Status::Assigned,
            Status::InProgress,
            Status::PendingApproval,
            Status::Answered,
            Status::Closed,
        ];
        let Some(last) = stages.iter().position(|stage| *stage == self.status) else {
            return steps;
        };
        for stage in &stages[..=last] {
            match stage {
                Status::Accepted => steps.push(Step::Do(desk, accept.clone())),
                Status::NeedInfo if self.status == Status::NeedInfo => {
                    steps.push(Step::Do(desk, ask.clone()));
                }
                Status::Assigned => steps.push(Step::Do(desk, assign.clone())),
                Status::InProgress => steps.push(Step::Do(self.officer(), Act::Take)),
                Status::PendingApproval => steps.push(Step::Draft),
                Status::Answered => steps.push(Step::Do(self.leader(), approve.clone())),
                Status::Closed => steps.push(Step::Close),
                _ => {}
            }
        }
        if self.published {
            let redaction = Redaction {
                title: self.title.clone(),
                text: self.body.clone(),
            };
            steps.push(Step::Do(desk, Act::Redact(redaction)));
            steps.push(Step::Do(
                desk,
                Act::Simple {
                    action: Action::Publish,
                    note: String::new(),
                },
            ));
        }
        steps
    }
}

enum Step {
    Do(&'static str, Act),
    Draft,
    Close,
}

/// A draft response by an officer; returns its id.
pub async fn draft(world: &World, difficulty: &Difficulty, officer: &str) -> i64 {
    use schema::responses;
    let (drafter, difficulty_id, now) = (
        world.staff(officer).await.account_id,
        difficulty.id,
        world.now(),
    );
    world
        .write(move |conn| {
            let number: i64 = responses::table
                .filter(responses::difficulty_id.eq(difficulty_id))
                .count()
                .get_result(conn)?;
            Ok(diesel::insert_into(responses::table)
                .values((
                    responses::difficulty_id.eq(difficulty_id),
                    responses::number.eq(i32::try_from(number).unwrap() + 1),
                    responses::state.eq("draft"),
                    responses::outcome.eq(Outcome::Explained),
                    responses::summary.eq("Cụm giai đoạn 2 có đất từ quý II."),
                    responses::body.eq("Sở Công Thương trả lời như sau."),
                    responses::drafter_id.eq(drafter),
                    responses::drafted_at.eq(now),
                ))
                .returning(responses::id)
                .get_result(conn)?)
        })
        .await
}

/// A browser: keeps cookies, fills in the CSRF token as the page's form would.
#[derive(Clone)]
pub struct Browser<'w> {
    world: &'w World,
    jar: RefCell<BTreeMap<String, String>>,
}

impl Browser<'_> {
    pub fn set_cookie(&self, name: &str, value: &str) {
        self.jar
            .borrow_mut()
            .insert(name.to_owned(), value.to_owned());
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.jar.borrow().get(name).cloned()
    }

    /// All cookies, as a request names them.
    pub fn cookie_header(&self) -> String {
        let jar = self.jar.borrow();
        let pairs: Vec<_> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    /// The token this browser's forms carry.
    pub fn csrf(&self) -> String {
        let login = self
            .cookie(cookies::STAFF)
            .or_else(|| self.cookie(cookies::MEMBER))
            .map(|text| text.split('.').next().unwrap().to_owned());
        let visitor = self
            .jar
            .borrow_mut()
            .entry(cookies::VISITOR.into())
            .or_insert_with(|| "0123456789abcdef".repeat(2))
            .clone();
        self.world.app.secret.csrf_token(&login.unwrap_or(visitor))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(test::TestRequest::get().uri(path)).await
    }

    pub async fn head(&self, path: &str) -> Answer {
        self.send(
            test::TestRequest::default()
                .method(actix_web::http::Method::HEAD)
                .uri(path),
        )
        .await
    }

    /// Sends a form as the page would, token included.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_body(path, serde_html_form::to_string(&all).unwrap())
            .await
    }

    /// Sends a form's body exactly as given.
    pub async fn post_body(&self, path: &str, body: impl Into<web::Bytes>) -> Answer {
        let request = test::TestRequest::post()
            .uri(path)
            .insert_header(("content-type", "application/x-www-form-urlencoded"))
            .set_payload(body.into());
        self.send(request).await
    }

    /// Sends a form with files as the page would: the token first, then what was typed, then the
    /// files as name and content.
    pub async fn post_files(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &[u8])],
    ) -> Answer {
        let csrf = self.csrf();
        let mut all = vec![("csrf", csrf.as_str())];
        all.extend_from_slice(fields);
        self.post_multipart(path, multipart(&all, files)).await
    }

    /// Sends a multipart body exactly as given.
    pub async fn post_multipart(&self, path: &str, body: Vec<u8>) -> Answer {
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let request = test::TestRequest::post()
            .uri(path)
            .insert_header(("content-type", kind))
            .set_payload(body);
        self.send(request).await
    }

    pub async fn send(&self, mut request: test::TestRequest) -> Answer {
        for (name, value) in self.jar.borrow().iter() {
            request = request.cookie(Cookie::new(name.clone(), value.clone()));
        }
        let response = self.world.service.call(request.to_request()).await.unwrap();
        for cookie in response.response().cookies() {
            let gone = cookie
                .max_age()
                .is_some_and(actix_web::cookie::time::SignedDuration::is_zero);
            if gone {
                self.jar.borrow_mut().remove(cookie.name());
            } else {
                self.set_cookie(cookie.name(), cookie.value());
            }
        }
        let (_, response) = response.into_parts();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body())
            .await
            .map_err(|_| "body")
            .unwrap();
        Answer {
            status,
            headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body,
        }
    }
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The same, as it came.
    pub bytes: web::Bytes,
}

pub const BOUNDARY: &str = "----ranh-gioi-7f3a";

/// A form with files as a browser writes it (HTML standard, multipart/form-data).
pub fn multipart(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .as_bytes(),
        );
    }
    for (name, content) in files {
        let name = name.replace('"', "%22");
        body.extend_from_slice(
            format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            )
            .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

#[allow(
    clippy::wrong_self_convention,
    reason = "an answer is_ok, and is passed on"
)]
impl Answer {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.words());
        self
    }

    #[track_caller]
    pub fn is_ok(self) -> Self {
        self.is(200)
    }

    #[track_caller]
    pub fn is_not_found(self) -> Self {
        self.is(404)
    }

    /// 303 to an address that starts with `path`.
    #[track_caller]
    pub fn leads_to(self, path: &str) -> Self {
        let answer = self.is(303);
        assert!(
            answer.location().starts_with(path),
            "{} does not start with {path}",
            answer.location()
        );
        answer
    }

    pub fn location(&self) -> String {
        self.headers
            .get("location")
            .map_or_else(String::new, |value| value.to_str().unwrap().to_owned())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    pub fn shows(self, text: &str) -> Self {
        assert!(
            self.words().contains(text),
            "no «{text}» in: {}",
            self.words()
        );
        self
    }

    /// An input of this name holds what was typed into it.
    #[track_caller]
    pub fn gives_back(self, name: &str, typed: &str) -> Self {
        let values = self.attributes(&format!("input[name={name}]"), "value");
        assert!(
            values.iter().any(|value| value == typed),
            "{name}: {values:?}"
        );
        self
    }

    #[track_caller]
    pub fn hides(self, text: &str) -> Self {
        assert!(!self.body.contains(text), "«{text}» in: {}", self.words());
        self
    }

    /// The page's text without tags and entities.
    pub fn words(&self) -> String {
        let page = scraper::Html::parse_document(&self.body);
        page.root_element()
            .text()
            .collect::<Vec<_>>()
            .join(" ")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The elements a CSS selector finds, each as its text.
    pub fn all(&self, selector: &str) -> Vec<String> {
        let page = scraper::Html::parse_document(&self.body);
        page.select(&scraper::Selector::parse(selector).unwrap())
            .map(|element| element.text().collect::<String>().trim().to_owned())
            .collect()
    }

    /// An attribute of every element a CSS selector finds.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let page = scraper::Html::parse_document(&self.body);
        page.select(&scraper::Selector::parse(selector).unwrap())
            .filter_map(|element| element.attr(name).map(str::to_owned))
            .collect()
    }

    /// The forms that post, as a browser would send them untouched: action and fields, without
    /// the token. Of radio buttons that all stand empty the first is taken, and the first button.
    pub fn forms(&self) -> Vec<(String, Vec<(String, String)>)> {
        let page = scraper::Html::parse_document(&self.body);
        let select = |css: &str| scraper::Selector::parse(css).unwrap();
        let (forms, controls) = (select("form[method=post]"), select("[name]"));
        let options = select("option");
        page.select(&forms)
            .map(|form| {
                let mut fields: Vec<(String, String)> = Vec::new();
                for control in form.select(&controls) {
                    let name = control.attr("name").unwrap_or_default().to_owned();
                    let given = control.attr("value").unwrap_or_default().to_owned();
                    let taken = fields.iter().any(|(other, _)| *other == name);
                    let value = match (control.value().name(), control.attr("type")) {
                        (_, Some("file")) => None,
                        ("button", _) | (_, Some("radio")) => (!taken).then_some(given),
                        (_, Some("checkbox")) => control.attr("checked").map(|_| given),
                        ("textarea", _) => Some(control.text().collect()),
                        ("select", _) => {
                            let all: Vec<_> = control.select(&options).collect();
                            let chosen =
                                all.iter().find(|option| option.attr("selected").is_some());
                            chosen
                                .or(all.first())
                                .and_then(|option| option.attr("value"))
                                .map(str::to_owned)
                        }
                        _ => Some(given),
                    };
                    if let Some(value) = value.filter(|_| !name.is_empty() && name != "csrf") {
                        fields.push((name, value));
                    }
                }
                (form.attr("action").unwrap_or_default().to_owned(), fields)
            })
            .collect()
    }
}
