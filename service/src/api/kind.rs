//! The ways in which a request can fail, each with its name, its status, what it is, and what to do. They are
//! kept: programs rely on them. What went wrong with one request is not here.

use axum::http::StatusCode;

/// In which way a request can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is not asked as this interface is asked.
    WrongUse,
    /// It may not be asked from there.
    Forbidden,
    /// What was named is not there.
    NotFound,
    /// There is no such method here.
    MethodNotAllowed,
    /// None of the forms that were asked for is there.
    NotAcceptable,
    /// It stands against what is already recorded.
    Conflict,
    /// Something was recorded since what was last seen.
    Changed,
    /// It is too large.
    TooLarge,
    /// It is in a form that is not taken here.
    WrongMediaType,
    /// It was meant for another host.
    Misdirected,
    /// It is understood, and refused.
    Refused,
    /// There are too many requests.
    TooMany,
    /// It took too long to arrive.
    TooSlow,
    /// The program could not do it.
    Failed,
    /// It cannot be done now.
    Busy,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 15] = [
        Self::WrongUse,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::NotAcceptable,
        Self::Conflict,
        Self::Changed,
        Self::TooLarge,
        Self::WrongMediaType,
        Self::Misdirected,
        Self::Refused,
        Self::TooMany,
        Self::TooSlow,
        Self::Failed,
        Self::Busy,
    ];

    /// Its name, which is kept.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::WrongUse => "wrong-use",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::MethodNotAllowed => "method-not-allowed",
            Self::NotAcceptable => "not-acceptable",
            Self::Conflict => "conflict",
            Self::Changed => "changed",
            Self::TooLarge => "too-large",
            Self::WrongMediaType => "wrong-media-type",
            Self::Misdirected => "misdirected",
            Self::Refused => "refused",
            Self::TooMany => "too-many",
            Self::TooSlow => "too-slow",
            Self::Failed => "failed",
            Self::Busy => "busy",
        }
    }

    /// The status that goes with it.
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::WrongUse => StatusCode::BAD_REQUEST,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Conflict => StatusCode::CONFLICT,
            Self::Changed => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::WrongMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What it is, in one line.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::WrongUse => "The request is not one that this interface knows",
            Self::Forbidden => "The request may not be made from there",
            Self::NotFound => "What was named is not there",
            Self::MethodNotAllowed => "There is no such method here",
            Self::NotAcceptable => "None of the forms that were asked for is there",
            Self::Conflict => "It stands against what is already recorded",
            Self::Changed => "Something was recorded since",
            Self::TooLarge => "The request is too large",
            Self::WrongMediaType => "The request is in a form that is not taken here",
            Self::Misdirected => "The request was meant for another host",
            Self::Refused => "It cannot be done as it stands",
            Self::TooMany => "There are too many requests",
            Self::TooSlow => "The request took too long to arrive",
            Self::Failed => "The program could not do it",
            Self::Busy => "It cannot be done now",
        }
    }

    /// What to do, where nothing better is known.
    pub(crate) const fn usual_step(self) -> &'static str {
        match self {
            Self::WrongUse => "compare it with /api/v1/openapi.json",
            Self::Forbidden => "make it from the same site, or from a program",
            Self::NotFound => "check the name; /api/v1/openapi.json lists the paths",
            Self::MethodNotAllowed => "the header Allow names the methods",
            Self::NotAcceptable => {
                "name one of the forms in /api/v1/openapi.json, or none, in Accept"
            }
            Self::Conflict => {
                "read what is recorded, and ask again under another identifier if it is meant"
            }
            Self::Changed => "read it again, and ask again with its new ETag if it is still meant",
            Self::TooLarge => "divide it",
            Self::WrongMediaType => {
                "send it as /api/v1/openapi.json says, and name the form in Content-Type"
            }
            Self::Misdirected => "ask the host that serves it by its own name",
            Self::Refused => "change what the detail names; nothing was recorded",
            Self::TooSlow => "send it again",
            Self::Failed => "ask again; whoever runs the program finds the cause in its log",
            Self::TooMany | Self::Busy => "wait for as long as Retry-After says, and ask again",
        }
    }

    /// The kind that a status stands for.
    pub(crate) fn of(status: StatusCode) -> Self {
        let same = Self::ALL.into_iter().find(|it| it.status() == status);
        same.unwrap_or(if status.is_client_error() { Self::WrongUse } else { Self::Failed })
    }
}
