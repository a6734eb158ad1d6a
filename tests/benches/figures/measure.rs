//! Times of work that is repeated, and what is said of them. It decides nothing about what is good.

use std::time::{Duration, Instant};

/// What a step of the benchmarks comes to.
pub(crate) type Done<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// How long the same work took, each time that it was done.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    sorted: Vec<Duration>,
}

impl Times {
    /// Adds one more.
    pub(crate) fn add(&mut self, time: Duration) {
        let place = self.sorted.partition_point(|it| *it <= time);
        self.sorted.insert(place, time);
    }

    /// How long it took at most in so many of a thousand.
    fn within(&self, of_a_thousand: usize) -> Duration {
        let last = self.sorted.len().saturating_sub(1);
        self.sorted.get(last * of_a_thousand / 1_000).copied().unwrap_or_default()
    }

    /// How long it took at most in every second.
    pub(crate) fn median(&self) -> Duration {
        self.within(500)
    }

    /// How long it took at most in 99 of a hundred.
    pub(crate) fn p99(&self) -> Duration {
        self.within(990)
    }

    /// How many a second, where each took the median and was so many.
    pub(crate) fn a_second(&self, of_each: usize) -> f64 {
        count(of_each) / self.median().as_secs_f64()
    }
}

/// A number of things, to divide by.
pub(crate) fn count(many: usize) -> f64 {
    f64::from(u32::try_from(many).unwrap_or(u32::MAX))
}

/// How long the threads of this process have been on a processor, all together: what work costs, also
/// where other programs hold it up.
pub(crate) fn on_a_processor() -> Done<Duration> {
    let mut nanoseconds = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let counted = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        nanoseconds += counted.split(' ').next().unwrap_or("0").parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}

/// How long one answer took to come, and the answer.
pub(crate) async fn timed<T>(work: impl Future<Output = T>) -> (Duration, T) {
    let start = Instant::now();
    let answer = work.await;
    (start.elapsed(), answer)
}

/// Does two kinds of work in turn, so that whatever else the machine does falls on both.
pub(crate) async fn interleaved(
    rounds: usize,
    mut baseline: impl AsyncFnMut(usize) -> Done<Duration>,
    mut ours: impl AsyncFnMut(usize) -> Done<Duration>,
) -> Done<(Times, Times)> {
    let (mut of_baseline, mut of_ours) = (Times::default(), Times::default());
    for round in 0..rounds {
        of_baseline.add(baseline(round).await?);
        of_ours.add(ours(round).await?);
    }
    Ok((of_baseline, of_ours))
}
