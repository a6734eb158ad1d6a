//! The Ashdown files become these entries.
use crate::bench::*;
#[test]
fn show() {
    let bench = Bench::new();
    let report = bench.import(&ashdown(), &How::default());
    println!("{report:#?}");
    println!("{}", bench.entries().len());
    let report = bench.import(&ashdown(), &How::default());
    println!("{report:#?}");
    println!("{}", bench.entries().len());
}
