//! A node in a process of its own, which writes until it is told to stop or is killed, and says what was
//! answered. The test that starts one runs itself again in it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use candour_ledger::contract::{draft, stream};
use candour_ledger::{
    After, AppendError, AppendRefusal, ClusterError, ClusterStore, EventStore, Expected, Follower,
    OpenCluster, Positions, Record, Revision, SeededEntropy, StreamPage, verify,
};

use crate::made::{clock, pause};

const ADDRESS: &str = "CANDOUR_TEST_CLUSTER";
const DIRECTORY: &str = "CANDOUR_TEST_NODE";
const FROM: &str = "CANDOUR_TEST_FROM";
const STREAMS: &str = "CANDOUR_TEST_STREAMS";
/// What a line begins with that is for the parent.
const MARK: &str = "told: ";
/// How often an append is tried again before the process gives up.
const TRIES_MAX: usize = 600;
const PAUSE_MS: u64 = 50;

/// An append that was answered: the stream's number, the revision, and the draft's number.
pub(crate) type Answered = (u64, u64, u64);

/// What a node in a process of its own is to do.
pub(crate) struct Task<'a> {
    /// The test that runs itself again.
    pub(crate) test: &'a str,
    pub(crate) address: String,
    pub(crate) directory: &'a Path,
    /// The number of its first draft. No other process has drafts of its numbers.
    pub(crate) from: u64,
    /// The numbers of the streams that it writes to.
    pub(crate) streams: &'a [u64],
}

/// A node in a process of its own. It is killed when it is dropped.
pub(crate) struct Apart {
    child: Child,
    orders: ChildStdin,
    /// What it says but for what was answered; it ends with the process.
    said: Receiver<String>,
    answered: Arc<Mutex<Vec<Answered>>>,
}

impl Apart {
    pub(crate) fn start(task: &Task<'_>) -> Self {
        let streams: Vec<String> = task.streams.iter().map(ToString::to_string).collect();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([task.test, "--exact", "--nocapture", "--test-threads=1"])
            .env(ADDRESS, &task.address)
            .env(DIRECTORY, task.directory)
            .env(FROM, task.from.to_string())
            .env(STREAMS, streams.join(","))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let answered = Arc::new(Mutex::new(Vec::new()));
        let (tell, said) = channel();
        let into = Arc::clone(&answered);
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let Some((_, told)) = line.split_once(MARK) else { continue };
                if let Some(numbers) = told.strip_prefix("answered ") {
                    into.lock().unwrap().push(answer(numbers));
                } else if tell.send(told.to_owned()).is_err() {
                    return;
                }
            }
        });
        Self { child, orders, said, answered }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// What was answered so far.
    pub(crate) fn answered(&self) -> Vec<Answered> {
        self.answered.lock().unwrap().clone()
    }

    /// Orders something, and waits for what is said to it.
    pub(crate) fn order(&mut self, order: &str) -> String {
        writeln!(self.orders, "{order}").unwrap();
        self.said.recv_timeout(Duration::from_mins(2)).unwrap()
    }

    /// Kills it, and says what was answered before.
    pub(crate) fn kill(mut self) -> Vec<Answered> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        // The channel ends once everything that it wrote has been read.
        while self.said.recv_timeout(Duration::from_mins(1)).is_ok() {}
        self.answered()
    }
}

impl Drop for Apart {
    fn drop(&mut self) {
        // It may have been killed already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn answer(numbers: &str) -> Answered {
    let mut numbers = numbers.split(' ').map(|it| it.parse().unwrap());
    let mut next = || numbers.next().unwrap();
    (next(), next(), next())
}

fn tell(what: &str) {
    let mut out = std::io::stdout().lock();
    // One write: lines of several threads must not be mixed.
    out.write_all(format!("\n{MARK}{what}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Where this is the process of its own, does what it is there for, and says so.
pub(crate) fn is_done() -> bool {
    let Ok(address) = std::env::var(ADDRESS) else { return false };
    let mut building = tokio::runtime::Builder::new_multi_thread();
    let runtime = building.worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(write(&address));
    true
}

/// Opens the node, whatever the cluster does meanwhile.
async fn opened(address: &str, from: u64) -> ClusterStore {
    let given = OpenCluster {
        address: address.parse().unwrap(),
        credentials: None,
        directory: std::env::var_os(DIRECTORY).unwrap().into(),
        clock: clock(),
        entropy: Arc::new(SeededEntropy::new([u8::try_from(from % 251).unwrap(); 32])),
    };
    for _ in 0..TRIES_MAX {
        match ClusterStore::open(given.clone()).await {
            Ok(store) => return store,
            Err(ClusterError::Away { .. }) => pause(PAUSE_MS).await,
            Err(error) => panic!("{error:?}"),
        }
    }
    panic!("the cluster could not be asked");
}

async fn write(address: &str) {
    let from = std::env::var(FROM).unwrap().parse().unwrap();
    let store = Arc::new(opened(address, from).await);
    let next = Arc::new(AtomicU64::new(from));
    let stopped = Arc::new(AtomicBool::new(false));
    let streams = std::env::var(STREAMS).unwrap();
    let writing: Vec<_> = streams
        .split(',')
        .map(|which| {
            let writer = Writer {
                store: Arc::clone(&store),
                which: which.parse().unwrap(),
                next: Arc::clone(&next),
                stopped: Arc::clone(&stopped),
            };
            tokio::spawn(writer.write())
        })
        .collect();
    let following = tokio::spawn(follow(Arc::clone(&store)));
    let orders = orders();
    // The process ends with its input.
    while let Ok(order) = orders.recv() {
        if order == "stop" {
            stopped.store(true, Ordering::Relaxed);
            break;
        }
    }
    for one in writing {
        one.await.unwrap();
    }
    tell("stopped");
    let Ok(records) = orders.recv() else { return };
    let records = After::from_number(records.parse().unwrap());
    while After::from(store.head().await.unwrap()) < records {
        assert!(!following.is_finished(), "following ended: {:?}", following.await);
        pause(PAUSE_MS).await;
    }
    let verdict = verify(&*store, Positions::Gapless, &mut |_| ()).await.unwrap();
    tell(&format!("{verdict:?}"));
}

/// The lines of the input, as they come.
fn orders() -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut lines = std::io::stdin().lock().lines().map_while(Result::ok);
        lines.all(|line| sender.send(line).is_ok())
    });
    receiver
}

/// Follows the ledger from its beginning, and sees each record once and in order.
async fn follow(store: Arc<ClusterStore>) {
    let mut follower = Follower::new(store, After::Start, 100);
    let mut seen = 0;
    loop {
        for record in follower.next().await.unwrap() {
            seen += 1;
            assert_eq!(After::Position(record.position), After::from_number(seen));
        }
    }
}

/// Writes to one stream.
struct Writer {
    store: Arc<ClusterStore>,
    which: u64,
    next: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
}

impl Writer {
    async fn write(self) {
        let mut expected = self.expected().await;
        while !self.stopped.load(Ordering::Relaxed) {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let record = self.append(expected, number).await;
            expected = Expected::At(record.revision);
            tell(&format!("answered {} {} {number}", self.which, record.revision));
        }
    }

    /// Where the stream stands, as the node's copy has it.
    async fn expected(&self) -> Expected {
        match self.store.read_stream(&stream(self.which), Revision::FIRST, 1).await.unwrap() {
            StreamPage::Missing => Expected::NoStream,
            StreamPage::Found { last, .. } => Expected::At(last),
        }
    }

    /// Appends one draft, and asks again until it is known what came of it.
    async fn append(&self, mut expected: Expected, number: u64) -> Record {
        for _ in 0..TRIES_MAX {
            match self.store.append(&stream(self.which), expected, vec![draft(number)]).await {
                Ok(appended) => return appended.records.into_iter().next().unwrap(),
                Err(AppendError::Refused(AppendRefusal::Conflict { actual, .. })) => {
                    expected = actual;
                }
                Err(AppendError::NotWritten(_) | AppendError::Unknown(_)) => pause(PAUSE_MS).await,
                Err(AppendError::Refused(refusal)) => panic!("{refusal:?}"),
            }
        }
        panic!("draft {number} was never written");
    }
}
