//! Routes from the outside: own profiles in the configuration, which route a request hits, and what `verify` makes of it.

use crate::common::Fixture;

const SHOP: &str = r#"[routes]
shop = [
    "POST  /api/orders/search     orders:read",
    "R     /api/orders/**         orders:read",
    "W     /api/orders/**         orders:write",
    "*     /api/{carts,quotes}/*  carts:use",
]

[[scope]]
name = "orders:read"
description = "Read orders"
bot = true

[[scope]]
name = "orders:write"
description = "Change orders"
pat = true

[[scope]]
name = "carts:use"
description = "Use carts and quotes"
pat = true
"#;

#[test]
fn own_routes_are_checked_and_asked() {
    let home = Fixture::empty();
    home.write("shop.toml", SHOP, 0o600);
    home.write("scope.toml", &SHOP.replace("orders:write\",", "order:write\","), 0o600);
    home.write("shadow.toml", &SHOP.replace("POST  /api/orders/search", "*  /api/**"), 0o600);
    home.write("builtin.toml", &SHOP.replace("shop", "botpress"), 0o600);
    home.write("pattern.toml", &SHOP.replace("/api/orders/search", "/api/**/search"), 0o600);
    let checked = home.run(&["--config", "shop.toml", "config", "check", "--json"]);
    let settings: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    let shop = settings["settings"].as_array().unwrap().iter().find(|setting| setting["name"] == "routes.shop").unwrap();
    assert_eq!(shop["line"], 2);
    assert!(shop["value"].as_str().unwrap().contains(r#""POST /api/orders/search orders:read""#), "{shop}");
    story!(home.transcript(&[
        "--config scope.toml config check",
        "--config shadow.toml config check",
        "--config builtin.toml config check",
        "--config pattern.toml config check",
        "--config shop.toml config check POST '/api/orders/search?q=x' --routes shop",
        "--config shop.toml config check DELETE /api/orders/o_1 --routes shop --json",
        "--config shop.toml config check DELETE /api/orders/o_1",
        "--config shop.toml config check get /api/orders --routes shop",
        "--config shop.toml config check GET /api/orders/../admin --routes shop --json",
        "--config shop.toml config check GET /api/orders --routes shops",
        "--config shop.toml config check GET",
    ]));
}

#[test]
fn a_value_is_judged_for_a_method_and_a_path() {
    let vault = Fixture::new();
    vault.write("shop.toml", SHOP, 0o600);
    story!(vault.transcript(&[
        "bot add helper",
        "--config shop.toml bot add clerk",
        "verify --profile botpress --method POST --path /v1/chat/messages <<< <VALUE1>",
        "verify --profile botpress --method POST --path /v1/tables/t_1/rows/find --explain <<< <VALUE1>",
        "verify --profile botpress --method POST --path /v1/tables <<< <VALUE1>",
        "verify --profile botpress --method GET --path /v1/admin/bots/baks <<< <VALUE1>",
        "verify --profile botpress --method GET --path /v1/files/../admin/bots <<< <VALUE1>",
        "verify --profile botpress --method GET --path /v9 <<< <VALUE1>",
        "--config shop.toml verify --profile shop --method GET --path /api/orders <<< <VALUE2>",
        "--config shop.toml verify --profile shop --method PUT --path /api/orders/1 --json <<< <VALUE2>",
        "verify --profile shop --method GET --path /api/orders <<< <VALUE2>",
        "verify --profile botpress --path /v1 <<< <VALUE2>",
    ]));
}
