//! How often things happen in the invented area: every rate, in one table, each with where it comes
//! from. Nothing is drawn here.
//!
//! "England" names what is published of the country as a whole; "worked out" follows from such
//! figures by an assumption; "invented" has no source and is set so that it can be seen; "raised" is
//! rarer in the country, and is set higher so that an area of some hundred cases shows it at all.
//! None of it says anything about a real place.
//!
//! # Rules
//! - `every_rate_is_named_once_with_its_source`.

mod court;
mod families;
mod protection;
mod sharing;

pub(super) use court::*;
pub(super) use families::*;
pub(super) use protection::*;
pub(super) use sharing::*;

/// How often something happens, in thousandths, and where that comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rate {
    /// What happens.
    pub(super) what: &'static str,
    /// Of a thousand, so many.
    pub(super) per_mille: u16,
    /// Where it comes from.
    pub(super) source: &'static str,
}

const fn rate(what: &'static str, per_mille: u16, source: &'static str) -> Rate {
    Rate { what, per_mille, source }
}

const INVENTED: &str = "invented";
const WORKED_OUT: &str = "worked out";
const RAISED: &str = "raised";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every rate, part by part.
    fn all() -> impl Iterator<Item = &'static Rate> {
        [OF_FAMILIES, OF_SHARING, OF_PROTECTION, OF_COURT].into_iter().flatten()
    }

    #[test]
    fn every_rate_is_named_once_with_its_source() {
        let names: BTreeSet<&str> = all().map(|it| it.what).collect();
        assert_eq!(names.len(), all().count());
        let unsound: Vec<&Rate> =
            all().filter(|it| it.per_mille > 1_000 || it.source.is_empty()).collect();
        assert_eq!(unsound, Vec::<&Rate>::new());
        let shares: Vec<u32> = [
            REFERRAL_SOURCES.iter().map(|(_, share)| u32::from(*share)).sum(),
            ETHNICITIES.iter().map(|(_, share)| u32::from(*share)).sum(),
            ASSESSMENT_OUTCOMES.iter().map(|(_, share)| u32::from(*share)).sum(),
        ]
        .to_vec();
        assert_eq!(shares, [1_000; 3]);
    }
}
