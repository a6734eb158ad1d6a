//! One append: a call for itself, whose first message says where to.
//!
//! A stream that is elsewhere than expected is an answer here, not the end of the call.

use tonic::{Request, Status, Streaming};

use super::Service;
use super::asked::{Append, proposal};
use super::outcome::NoAnswer;
use crate::log::{Appended, Expected};
use crate::refusal::Trouble;
use crate::wire::event_store::client::Place as WirePlace;
use crate::wire::event_store::client::streams as wire;
use wire::append_answer::{Appended as Told, Conflict, Outcome, appended, conflict};
use wire::append_request::Content;

impl Service {
    pub(super) async fn take_append(
        &self,
        request: Request<Streaming<wire::AppendRequest>>,
    ) -> Result<wire::AppendAnswer, Status> {
        let caller = self.caller(&request).map_err(Trouble::status)?;
        self.may_write(&caller).map_err(Trouble::status)?;
        let append = self.gather(request.into_inner()).await?;
        match self.carry_out(&caller, append).await {
            Ok(appended) => Ok(answer(Outcome::Appended(told(appended)))),
            Err(NoAnswer::Trouble(Trouble::Conflict { expected, current, .. })) => {
                Ok(answer(Outcome::Conflict(conflicting(expected, current))))
            }
            Err(NoAnswer::Trouble(trouble)) => Err(trouble.status()),
            Err(NoAnswer::Reset) => Err(Trouble::NotReady.status()),
        }
    }

    /// Takes all that is proposed, up to the limit.
    async fn gather(&self, mut asked: Streaming<wire::AppendRequest>) -> Result<Append, Status> {
        let max = self.cluster.settings.append_bytes_max;
        let mut append: Option<Append> = None;
        let mut bytes = 0;
        while let Some(message) = asked.message().await? {
            match (message.content, &mut append) {
                (Some(Content::Options(options)), None) => {
                    append = Some(Append::try_from(options).map_err(Trouble::status)?);
                }
                (Some(Content::Proposed(proposed)), Some(append)) => {
                    let proposal = proposal(proposed).map_err(Trouble::status)?;
                    bytes += proposal.size_bytes();
                    if bytes > max {
                        return Err(Trouble::TooLarge(max).status());
                    }
                    append.proposals.push(proposal);
                }
                (Some(Content::Options(_)), Some(_)) => {
                    return Err(Trouble::bad("the options are there twice").status());
                }
                (Some(Content::Proposed(_)), None) | (None, _) => {
                    return Err(Trouble::bad("the options are not first").status());
                }
            }
        }
        append.ok_or_else(|| Trouble::bad("the options are missing").status())
    }
}

fn answer(outcome: Outcome) -> wire::AppendAnswer {
    wire::AppendAnswer { outcome: Some(outcome) }
}

fn told(appended: Appended) -> Told {
    let current =
        appended.revision.map_or(appended::Current::None(()), appended::Current::Revision);
    let place = appended.place.map(WirePlace::from);
    let place = place.map_or(appended::Where::Nowhere(()), appended::Where::Place);
    Told { current: Some(current), r#where: Some(place) }
}

fn conflicting(expected: Expected, current: Option<u64>) -> Conflict {
    use conflict::{Current, CurrentBefore, ExpectedBefore};
    let (expected_before, expected) = match expected {
        Expected::At(revision) => (
            Some(ExpectedBefore::ExpectedRevisionBefore(revision)),
            conflict::Expected::ExpectedRevision(revision),
        ),
        Expected::Any => {
            (Some(ExpectedBefore::ExpectedAnyBefore(())), conflict::Expected::ExpectedAny(()))
        }
        Expected::Exists => {
            (Some(ExpectedBefore::ExpectedExistsBefore(())), conflict::Expected::ExpectedExists(()))
        }
        // The old way has no word for it.
        Expected::NoStream => (None, conflict::Expected::ExpectedNone(())),
    };
    let (current_before, current) = match current {
        Some(revision) => {
            (CurrentBefore::CurrentRevisionBefore(revision), Current::CurrentRevision(revision))
        }
        None => (CurrentBefore::CurrentNoneBefore(()), Current::CurrentNone(())),
    };
    Conflict {
        current_before: Some(current_before),
        expected_before,
        current: Some(current),
        expected: Some(expected),
    }
}

impl From<crate::log::Place> for WirePlace {
    fn from(place: crate::log::Place) -> Self {
        let crate::log::Place { commit, prepare } = place;
        Self { commit, prepare }
    }
}
