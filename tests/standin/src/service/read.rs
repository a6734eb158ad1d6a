//! Reads of so many records: of a stream or of the whole log, forwards or backwards.
//!
//! What a record looks like on the wire is here too; `follow` sends the same. No links are
//! resolved: the stand-in has no projection that would make any.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tonic::Request;
use uuid::Uuid;

use super::Service;
use super::asked::stream;
use super::told::{Answers, Gone, Told, told};
use crate::cluster::Cluster;
use crate::filter::Wanted;
use crate::log::{Place, Record, Unreadable};
use crate::refusal::Trouble;
use crate::wire::event_store::client::streams as wire;
use crate::wire::event_store::client::{StreamName, Uuid as Spelt, uuid as spelt};
use wire::read_answer::{Content, Found, NotFound, Recorded, found};
use wire::read_request::{
    Direction, OfAll, OfStream, Options, of_all, of_stream, options, spelling,
};

/// How many records are taken from the log at a time.
pub(super) const PAGE_RECORDS: usize = 256;

/// How a client wants identifiers spelt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Halves,
    Text,
}

/// A read of a stream, as it was asked for.
#[derive(Debug)]
struct StreamRead {
    stream: String,
    begin: of_stream::Begin,
    direction: Direction,
    count: u64,
    /// Whether the client understands being told where the stream ends.
    told_of_ends: bool,
}

/// A read of the whole log, as it was asked for.
#[derive(Debug)]
struct AllRead {
    begin: of_all::Begin,
    direction: Direction,
    count: u64,
    wanted: Option<Wanted>,
}

impl Service {
    pub(super) fn begin_read(
        &self,
        request: Request<wire::ReadRequest>,
    ) -> Result<Answers<wire::ReadAnswer>, Trouble> {
        let caller = self.caller(&request)?;
        self.may_read(&caller)?;
        if let Some(calls) = self.cluster.calls.get(self.number) {
            calls.reads.fetch_add(1, Ordering::Relaxed);
        }
        let missing = || Trouble::bad("the options are missing");
        let options = request.into_inner().options.ok_or_else(missing)?;
        let spelling = spelling(&options);
        let told_of_ends = options.control.as_ref().is_some_and(|it| it.compatibility >= 1);
        let Options { from, direction, many, only, .. } = options;
        let direction = Direction::try_from(direction)
            .map_err(|_| Trouble::bad("the direction is neither forwards nor backwards"))?;
        let wanted = match only {
            Some(options::Only::Filter(filter)) => Some(Wanted::of(filter)?),
            Some(options::Only::Everything(())) | None => None,
        };
        let many = many.ok_or_else(|| Trouble::bad("how many is missing"))?;
        let from = from.ok_or_else(|| Trouble::bad("what to read is missing"))?;
        let (teller, answers) = told(self.cluster.read_delay());
        let unknown = self.cluster.reads_unknown.take();
        let sender = Sender { cluster: Arc::clone(&self.cluster), teller, spelling, unknown };
        match (from, many) {
            (options::From::Stream(of), options::Many::Count(count)) => {
                let (stream, begin) = stream_begin(of)?;
                let read = StreamRead { stream, begin, direction, count, told_of_ends };
                self.check_open(&read.stream)?;
                tokio::spawn(async move { sender.read_stream(read).await });
            }
            (options::From::All(of), options::Many::Count(count)) => {
                let begin = self.all_begin(of)?;
                let read = AllRead { begin, direction, count, wanted };
                tokio::spawn(async move { sender.read_all(read).await });
            }
            (options::From::Stream(of), options::Many::Subscription(())) => {
                let (stream, begin) = stream_begin(of)?;
                self.check_open(&stream)?;
                self.follow_stream(caller, sender, stream, begin);
            }
            (options::From::All(of), options::Many::Subscription(())) => {
                let begin = self.all_begin(of)?;
                self.follow_all(caller, sender, begin, wanted);
            }
        }
        Ok(answers)
    }

    fn check_open(&self, stream: &str) -> Result<(), Trouble> {
        match self.cluster.log().readable(stream) {
            Err(Unreadable::Closed) => Err(Trouble::Closed(stream.to_owned())),
            Ok(_) | Err(Unreadable::NotFound) => Ok(()),
        }
    }

    fn all_begin(&self, of: OfAll) -> Result<of_all::Begin, Trouble> {
        let begin = of.begin.ok_or_else(|| Trouble::bad("where to begin is missing"))?;
        if let of_all::Begin::Place(place) = &begin {
            let place = Place { commit: place.commit, prepare: place.prepare };
            if place.prepare > place.commit && place.prepare != u64::MAX {
                return Err(Trouble::bad("a record is prepared before it is committed"));
            }
            if !self.cluster.log().is_boundary(place) {
                return Err(Trouble::bad("there is no record at this position"));
            }
        }
        Ok(begin)
    }
}

fn spelling(options: &Options) -> Spelling {
    match options.spelling.as_ref().and_then(|it| it.how) {
        Some(spelling::How::Text(())) => Spelling::Text,
        Some(spelling::How::Halves(())) | None => Spelling::Halves,
    }
}

fn stream_begin(of: OfStream) -> Result<(String, of_stream::Begin), Trouble> {
    let OfStream { stream: named, begin } = of;
    let begin = begin.ok_or_else(|| Trouble::bad("where to begin is missing"))?;
    Ok((stream(named)?, begin))
}

/// Sends records to one client.
#[derive(Debug)]
pub(super) struct Sender {
    pub(super) cluster: Arc<Cluster>,
    pub(super) teller: Told<wire::ReadAnswer>,
    spelling: Spelling,
    /// Whether to begin with what no client knows.
    unknown: bool,
}

impl Sender {
    /// Says first what a later server may say, and no client of today knows.
    pub(super) async fn begin(&self) -> Result<(), Gone> {
        if self.unknown {
            self.teller.tell(wire::ReadAnswer { content: None }).await
        } else {
            Ok(())
        }
    }

    pub(super) async fn say(&self, content: Content) -> Result<(), Gone> {
        self.teller.tell(wire::ReadAnswer { content: Some(content) }).await
    }

    pub(super) async fn send(&self, record: &Record) -> Result<(), Gone> {
        self.say(Content::Event(found(record, self.spelling))).await
    }

    async fn read_stream(self, read: StreamRead) -> Result<(), Gone> {
        self.begin().await?;
        let readable = self.cluster.log().readable(&read.stream);
        let (first, next) = match readable {
            Ok(readable) => readable,
            Err(Unreadable::NotFound) => {
                let stream = Some(StreamName { name: read.stream.into() });
                return self.say(Content::NotFound(NotFound { stream })).await;
            }
            Err(Unreadable::Closed) => {
                return Err(self.teller.refuse(Trouble::Closed(read.stream)).await);
            }
        };
        let at = match (read.begin, read.direction) {
            (of_stream::Begin::Revision(revision), Direction::Forwards) => revision.max(first),
            (of_stream::Begin::Revision(revision), Direction::Backwards) => revision.min(next - 1),
            (of_stream::Begin::Start(()), _) => first,
            (of_stream::Begin::End(()), Direction::Forwards) => next,
            (of_stream::Begin::End(()), Direction::Backwards) => next - 1,
        };
        self.send_stream(&read, at).await?;
        if read.told_of_ends && read.direction == Direction::Forwards {
            self.say(Content::LastRevision(next - 1)).await?;
        }
        Ok(())
    }

    async fn send_stream(&self, read: &StreamRead, begin: u64) -> Result<(), Gone> {
        let mut left = read.count;
        let mut at = Some(begin);
        while let Some(from) = at.filter(|_| left > 0) {
            let max = usize::try_from(left).unwrap_or(usize::MAX).min(PAGE_RECORDS);
            let page = match read.direction {
                Direction::Forwards => self.cluster.log().stream_page(&read.stream, from, max),
                Direction::Backwards => {
                    self.cluster.log().stream_page_back(&read.stream, from, max)
                }
            };
            let Some(last) = page.last().map(|it| it.revision) else { break };
            for record in &page {
                self.send(record).await?;
            }
            left = left.saturating_sub(u64::try_from(page.len()).unwrap_or(u64::MAX));
            at = match read.direction {
                Direction::Forwards => last.checked_add(1),
                Direction::Backwards => last.checked_sub(1),
            };
        }
        Ok(())
    }

    async fn read_all(self, read: AllRead) -> Result<(), Gone> {
        self.begin().await?;
        let length = self.cluster.log().len();
        // Forwards from the index of the next record; backwards from the one before it.
        let mut index = match read.begin {
            of_all::Begin::Start(()) => 0,
            of_all::Begin::End(()) => length,
            of_all::Begin::Place(place) => {
                let place = Place { commit: place.commit, prepare: place.prepare };
                self.cluster.log().index_of(place)
            }
        };
        let mut left = read.count;
        while left > 0 {
            let page = match read.direction {
                Direction::Forwards => {
                    // What is written while it is read is for the next one.
                    let max = PAGE_RECORDS.min(length.saturating_sub(index));
                    self.cluster.log().page(index, max)
                }
                Direction::Backwards => self.cluster.log().page_back(index, PAGE_RECORDS),
            };
            if page.is_empty() {
                break;
            }
            match read.direction {
                Direction::Forwards => index += page.len(),
                Direction::Backwards => index -= page.len(),
            }
            for record in page {
                if left > 0 && self.wants(read.wanted.as_ref(), &record).await? {
                    self.send(&record).await?;
                    left -= 1;
                }
            }
        }
        Ok(())
    }

    /// Says whether the reader wants a record; a filter that fails ends the call.
    pub(super) async fn wants(
        &self,
        wanted: Option<&Wanted>,
        record: &Record,
    ) -> Result<bool, Gone> {
        match wanted.map_or(Ok(true), |wanted| wanted.has(record)) {
            Ok(wants) => Ok(wants),
            Err(trouble) => Err(self.teller.refuse(trouble).await),
        }
    }
}

fn spelt(id: Uuid, spelling: Spelling) -> Spelt {
    let spelling = match spelling {
        Spelling::Text => spelt::Spelling::Text(id.to_string()),
        Spelling::Halves => {
            let (most, least) = id.as_u64_pair();
            spelt::Spelling::Halves(spelt::Halves {
                most_significant: most.cast_signed(),
                least_significant: least.cast_signed(),
            })
        }
    };
    Spelt { spelling: Some(spelling) }
}

fn found(record: &Record, spelling: Spelling) -> Found {
    let Record { proposal, stream, revision, place, created_ticks } = record;
    let metadata = BTreeMap::from([
        ("type".to_owned(), proposal.kind.clone()),
        ("content-type".to_owned(), proposal.form.media_type().to_owned()),
        ("created".to_owned(), created_ticks.to_string()),
    ]);
    let recorded = Recorded {
        id: Some(spelt(proposal.id, spelling)),
        stream: Some(StreamName { name: stream.to_string().into() }),
        revision: *revision,
        prepare: place.prepare,
        commit: place.commit,
        metadata,
        custom_metadata: proposal.metadata.clone(),
        data: proposal.data.clone(),
    };
    Found { event: Some(recorded), link: None, r#where: Some(found::Where::Commit(place.commit)) }
}
