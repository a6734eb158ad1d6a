//! Subscriptions: what is there already, a word that this was all, and then what comes.
//!
//! A subscription begins after the place or revision that it names. It ends only when the client
//! goes away, the node dies, another node leads where the leader was asked for, the stream is closed,
//! or a test ends it.

use std::sync::Arc;

use tokio::sync::watch;

use super::read::{PAGE_RECORDS, Sender};
use super::told::Gone;
use super::{Caller, Service};
use crate::cluster::Ending;
use crate::filter::Wanted;
use crate::log::{Place, Record, Unreadable};
use crate::refusal::Trouble;
use crate::wire::event_store::client::Place as WirePlace;
use crate::wire::event_store::client::streams::read_answer::{Confirmation, Content};
use crate::wire::event_store::client::streams::read_request::{of_all, of_stream};

/// What is followed, and how far it was.
#[derive(Debug)]
enum Followed {
    /// A stream, and the revision that comes next.
    Stream(String, u64),
    /// The whole log, and the index that comes next.
    All(usize),
}

/// One subscription.
struct Subscription {
    service: Service,
    caller: Caller,
    sender: Sender,
    followed: Followed,
    wanted: Option<Wanted>,
    /// How many records were passed over since the reader last heard how far it is.
    passed_over: u64,
    changes: watch::Receiver<u64>,
    endings: watch::Receiver<(u64, Ending)>,
}

impl Service {
    pub(super) fn follow_stream(
        &self,
        caller: Caller,
        sender: Sender,
        stream: String,
        begin: of_stream::Begin,
    ) {
        let next = match begin {
            of_stream::Begin::Revision(revision) => revision.saturating_add(1),
            of_stream::Begin::Start(()) => 0,
            of_stream::Begin::End(()) => {
                self.cluster.log().readable(&stream).map_or(0, |(_, next)| next)
            }
        };
        self.follow(caller, sender, Followed::Stream(stream, next), None);
    }

    pub(super) fn follow_all(
        &self,
        caller: Caller,
        sender: Sender,
        begin: of_all::Begin,
        wanted: Option<Wanted>,
    ) {
        let log = self.cluster.log();
        let index = match begin {
            of_all::Begin::Start(()) => 0,
            of_all::Begin::End(()) => log.len(),
            of_all::Begin::Place(place) => {
                let place = Place { commit: place.commit, prepare: place.prepare };
                let index = log.index_of(place);
                let named = log.page(index, 1).first().is_some_and(|it| it.place == place);
                if named { index + 1 } else { index }
            }
        };
        drop(log);
        self.follow(caller, sender, Followed::All(index), wanted);
    }

    fn follow(&self, caller: Caller, sender: Sender, followed: Followed, wanted: Option<Wanted>) {
        let changes = self.cluster.changes();
        let mut endings = self.cluster.endings();
        endings.mark_unchanged();
        let service = self.clone();
        let subscription = Subscription {
            service,
            caller,
            sender,
            followed,
            wanted,
            passed_over: 0,
            changes,
            endings,
        };
        tokio::spawn(subscription.run());
    }
}

impl Subscription {
    async fn run(mut self) -> Result<(), Gone> {
        self.sender.begin().await?;
        let number = self.service.cluster.subscription_number();
        let subscription = format!("subscription-{number}");
        self.sender.say(Content::Confirmation(Confirmation { subscription })).await?;
        let mut caught_up = false;
        loop {
            self.changes.mark_unchanged();
            let page = self.page().await?;
            if !page.is_empty() {
                self.pass_on(&page).await?;
            } else if caught_up {
                self.wait().await?;
            } else {
                self.sender.say(Content::CaughtUp(())).await?;
                caught_up = true;
            }
            if let Err(trouble) = self.service.may_read(&self.caller) {
                return Err(self.sender.teller.refuse(trouble).await);
            }
        }
    }

    /// What comes next, if it is there already.
    async fn page(&self) -> Result<Vec<Arc<Record>>, Gone> {
        let cluster = &self.service.cluster;
        let (stream, next) = match &self.followed {
            Followed::All(index) => return Ok(cluster.log().page(*index, PAGE_RECORDS)),
            Followed::Stream(stream, next) => (stream, *next),
        };
        let readable = cluster.log().readable(stream);
        match readable {
            Ok((first, _)) => Ok(cluster.log().stream_page(stream, next.max(first), PAGE_RECORDS)),
            Err(Unreadable::NotFound) => Ok(Vec::new()),
            Err(Unreadable::Closed) => {
                Err(self.sender.teller.refuse(Trouble::Closed(stream.clone())).await)
            }
        }
    }

    async fn pass_on(&mut self, page: &[Arc<Record>]) -> Result<(), Gone> {
        for record in page {
            if self.endings.has_changed().unwrap_or(false) {
                return Err(self.end().await);
            }
            if self.sender.wants(self.wanted.as_ref(), record).await? {
                self.sender.send(record).await?;
                self.passed_over = 0;
            } else {
                self.pass_over(record.place).await?;
            }
            match &mut self.followed {
                Followed::All(index) => *index += 1,
                Followed::Stream(_, next) => *next = record.revision.saturating_add(1),
            }
        }
        Ok(())
    }

    /// Tells a reader who wants little how far it is, now and then.
    async fn pass_over(&mut self, place: Place) -> Result<(), Gone> {
        self.passed_over += 1;
        let every = self.wanted.as_ref().map_or(u64::MAX, |it| it.checkpoint_every);
        if self.passed_over >= every {
            self.passed_over = 0;
            self.sender.say(Content::Checkpoint(WirePlace::from(place))).await?;
        }
        Ok(())
    }

    /// Waits until there may be more.
    async fn wait(&mut self) -> Result<(), Gone> {
        tokio::select! {
            () = self.sender.teller.gone() => Err(Gone),
            _ = self.endings.changed() => Err(self.end().await),
            _ = self.changes.changed() => Ok(()),
        }
    }

    /// Ends the call as a test said.
    async fn end(&self) -> Gone {
        let (_, how) = *self.endings.borrow();
        match how {
            Ending::Ok => Gone,
            Ending::NotReady => self.sender.teller.refuse(Trouble::NotReady).await,
        }
    }
}
