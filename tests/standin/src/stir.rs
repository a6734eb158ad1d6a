//! Faults by chance, for tests that run long: nodes die and come back, others lead, subscriptions end.
//!
//! What happens is drawn from a seed; when it meets whom depends on the machine, so a run is not
//! repeated by its seed alone. Nodes come back before the next fault: there is always a majority.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::StartError;
use crate::cluster::Ending;
use crate::house::House;

/// How often what goes wrong by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upheaval {
    /// What is drawn from.
    pub seed: u64,
    /// Of a thousand appends, how many meet a mishap.
    pub mishaps_per_thousand: u32,
    /// How long it is quiet between two faults of the cluster, on average.
    pub every: Duration,
    /// How a subscription ends that is ended by chance.
    pub ending: Ending,
}

/// What may happen to the cluster.
#[derive(Debug, Clone, Copy)]
enum Fault {
    NodeDies,
    LeaderDies,
    AnotherLeads,
    SubscriptionsEnd,
}

const FAULTS: [Fault; 4] =
    [Fault::NodeDies, Fault::LeaderDies, Fault::AnotherLeads, Fault::SubscriptionsEnd];

/// The thread that stirs, until it is told to stop.
#[derive(Debug)]
struct Stirring {
    stop: Sender<()>,
    thread: JoinHandle<Result<(), StartError>>,
}

/// Whether somebody stirs.
#[derive(Debug, Default)]
pub(crate) struct Spoon(Mutex<Option<Stirring>>);

impl Spoon {
    /// Stirs from now on, in place of what was stirred before.
    pub(crate) fn stir(&self, house: &Arc<House>, upheaval: Upheaval) -> Result<(), StartError> {
        self.rest()?;
        house.cluster.mishaps().draw(upheaval.seed, upheaval.mishaps_per_thousand);
        let (stop, stopped) = channel();
        let house = Arc::clone(house);
        let name = std::thread::Builder::new().name("stand-in stirred".to_owned());
        let thread = name.spawn(move || run(&house, upheaval, &stopped))?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Stirring { stop, thread });
        Ok(())
    }

    /// Stops, and waits until the last fault is over.
    pub(crate) fn rest(&self) -> Result<(), StartError> {
        let stirring = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Stirring { stop, thread }) = stirring else { return Ok(()) };
        drop(stop);
        thread.join().unwrap_or(Ok(()))
    }
}

fn run(house: &House, upheaval: Upheaval, stopped: &Receiver<()>) -> Result<(), StartError> {
    // Not the source of the mishaps: those are drawn as appends come.
    let mut source = ChaCha8Rng::seed_from_u64(upheaval.seed.wrapping_add(1));
    let every = u64::try_from(upheaval.every.as_millis()).unwrap_or(u64::MAX).max(2);
    let mut pause = || Duration::from_millis(source.random_range(every / 2..every + every / 2));
    let mut draws = ChaCha8Rng::seed_from_u64(upheaval.seed.wrapping_add(2));
    while stopped.recv_timeout(pause()) == Err(RecvTimeoutError::Timeout) {
        let number = draws.random_range(0..house.nodes.len().max(1));
        match FAULTS[draws.random_range(0..FAULTS.len())] {
            Fault::NodeDies => die(house, number, number)?,
            Fault::LeaderDies => {
                let leader = house.cluster.members().leader.unwrap_or(0);
                die(house, leader, number)?;
            }
            Fault::AnotherLeads => house.cluster.lead(Some(number)),
            Fault::SubscriptionsEnd => house.cluster.end_subscriptions(upheaval.ending),
        }
    }
    Ok(())
}

/// A node dies and comes back; where it led, another does, or the same once it is back.
fn die(house: &House, number: usize, next: usize) -> Result<(), StartError> {
    let led = house.cluster.members().leader == Some(number);
    house.kill(number)?;
    if led && next != number {
        house.cluster.lead(Some(next));
    }
    std::thread::sleep(DEAD);
    house.revive(number)?;
    if led && next == number {
        house.cluster.lead(Some(number));
    }
    Ok(())
}

/// How long a node is dead.
const DEAD: Duration = Duration::from_millis(200);
