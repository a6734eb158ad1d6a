//! A figure: what was measured against what, what it is to reach, and the table of all of them. It
//! measures nothing, and nothing fails where a figure is missed.

use std::fmt;
use std::io::Write;
use std::time::Duration;

use crate::measure::{Done, Times};

/// One line of the table.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    name: String,
    baseline: String,
    ours: String,
    ratio: Option<f64>,
    reach: Reach,
    reached: Option<bool>,
}

/// What a figure is to reach.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach {
    /// At most so many times the baseline.
    Within(f64),
    /// At least so many times the baseline.
    AtLeast(f64),
    /// At least so many a second.
    EachSecond(f64),
    /// At least so many of something else, by its name.
    Many(f64, &'static str),
    /// Less time than this.
    Under(Duration),
    /// Less memory than this, in MiB.
    UnderMebibytes(f64),
    /// Nothing: it is there to be read beside others.
    Reported,
}

impl Figure {
    /// How long ours takes beside a baseline, by their medians; what is to be reached is a ratio or a time.
    pub(crate) fn slower(name: &str, baseline: &Times, ours: &Times, reach: Reach) -> Self {
        let median = ours.median().as_secs_f64();
        let ratio = median / baseline.median().as_secs_f64();
        let reached = reach.is_met_by(if reach.is_of_the_ratio() { ratio } else { median });
        let (baseline, ours) = (time(baseline.median()), time(ours.median()));
        Self { name: name.to_owned(), baseline, ours, ratio: Some(ratio), reach, reached }
    }

    /// How many a second ours manages beside a baseline; what is to be reached is a ratio or a number.
    pub(crate) fn faster(name: &str, baseline: f64, ours: f64, reach: Reach) -> Self {
        let ratio = ours / baseline;
        let reached = reach.is_met_by(if reach.is_of_the_ratio() { ratio } else { ours });
        let (baseline, ours) = (each_second(baseline), each_second(ours));
        Self { name: name.to_owned(), baseline, ours, ratio: Some(ratio), reach, reached }
    }

    /// A number that stands alone.
    pub(crate) fn many(name: &str, ours: f64, reach: Reach) -> Self {
        let reached = reach.is_met_by(ours);
        let (baseline, ours) = ("-".to_owned(), format!("{ours:.1}"));
        Self { name: name.to_owned(), baseline, ours, ratio: None, reach, reached }
    }

    /// How much memory is held at most, in MiB.
    pub(crate) fn memory(name: &str, mebibytes: f64, reach: Reach) -> Self {
        let reached = reach.is_met_by(mebibytes);
        let (baseline, ours) = ("-".to_owned(), format!("{mebibytes:.0} MiB"));
        Self { name: name.to_owned(), baseline, ours, ratio: None, reach, reached }
    }

    /// How long 99 of a hundred take at most, with the median beside it.
    pub(crate) fn p99(name: &str, ours: &Times, reach: Reach) -> Self {
        let reached = reach.is_met_by(ours.p99().as_secs_f64());
        let ours = format!("{} (median {})", time(ours.p99()), time(ours.median()));
        Self { name: name.to_owned(), baseline: "-".to_owned(), ours, ratio: None, reach, reached }
    }
}

impl Reach {
    fn is_of_the_ratio(self) -> bool {
        match self {
            Self::Within(_) | Self::AtLeast(_) => true,
            Self::EachSecond(_)
            | Self::Many(..)
            | Self::Under(_)
            | Self::UnderMebibytes(_)
            | Self::Reported => false,
        }
    }

    fn is_met_by(self, value: f64) -> Option<bool> {
        match self {
            Self::Within(most) | Self::UnderMebibytes(most) => Some(value <= most),
            Self::AtLeast(least) | Self::EachSecond(least) | Self::Many(least, _) => {
                Some(value >= least)
            }
            Self::Under(limit) => Some(value < limit.as_secs_f64()),
            Self::Reported => None,
        }
    }
}

impl fmt::Display for Reach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(most) => write!(f, "within {most} x"),
            Self::AtLeast(least) => write!(f, "at least {least} x"),
            Self::EachSecond(least) => write!(f, "at least {}", each_second(*least)),
            Self::Many(least, of) => write!(f, "at least {least} {of}"),
            Self::Under(limit) => write!(f, "under {} ms", limit.as_millis()),
            Self::UnderMebibytes(limit) => write!(f, "under {limit} MiB"),
            Self::Reported => f.write_str("-"),
        }
    }
}

/// A time in milliseconds, as finely as it is worth.
pub(crate) fn time(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1_000.0;
    if milliseconds < 10.0 {
        format!("{milliseconds:.3} ms")
    } else {
        format!("{milliseconds:.1} ms")
    }
}

fn each_second(many: f64) -> String {
    if many < 1_000.0 { format!("{many:.0}/s") } else { format!("{:.1}k/s", many / 1_000.0) }
}

/// Writes the table of all figures.
pub(crate) fn table(figures: &[Figure], out: &mut impl Write) -> Done<()> {
    writeln!(out, "| figure | baseline | ours | ratio | reach | reached |")?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    for Figure { name, baseline, ours, ratio, reach, reached } in figures {
        let ratio = ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}"));
        let reached = match reached {
            Some(true) => "yes",
            Some(false) => "no",
            None => "-",
        };
        writeln!(out, "| {name} | {baseline} | {ours} | {ratio} | {reach} | {reached} |")?;
    }
    Ok(())
}
