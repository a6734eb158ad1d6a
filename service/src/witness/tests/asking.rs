//! Tests of asking true witnesses.

use std::collections::BTreeSet;

use candour_ledger::ManualClock;
use candour_ledger::merkle;
use candour_ledger::witness::{
    Contradiction, Evidence, NotCosigned, Submitted, WitnessKeeper, WitnessOutcome,
};

use super::super::ask::HttpWitnesses;
use super::super::serve::LIMITS;
use super::{
    Running, at, cosigned, good, key, leaves, origin, policy, report, request, shown, signed,
};

/// The address of a port at which nobody listens.
async fn nobody() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[tokio::test]
async fn three_witnesses_cosign_one_checkpoint() {
    let witnesses = [Running::new(0).await, Running::new(1).await, Running::new(2).await];
    let addresses = witnesses.each_ref().map(|it| it.address.as_str());
    let policy = policy(&addresses);
    for size in [5, 9] {
        let submitted = shown(&policy, 1, size, &[]).await;
        let checkpoint = cosigned(signed(1, size), &[0, 1, 2]);
        let reports = [0, 1, 2].map(|it| good(it, size)).to_vec();
        assert_eq!(submitted, Submitted { checkpoint: checkpoint.clone(), reports });
        let said = policy.cosignatures(&checkpoint);
        assert_eq!((said.len(), policy.is_met_by(&said)), (3, true));
    }
    let sizes = witnesses.each_ref().map(Running::size);
    assert_eq!(sizes, [Some(9); 3]);
    for witness in witnesses {
        witness.stop().await;
    }
}

#[tokio::test]
async fn work_goes_on_with_a_witness_down() {
    let (one, two) = (Running::new(0).await, Running::new(2).await);
    let nobody = nobody().await;
    let refused = std::net::TcpStream::connect(nobody.strip_prefix("http://").unwrap()).err();
    let policy = policy(&[&one.address, &nobody, &two.address]);
    let submitted = shown(&policy, 1, 5, &[]).await;
    let because = format!("no connection: {}", refused.unwrap());
    let down = report(1, WitnessOutcome::Down { because });
    let checkpoint = cosigned(signed(1, 5), &[0, 2]);
    assert!(policy.is_met_by(&policy.cosignatures(&checkpoint)));
    assert_eq!(submitted, Submitted { checkpoint, reports: vec![good(0, 5), down, good(2, 5)] });
}

#[tokio::test]
async fn a_fork_is_refused_by_the_witness_and_kept() {
    let witness = Running::new(0).await;
    let policy = policy(&[&witness.address]);
    assert_eq!(shown(&policy, 1, 5, &[]).await.reports, [good(0, 5)]);
    let same_size = WitnessOutcome::OtherHistory { size: 5, status: 409 };
    let forked = Submitted { checkpoint: signed(2, 5), reports: vec![report(0, same_size)] };
    assert_eq!(shown(&policy, 2, 5, &[]).await, forked);
    let larger = WitnessOutcome::OtherHistory { size: 5, status: 422 };
    let forked = Submitted { checkpoint: signed(2, 9), reports: vec![report(0, larger)] };
    assert_eq!(shown(&policy, 2, 9, &[]).await, forked);
    let evidence = |contradiction, size| Evidence {
        contradiction,
        cosigned: signed(1, 5),
        refused: signed(2, size),
        at: at(0),
    };
    let both = [evidence(Contradiction::OtherRoot, 5), evidence(Contradiction::NotGrown, 9)];
    assert_eq!(witness.kept().evidence, both);
    // The history that it knows goes on.
    assert_eq!(shown(&policy, 1, 9, &[]).await.reports, [good(0, 9)]);
}

#[tokio::test]
async fn a_rollback_is_met_by_a_witness_that_has_seen_more() {
    let witness = Running::new(0).await;
    let policy = policy(&[&witness.address]);
    assert_eq!(shown(&policy, 1, 9, &[]).await.reports, [good(0, 9)]);
    let ahead = report(0, WitnessOutcome::AheadOfUs { size: 9 });
    // Whether it is remembered what the witness knew, or not.
    for known in [[(0, 9)].as_slice(), &[(0, 5)], &[]] {
        let submitted = shown(&policy, 1, 5, known).await;
        let reports = vec![ahead.clone()];
        assert_eq!(submitted, Submitted { checkpoint: signed(1, 5), reports });
    }
    assert_eq!((witness.size(), witness.kept().evidence), (Some(9), Vec::new()));
}

#[tokio::test]
async fn an_answer_that_was_lost_is_recovered() {
    let witness = Running::new(0).await;
    assert_eq!(shown(&policy(&[&witness.address]), 1, 5, &[]).await.reports, [good(0, 5)]);
    let home = witness.stop().await;
    // It keeps the next size, and is gone before its answer arrives.
    let keeper = WitnessKeeper::open(home.path(), at(0)).unwrap();
    let lost = keeper.add_checkpoint(&request(1, 5, 9), &ManualClock::at(at(0))).unwrap();
    assert_eq!(lost.map(|it| it.lines().count()), Ok(1));
    drop(keeper);
    let witness = Running::of(home, 0, LIMITS).await;
    assert_eq!(witness.size(), Some(9));
    let policy = policy(&[&witness.address]);
    let again = Submitted { checkpoint: cosigned(signed(1, 9), &[0]), reports: vec![good(0, 9)] };
    assert_eq!(shown(&policy, 1, 9, &[(0, 5)]).await, again);
    assert_eq!(shown(&policy, 1, 12, &[(0, 5)]).await.reports, [good(0, 12)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_submissions_at_once_keep_one_history() {
    let witness = Running::new(0).await;
    let policy = policy(&[&witness.address]);
    let submissions: Vec<_> = (0..30)
        .map(|number: u8| {
            let policy = policy.clone();
            let (history, size) = (1 + number % 2, 4 + u64::from(number) / 2);
            tokio::spawn(async move { (history, size, shown(&policy, history, size, &[]).await) })
        })
        .collect();
    let mut of = BTreeSet::new();
    for submission in submissions {
        let (history, size, submitted) = submission.await.unwrap();
        let [only] = submitted.reports.try_into().unwrap();
        if only == good(0, size) {
            of.insert((size, history));
            assert_eq!(submitted.checkpoint, cosigned(signed(history, size), &[0]));
        } else {
            assert_eq!(submitted.checkpoint, signed(history, size));
        }
    }
    let histories: BTreeSet<u8> = of.iter().map(|(_, history)| *history).collect();
    assert_eq!(histories.len(), 1, "{of:?}");
    let largest = of.last().map(|(size, _)| *size);
    assert_eq!(witness.size(), largest);
    assert!(witness.kept().evidence.iter().all(|it| !histories.contains(&history_of(it))));
}

/// Of which history the refused checkpoint is.
fn history_of(evidence: &Evidence) -> u8 {
    let claim = evidence.refused.claim();
    let of = |history: &u8| {
        let leaves = leaves(*history, claim.head.size);
        merkle::root(leaves.as_slice(), claim.head.size) == Ok(claim.head.root)
    };
    [1, 2].into_iter().find(of).unwrap()
}

#[tokio::test]
async fn an_address_that_cannot_be_asked_is_told() {
    use candour_ledger::note::Witness;
    use candour_ledger::witness::{AskWitness, WitnessUnreachable};
    let cases = [
        (None, "the policy gives no address"),
        (Some("police"), "its address \"police\" does not begin with https:// or http://"),
        (Some("ftp://a/"), "its address \"ftp://a/\" does not begin with https:// or http://"),
        (Some("http://a b/"), "its address \"http://a b/\" is none"),
        (
            Some("http://me:you@a/"),
            "its address \"http://me:you@a/\" has more than a machine and a path",
        ),
        (Some("http://a/?b=c"), "its address \"http://a/?b=c\" has more than a machine and a path"),
    ];
    for (address, because) in cases {
        let address = address.map(str::to_owned);
        let witness = Witness { name: "w0".to_owned(), key: key(0), address };
        let answer = HttpWitnesses::new().add_checkpoint(&witness, request(1, 0, 5)).await;
        assert_eq!(answer, Err(WitnessUnreachable { because: because.to_owned() }));
    }
}

#[tokio::test]
async fn a_witness_of_another_ledger_is_no_news_of_ours() {
    let home = tempfile::tempdir().unwrap();
    WitnessKeeper::init(home.path(), key(0).name().clone(), &[100; 32]).unwrap();
    let witness = Running::of(home, 0, LIMITS).await;
    let words = NotCosigned::UnknownLedger.to_string();
    let refused = report(0, WitnessOutcome::Refused { status: 404, words });
    assert_eq!(shown(&policy(&[&witness.address]), 1, 5, &[]).await.reports, [refused]);
    assert_eq!(witness.kept().memory.ledgers().get(&origin()), None);
}
