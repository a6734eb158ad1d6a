//! Ends a call of the client that would turn for ever. Where a server ends a subscription as if all were well,
//! the client asks the answer that has ended again and again, within one call that never lets go of its thread,
//! and warns each time of a message that it does not know. Nobody can end such a thread from outside. But its
//! warnings are heard on it: many of them without a sign of life between them end the call from within, by
//! unwinding, so that all that it holds is freed.
//!
//! Nothing else is looked at, and whatever is said goes on to whoever hears it otherwise. Should the client fall
//! silent one day, whoever watches the thread still gives it up.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::dispatcher::{self, Dispatch};
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber, span};

/// Where the client's warnings of a subscription come from.
const CLIENT: &str = "eventstore::commands";
/// How many of them there may be without a sign of life. A message that is really not known makes one.
const WARNINGS_MAX: u64 = 10_000;

/// How often the client has warned since there last was a sign of life.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns(Arc<AtomicU64>);

impl Turns {
    /// A sign of life: the thread has got on.
    pub(super) fn none(&self) {
        self.0.store(0, Ordering::Relaxed);
    }

    /// Does something on this thread until it is done, turns for ever, or ends in a panic of the client's. Says
    /// whether it was done.
    pub(super) fn ended(&self, work: impl FnOnce()) -> bool {
        let heard = dispatcher::get_default(Clone::clone);
        let level = LevelFilter::current().max(LevelFilter::WARN);
        let watch = Dispatch::new(Watch { heard, level, turns: self.clone() });
        let worked = || dispatcher::with_default(&watch, work);
        // What is left of the work is dropped, and nothing else has seen it.
        catch_unwind(AssertUnwindSafe(worked)).is_ok()
    }
}

/// Hears what is said on one thread.
struct Watch {
    /// Whoever hears it otherwise.
    heard: Dispatch,
    level: LevelFilter,
    turns: Turns,
}

fn is_of_the_client(metadata: &Metadata<'_>) -> bool {
    metadata.target() == CLIENT && *metadata.level() == Level::WARN
}

impl Subscriber for Watch {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if is_of_the_client(metadata) {
            return Interest::always();
        }
        self.heard.register_callsite(metadata)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        is_of_the_client(metadata) || self.heard.enabled(metadata)
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        self.heard.new_span(attributes)
    }

    fn record(&self, id: &span::Id, values: &span::Record<'_>) {
        self.heard.record(id, values);
    }

    fn record_follows_from(&self, id: &span::Id, follows: &span::Id) {
        self.heard.record_follows_from(id, follows);
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        if is_of_the_client(metadata) {
            let before = self.turns.0.fetch_add(1, Ordering::Relaxed);
            if before >= WARNINGS_MAX {
                // Not a panic: nothing is told of it but what follows from it.
                resume_unwind(Box::new("a call of the client turns for ever"));
            }
            if before > 0 {
                return;
            }
        }
        if self.heard.enabled(metadata) {
            self.heard.event(event);
        }
    }

    fn enter(&self, id: &span::Id) {
        self.heard.enter(id);
    }

    fn exit(&self, id: &span::Id) {
        self.heard.exit(id);
    }

    fn clone_span(&self, id: &span::Id) -> span::Id {
        self.heard.clone_span(id)
    }

    fn try_close(&self, id: span::Id) -> bool {
        self.heard.try_close(id)
    }
}

#[cfg(test)]
mod tests {
    use tracing::{info, warn};

    use super::*;

    #[test]
    fn work_that_is_done_is_done_whatever_it_says() {
        let turns = Turns::default();
        let done = turns.ended(|| {
            for _ in 0..3 * WARNINGS_MAX {
                warn!("something else");
                info!(target: CLIENT, "no warning");
            }
        });
        assert!(done);
    }

    #[test]
    fn warnings_with_signs_of_life_between_them_end_nothing() {
        let turns = Turns::default();
        let done = turns.ended(|| {
            for _ in 0..10 {
                for _ in 0..WARNINGS_MAX {
                    warn!(target: CLIENT, "an unknown message");
                }
                turns.none();
            }
        });
        assert!(done);
    }

    #[test]
    fn warnings_without_end_end_the_work_and_all_that_it_holds() {
        let turns = Turns::default();
        let holds = Arc::new(());
        let held = Arc::clone(&holds);
        let done = turns.ended(move || {
            loop {
                warn!(target: CLIENT, held = Arc::strong_count(&held), "an unknown message");
            }
        });
        assert_eq!((done, Arc::strong_count(&holds)), (false, 1));
        // The thread is as it was.
        assert!(turns.ended(|| ()));
    }
}
