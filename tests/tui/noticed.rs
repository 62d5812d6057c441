//! What an audit might have found, handed to the screen as the audit itself hands it over.

use crate::desk::Desk;
use jeton::domain::finding::{Acceptance, Finding, Mend, Rule, Series, Severity};
use jeton::domain::id::TokenId;
use jeton::domain::span::Span;
use jeton::tui::model::audit::report::Report;
use jeton::tui::msg::What;
use std::sync::Arc;

/// The id of the token of a selector.
pub fn token(desk: &Desk, selector: &str) -> TokenId {
    let row = desk.model.fresh.rows.rows().find(|row| row.to_summary().selector() == selector);
    row.unwrap_or_else(|| panic!("no {selector}")).id
}

/// A finding without details.
pub fn finding(rule: Rule, severity: Severity, token: Option<TokenId>, evidence: &str, mend: Mend) -> Finding {
    Finding {
        rule,
        token,
        severity,
        evidence: evidence.to_owned(),
        details: Vec::new(),
        series: None,
        cause: String::new(),
        mend,
        accepted: None,
    }
}

/// What an audit of the small shop might have found, the gravest first.
pub fn some_findings(desk: &Desk) -> Vec<Finding> {
    let of = |selector: &str| Some(token(desk, selector));
    let now = desk.model.now.wall;
    let series = Series { label: "calls a day, 14 d", values: vec![12, 9, 14, 11, 0, 3, 12, 10, 13, 12, 9, 11, 10, 412] };
    let known = Acceptance {
        token: of("bot:night-watch/default"),
        rule: Rule::NeverExpires,
        cause: String::new(),
        until: Span::from_days(20).after(now),
        note: "runs in the cellar, cannot be reached from outside".to_owned(),
        by: "mara".to_owned(),
        at: Span::from_days(10).before(now),
    };
    let never = |selector: &str| finding(Rule::NeverExpires, Severity::Low, of(selector), "no expiry is set", Mend::SetExpiry);
    let used = "files:read".parse().map(|grant| std::iter::once(grant).collect()).unwrap();
    vec![
        finding(Rule::ClockBack, Severity::High, None, "entry 41 is 3 h older than entry 40", Mend::LookInto),
        Finding {
            details: vec!["203.0.113.9  231 calls".to_owned(), "198.51.100.7  181 calls".to_owned()],
            series: Some(series),
            ..finding(
                Rule::TrafficSpike,
                Severity::High,
                of("bot:support-bot/staging"),
                "412 calls in 24 h, 10 a day in the week before",
                Mend::Rotate,
            )
        },
        finding(Rule::Unused, Severity::Medium, of("integration:stripe/default"), "no call for 43 d, limit 30 d", Mend::Revoke),
        finding(Rule::ScopesUnused, Severity::Medium, of("pat:laptop"), "1 of 2 scopes used in 14 d", Mend::Narrow(used)),
        never("bot:faq-bot/default"),
        Finding { accepted: Some(known), ..never("bot:night-watch/default") },
        never("bot:support-bot/default"),
        finding(Rule::NotReviewed, Severity::Info, of("pat:laptop"), "never reviewed, issued 200 d ago", Mend::Review),
    ]
}

impl Desk {
    /// Hands the screen what an audit found.
    pub fn found(&mut self, findings: Vec<Finding>) -> &mut Self {
        let report = Report::new(self.model.now.wall, findings, 9, Vec::new(), &self.model.fresh.rows);
        self.tell(What::Audited(Ok(Arc::new(report))));
        self
    }

    /// Goes to the audit screen, where something of everything was found. Effects wait from then on.
    pub fn noticed(&mut self) -> &mut Self {
        self.keys("2");
        // What the audit itself found of the small shop is told elsewhere.
        self.model.audit = Default::default();
        self.hold_effects();
        let findings = some_findings(self);
        self.found(findings)
    }
}
