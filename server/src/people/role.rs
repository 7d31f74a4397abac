//! Roles of people, scopes of tokens, and the rights that come with them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person may do; each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees everything but settings.
    Viewer,
    /// Edits the draft.
    Editor,
    /// Makes it live.
    Publisher,
    /// Invites people, makes tokens, sees secrets and the audit log.
    Admin,
}

impl Role {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Role::Viewer => "viewer",
            Role::Editor => "editor",
            Role::Publisher => "publisher",
            Role::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        [Role::Viewer, Role::Editor, Role::Publisher, Role::Admin].into_iter().find(|role| role.name() == name)
    }
}

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Scope {
    /// Read drafts, versions and results.
    #[serde(rename = "rules:read")]
    RulesRead,
    /// Edit the draft.
    #[serde(rename = "rules:write")]
    RulesWrite,
    /// Make it live.
    #[serde(rename = "rules:publish")]
    RulesPublish,
    /// Load and erase signals.
    #[serde(rename = "signals:write")]
    SignalsWrite,
    /// Load products.
    #[serde(rename = "products:write")]
    ProductsWrite,
    /// Load the order history.
    #[serde(rename = "orders:write")]
    OrdersWrite,
    /// Export events.
    #[serde(rename = "events:read")]
    EventsRead,
}

const SCOPES: [(Scope, &str); 7] = [
    (Scope::RulesRead, "rules:read"),
    (Scope::RulesWrite, "rules:write"),
    (Scope::RulesPublish, "rules:publish"),
    (Scope::SignalsWrite, "signals:write"),
    (Scope::ProductsWrite, "products:write"),
    (Scope::OrdersWrite, "orders:write"),
    (Scope::EventsRead, "events:read"),
];

impl Scope {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        SCOPES.iter().find(|(scope, _)| *scope == self).map_or("", |(_, name)| name)
    }

    /// The scope of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        SCOPES.iter().find(|(_, known)| *known == name).map(|(scope, _)| *scope)
    }
}

/// What a request needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Read drafts, versions, results and the order history.
    See,
    /// Edit the draft.
    EditDraft,
    /// Make something live.
    Publish,
    /// People, tokens, secrets, the audit log.
    Administer,
    /// Load or erase signals.
    LoadSignals,
    /// Load products.
    LoadProducts,
    /// Load the order history.
    LoadOrders,
    /// Export events.
    ExportEvents,
}

impl Right {
    /// The least role that has it.
    #[must_use]
    pub fn role(self) -> Role {
        match self {
            Right::See | Right::ExportEvents => Role::Viewer,
            Right::EditDraft => Role::Editor,
            Right::Publish | Right::LoadOrders => Role::Publisher,
            Right::Administer | Right::LoadSignals | Right::LoadProducts => Role::Admin,
        }
    }

    /// The scope that gives it to a token; none for what only people do.
    #[must_use]
    pub fn scope(self) -> Option<Scope> {
        match self {
            Right::See => Some(Scope::RulesRead),
            Right::EditDraft => Some(Scope::RulesWrite),
            Right::Publish => Some(Scope::RulesPublish),
            Right::Administer => None,
            Right::LoadSignals => Some(Scope::SignalsWrite),
            Right::LoadProducts => Some(Scope::ProductsWrite),
            Right::LoadOrders => Some(Scope::OrdersWrite),
            Right::ExportEvents => Some(Scope::EventsRead),
        }
    }
}
