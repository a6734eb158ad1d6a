//! Appends by the dozen over one call, answered in the order in which they were complete.
//!
//! A refusal is an answer, and the call goes on: that some clients close it then is their doing.

use std::collections::BTreeMap;

use tonic::{Request, Streaming};
use uuid::Uuid;

use super::asked::{Append, id, proposal};
use super::outcome::NoAnswer;
use super::told::{Answers, Gone, Told, told};
use super::{Caller, Service};
use crate::log::{Appended, Expected};
use crate::refusal::Trouble;
use crate::wire::event_store::client::streams as wire;
use crate::wire::event_store::client::{Place as WirePlace, StreamName, Uuid as Spelt};
use wire::batch_answer::{self, Appended as BatchAppended, Outcome, appended};

/// How many appends of one call may be begun and not complete.
const BEGUN_MAX: usize = 1_000;

/// An append of which more is to come.
struct Begun {
    spelling: Option<Spelt>,
    append: Append,
    bytes: usize,
}

impl Service {
    pub(super) fn take_batches(
        &self,
        request: Request<Streaming<wire::BatchRequest>>,
    ) -> Result<Answers<wire::BatchAnswer>, Trouble> {
        let caller = self.caller(&request)?;
        self.may_write(&caller)?;
        let (teller, answers) = told(std::time::Duration::ZERO);
        let service = self.clone();
        tokio::spawn(async move {
            // Either way the call is over.
            let _ = service.take_each(&caller, request.into_inner(), &teller).await;
        });
        Ok(answers)
    }

    async fn take_each(
        &self,
        caller: &Caller,
        mut asked: Streaming<wire::BatchRequest>,
        teller: &Told<wire::BatchAnswer>,
    ) -> Result<(), Gone> {
        let mut begun: BTreeMap<Uuid, Begun> = BTreeMap::new();
        while let Ok(Some(message)) = asked.message().await {
            let complete = message.last;
            let correlation = match gather(&mut begun, message) {
                Ok(correlation) => correlation,
                Err(trouble) => return Err(teller.refuse(trouble).await),
            };
            if !complete {
                continue;
            }
            let Some(Begun { spelling, append, bytes }) = begun.remove(&correlation) else {
                continue;
            };
            let (stream, expected) = (append.stream.clone(), append.expected);
            let max = self.cluster.settings.append_bytes_max;
            let outcome = if bytes > max {
                Err(Trouble::TooLarge(max).into())
            } else {
                self.carry_out(caller, append).await
            };
            let outcome = match outcome {
                Ok(appended) => Outcome::Appended(done(appended)),
                // Whoever asks the wrong node is told so at the end of the call.
                Err(NoAnswer::Trouble(trouble @ (Trouble::NotLeader(_) | Trouble::NotReady))) => {
                    return Err(teller.refuse(trouble).await);
                }
                Err(NoAnswer::Trouble(trouble)) => Outcome::Refused(trouble.in_batch()),
                Err(NoAnswer::Reset) => return Err(Gone),
            };
            teller.tell(answer(spelling, stream, expected, outcome)).await?;
        }
        Ok(())
    }
}

/// Adds a message to what was begun with its correlation.
fn gather(begun: &mut BTreeMap<Uuid, Begun>, message: wire::BatchRequest) -> Result<Uuid, Trouble> {
    let wire::BatchRequest { correlation: spelling, options, proposed, last: _ } = message;
    let correlation = id(spelling.clone())?;
    if let Some(options) = options {
        if begun.len() >= BEGUN_MAX {
            return Err(Trouble::bad("too many appends are begun and not complete"));
        }
        let append = Append::try_from(options)?;
        begun.insert(correlation, Begun { spelling, append, bytes: 0 });
    }
    let begun =
        begun.get_mut(&correlation).ok_or_else(|| Trouble::bad("the options are not first"))?;
    for proposed in proposed {
        let proposal = proposal(proposed)?;
        begun.bytes += proposal.size_bytes();
        begun.append.proposals.push(proposal);
    }
    Ok(correlation)
}

fn done(appended: Appended) -> BatchAppended {
    let current =
        appended.revision.map_or(appended::Current::None(()), appended::Current::Revision);
    let place = appended.place.map(WirePlace::from);
    let place = place.map_or(appended::Where::Nowhere(()), appended::Where::Place);
    BatchAppended { current: Some(current), r#where: Some(place) }
}

fn answer(
    correlation: Option<Spelt>,
    stream: String,
    expected: Expected,
    outcome: Outcome,
) -> wire::BatchAnswer {
    let expected = match expected {
        Expected::At(revision) => batch_answer::Expected::Revision(revision),
        Expected::NoStream => batch_answer::Expected::None(()),
        Expected::Any => batch_answer::Expected::Any(()),
        Expected::Exists => batch_answer::Expected::Exists(()),
    };
    wire::BatchAnswer {
        correlation,
        stream: Some(StreamName { name: stream.into() }),
        expected: Some(expected),
        outcome: Some(outcome),
    }
}
