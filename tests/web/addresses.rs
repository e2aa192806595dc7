//! Every route with its parameters filled in, so that rules can be held on all of them.

use actix_web::http::Method;
use doithoai::web::{Access, statics};

use crate::world::{ADMINISTRATOR, Browser, CHAIR, HOA, LANS_ACCOUNT, SON, THU, VAN, World};

/// One route, with an address that can be asked for.
pub struct Address {
    pub method: Method,
    pub path: &'static str,
    pub access: Access,
    pub concrete: String,
}

/// Every route of a method, about the item of `reference` where it is about an item.
pub fn all(method: &Method, reference: &str) -> Vec<Address> {
    doithoai::app::routes()
        .entries()
        .iter()
        .filter(|entry| entry.method == *method)
        .map(|entry| Address {
            method: entry.method.clone(),
            path: entry.path,
            access: entry.access,
            concrete: concrete(entry.path, reference),
        })
        .collect()
}

/// Whether a route is about one item.
pub fn is_about_an_item(path: &str) -> bool {
    ["{code}", "{reference}"]
        .iter()
        .any(|name| path.contains(name))
}

fn concrete(path: &str, reference: &str) -> String {
    if path == statics::PATH {
        return statics::address("app.css").to_owned();
    }
    let filled = path
        .replace("{code}", reference)
        .replace("{reference}", reference)
        .replace("{slug}", "lang-nghe-2024")
        .replace("{token}", &"0".repeat(32))
        .replace("{id}", "1");
    assert!(
        !filled.contains('{'),
        "{path} has a parameter this test does not know"
    );
    filled
}

/// Somebody whom the gate of a route lets in.
pub async fn admitted(world: &World, access: Access) -> Browser<'_> {
    let allowed = match access {
        Access::Anyone => return world.stranger(),
        Access::Member => return world.sign_in(LANS_ACCOUNT).await,
        Access::Account | Access::Staff => return world.sign_in(VAN).await,
        Access::Only(roles) => roles,
    };
    for name in [VAN, THU, HOA, SON, CHAIR, ADMINISTRATOR] {
        if allowed.contains(&world.staff(name).await.role) {
            return world.sign_in(name).await;
        }
    }
    panic!("nobody of the cast may knock at {access}")
}
