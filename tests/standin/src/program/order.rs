//! The orders that the program takes, one from each line of its input.
//!
//! Each is one method of the library by another name; here is only how it is written.

use std::str::SplitWhitespace;
use std::time::Duration;

use candour_standin::{Ending, Mishap, Moment, StandIn, StartError, Upheaval};

/// What the program answers to a line that is no order.
const ORDERS: &str = "one of: mishap APPENDS times-out-before|times-out-after|reset-before|\
    reset-after|not-leader|no-leader|not-ready; mishap APPENDS slow-before|slow-after MS; kill NODE; \
    revive NODE; lead NODE; leaderless; end ok|not-ready; slow-reads MS; withhold-places ANSWERS; \
    unknown READS; clock SECONDS; stir SEED PER_THOUSAND EVERY_MS ok|not-ready; calm; count; stop";

/// An order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Mishap(usize, Mishap),
    Kill(usize),
    Revive(usize),
    Lead(Option<usize>),
    End(Ending),
    SlowReads(Duration),
    WithholdPlaces(u64),
    Unknown(u64),
    Clock(i64),
    Stir(Upheaval),
    Calm,
    Count,
    Stop,
}

/// Why an order was not carried out.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unable {
    /// It says nothing.
    #[error("not understood; {ORDERS}")]
    NotUnderstood,
    /// The stand-in could not do it.
    #[error(transparent)]
    Start(#[from] StartError),
}

impl Order {
    /// Reads a line.
    pub(crate) fn read(line: &str) -> Result<Self, Unable> {
        let mut words = line.split_whitespace();
        let order = read(&mut words).ok_or(Unable::NotUnderstood)?;
        if words.next().is_none() { Ok(order) } else { Err(Unable::NotUnderstood) }
    }

    /// Carries it out, and says what there is to say.
    pub(crate) fn carry_out(self, standin: &StandIn) -> Result<String, Unable> {
        match self {
            Self::Mishap(appends, mishap) => standin.mishap(mishap, appends),
            Self::Kill(node) => standin.kill(node)?,
            Self::Revive(node) => standin.revive(node)?,
            Self::Lead(leader) => standin.lead(leader),
            Self::End(how) => standin.end_subscriptions(how),
            Self::SlowReads(each) => standin.slow_reads(each),
            Self::WithholdPlaces(answers) => standin.withhold_places(answers),
            Self::Unknown(reads) => standin.begin_with_the_unknown(reads),
            Self::Clock(seconds) => standin.put_clock_ahead(seconds),
            Self::Stir(upheaval) => standin.stir(upheaval)?,
            Self::Calm => standin.calm()?,
            Self::Count => return Ok(standin.records().len().to_string()),
            Self::Stop => {}
        }
        Ok("done".to_owned())
    }
}

fn read(words: &mut SplitWhitespace<'_>) -> Option<Order> {
    let order = match words.next()? {
        "mishap" => Order::Mishap(number(words)?, mishap(words)?),
        "kill" => Order::Kill(number(words)?),
        "revive" => Order::Revive(number(words)?),
        "lead" => Order::Lead(Some(number(words)?)),
        "leaderless" => Order::Lead(None),
        "end" => Order::End(ending(words)?),
        "slow-reads" => Order::SlowReads(Duration::from_millis(number(words)?)),
        "withhold-places" => Order::WithholdPlaces(number(words)?),
        "unknown" => Order::Unknown(number(words)?),
        "clock" => Order::Clock(number(words)?),
        "stir" => Order::Stir(Upheaval {
            seed: number(words)?,
            mishaps_per_thousand: number(words)?,
            every: Duration::from_millis(number(words)?),
            ending: ending(words)?,
        }),
        "calm" => Order::Calm,
        "count" => Order::Count,
        "stop" => Order::Stop,
        _ => return None,
    };
    Some(order)
}

fn mishap(words: &mut SplitWhitespace<'_>) -> Option<Mishap> {
    let mishap = match words.next()? {
        "times-out-before" => Mishap::TimesOut(Moment::Before),
        "times-out-after" => Mishap::TimesOut(Moment::After),
        "reset-before" => Mishap::Reset(Moment::Before),
        "reset-after" => Mishap::Reset(Moment::After),
        "slow-before" => Mishap::Slow(Moment::Before, Duration::from_millis(number(words)?)),
        "slow-after" => Mishap::Slow(Moment::After, Duration::from_millis(number(words)?)),
        "not-leader" => Mishap::NotLeader,
        "no-leader" => Mishap::NoLeader,
        "not-ready" => Mishap::NotReady,
        _ => return None,
    };
    Some(mishap)
}

fn ending(words: &mut SplitWhitespace<'_>) -> Option<Ending> {
    match words.next()? {
        "ok" => Some(Ending::Ok),
        "not-ready" => Some(Ending::NotReady),
        _ => None,
    }
}

fn number<T: std::str::FromStr>(words: &mut SplitWhitespace<'_>) -> Option<T> {
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    //! What lines come to.

    use super::*;

    fn read(line: &str) -> Result<Order, String> {
        Order::read(line).map_err(|error| error.to_string())
    }

    #[test]
    fn each_order_is_read() {
        let ms = Duration::from_millis;
        let upheaval =
            Upheaval { seed: 1, mishaps_per_thousand: 2, every: ms(3), ending: Ending::Ok };
        let orders = [
            ("mishap 2 times-out-before", Order::Mishap(2, Mishap::TimesOut(Moment::Before))),
            ("mishap 2 times-out-after", Order::Mishap(2, Mishap::TimesOut(Moment::After))),
            ("mishap 2 reset-before", Order::Mishap(2, Mishap::Reset(Moment::Before))),
            ("mishap 2 reset-after", Order::Mishap(2, Mishap::Reset(Moment::After))),
            ("mishap 1 slow-before 9", Order::Mishap(1, Mishap::Slow(Moment::Before, ms(9)))),
            ("mishap 1 slow-after 9", Order::Mishap(1, Mishap::Slow(Moment::After, ms(9)))),
            ("mishap 1 not-leader", Order::Mishap(1, Mishap::NotLeader)),
            ("mishap 1 no-leader", Order::Mishap(1, Mishap::NoLeader)),
            ("mishap 1 not-ready", Order::Mishap(1, Mishap::NotReady)),
            ("kill 0", Order::Kill(0)),
            (" revive  1 ", Order::Revive(1)),
            ("lead 2", Order::Lead(Some(2))),
            ("leaderless", Order::Lead(None)),
            ("end ok", Order::End(Ending::Ok)),
            ("end not-ready", Order::End(Ending::NotReady)),
            ("slow-reads 5", Order::SlowReads(ms(5))),
            ("withhold-places 6", Order::WithholdPlaces(6)),
            ("unknown 7", Order::Unknown(7)),
            ("clock -8", Order::Clock(-8)),
            ("stir 1 2 3 ok", Order::Stir(upheaval)),
            ("calm", Order::Calm),
            ("count", Order::Count),
            ("stop", Order::Stop),
        ];
        for (line, order) in orders {
            assert_eq!(read(line), Ok(order), "{line}");
        }
    }

    #[test]
    fn a_line_that_is_no_order_is_answered_with_those_there_are() {
        let lines = [
            "",
            "kil 0",
            "kill",
            "kill one",
            "kill 0 1",
            "mishap 1 slow-before",
            "mishap 1 odd",
            "end",
        ];
        for line in lines {
            assert_eq!(read(line), Err(format!("not understood; {ORDERS}")), "{line}");
        }
    }
}
