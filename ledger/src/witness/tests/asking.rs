//! Tests of asking witnesses: each is a script of answers, and what it was asked is kept.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use super::{at, grown, signed, witness_key};
use crate::merkle::NotProved;
use crate::note::{NoteError, Policy, SignedCheckpoint, Verifier, Witness, cosign};
use crate::witness::{
    AddCheckpoint, AskWitness, Submitted, Unbelievable, WitnessAnswer, WitnessOutcome,
    WitnessReport, WitnessUnreachable, submit,
};

/// What a witness does when it is asked.
#[derive(Clone)]
enum Does {
    /// Cosigns whatever it is shown.
    Cosigns,
    Answers(WitnessAnswer),
    Fails,
    Waits {
        seconds: u64,
    },
}

/// Witnesses that do as their scripts say, by number.
struct Scripts {
    scripts: Mutex<BTreeMap<String, VecDeque<Does>>>,
    asked: Mutex<Vec<(String, u64, usize)>>,
}

impl Scripts {
    fn of(scripts: &[&[Does]]) -> Self {
        let named = |(number, does): (usize, &&[Does])| {
            (format!("w{number}"), does.iter().cloned().collect())
        };
        let scripts = scripts.iter().enumerate().map(named).collect();
        Self { scripts: Mutex::new(scripts), asked: Mutex::default() }
    }
}

#[async_trait]
impl AskWitness for Scripts {
    async fn add_checkpoint(
        &self,
        witness: &Witness,
        body: String,
    ) -> Result<WitnessAnswer, WitnessUnreachable> {
        let request = AddCheckpoint::parse(&body).unwrap();
        let name = witness.name.clone();
        self.asked.lock().unwrap().push((name.clone(), request.old, request.proof.len()));
        let does = self.scripts.lock().unwrap().get_mut(&name).unwrap().pop_front().unwrap();
        let number = name[1..].parse().unwrap();
        let cosigned = |request: AddCheckpoint| {
            let time = at(1_000 + i64::from(number));
            let line = cosign(&witness_key(number), &request.checkpoint, time).unwrap();
            WitnessAnswer::Cosigned(line.to_string())
        };
        match does {
            Does::Cosigns => Ok(cosigned(request)),
            Does::Answers(answer) => Ok(answer),
            Does::Fails => Err(WitnessUnreachable { because: "nobody listens".to_owned() }),
            Does::Waits { seconds } => {
                tokio::time::sleep(Duration::from_secs(seconds)).await;
                Ok(cosigned(request))
            }
        }
    }
}

fn key(number: u8) -> Verifier {
    witness_key(number).verifier()
}

fn policy(witnesses: u8) -> Policy {
    let lines: Vec<String> =
        (0..witnesses).map(|it| format!("witness w{it} {}", key(it))).collect();
    Policy::parse(&format!("{}\nquorum none\n", lines.join("\n"))).unwrap()
}

fn report(number: u8, outcome: WitnessOutcome) -> WitnessReport {
    WitnessReport { name: format!("w{number}"), key: key(number).name().clone(), outcome }
}

fn cosigned(number: u8, size: u64) -> WitnessReport {
    report(number, WitnessOutcome::Cosigned { at: at(1_000 + i64::from(number)), size })
}

/// Shows the checkpoint of nine leaves, where the witnesses are thought to know so many.
async fn shown(scripts: &Scripts, witnesses: u8, known: &[(u8, u64)]) -> Submitted {
    let known = known.iter().map(|(it, size)| (key(*it).name().clone(), *size)).collect();
    let prove = |old, new| Ok(grown(1, old, new));
    submit(scripts, &policy(witnesses), signed(1, 9), &known, &prove).await
}

fn with(numbers: &[u8]) -> SignedCheckpoint {
    let mut checkpoint = signed(1, 9);
    for number in numbers {
        let time = at(1_000 + i64::from(*number));
        checkpoint.add(cosign(&witness_key(*number), &checkpoint, time).unwrap());
    }
    checkpoint
}

/// What is reported of one witness that does this, and what it was asked: old sizes, lengths of proofs.
async fn alone(does: &[Does], known: &[(u8, u64)]) -> (WitnessOutcome, Vec<(u64, usize)>) {
    let scripts = Scripts::of(&[does]);
    let submitted = shown(&scripts, 1, known).await;
    let [WitnessReport { outcome, .. }] = submitted.reports.try_into().unwrap();
    let asked = scripts.asked.into_inner().unwrap();
    (outcome, asked.into_iter().map(|(_, old, hashes)| (old, hashes)).collect())
}

#[tokio::test(start_paused = true)]
async fn witnesses_are_asked_side_by_side() {
    let slow = |seconds| [Does::Waits { seconds }];
    let scripts = Scripts::of(&[&slow(4), &[Does::Fails], &slow(3), &[Does::Cosigns]]);
    let began = Instant::now();
    let submitted = shown(&scripts, 4, &[]).await;
    assert_eq!(began.elapsed().as_secs(), 4);
    let down = WitnessOutcome::Down { because: "nobody listens".to_owned() };
    let reports = vec![cosigned(0, 9), report(1, down), cosigned(2, 9), cosigned(3, 9)];
    assert_eq!(submitted, Submitted { checkpoint: with(&[0, 2, 3]), reports });
    let known: Vec<_> = submitted.reports.iter().map(WitnessReport::known_size).collect();
    assert_eq!(known, [Some(9), None, Some(9), Some(9)]);
}

#[tokio::test(start_paused = true)]
async fn a_witness_that_does_not_answer_in_time_is_down() {
    let names_a_size = Does::Answers(WitnessAnswer::KnownSize(4));
    let late = Does::Waits { seconds: 6 };
    let late_then = [names_a_size, late.clone()];
    let scripts = Scripts::of(&[&[late], &late_then, &[Does::Cosigns]]);
    let began = Instant::now();
    let submitted = shown(&scripts, 3, &[]).await;
    assert_eq!(began.elapsed().as_secs(), 5);
    let down = WitnessOutcome::Down { because: "it did not answer within 5000 ms".to_owned() };
    let reports = vec![report(0, down.clone()), report(1, down), cosigned(2, 9)];
    assert_eq!(submitted, Submitted { checkpoint: with(&[2]), reports });
}

#[tokio::test]
async fn a_cosignature_counts_only_where_it_holds() {
    let said = |number: u8, checkpoint: &SignedCheckpoint| {
        cosign(&witness_key(number), checkpoint, at(1_000)).unwrap().to_string()
    };
    let another = said(0, &signed(1, 8));
    let strangers = said(3, &signed(1, 9));
    let own = said(0, &signed(1, 9));
    let cases = [
        (another.clone(), WitnessOutcome::Unbelieved(Unbelievable::False)),
        (strangers.clone(), WitnessOutcome::Unbelieved(Unbelievable::NotItsKey)),
        (
            "cosigned!\n".to_owned(),
            WitnessOutcome::Unbelieved(Unbelievable::NoSignatures(NoteError::Signature {
                number: 1,
            })),
        ),
        (String::new(), WitnessOutcome::Unbelieved(Unbelievable::NoSignatures(NoteError::NoEnd))),
        (format!("{strangers}{another}{own}"), WitnessOutcome::Cosigned { at: at(1_000), size: 9 }),
    ];
    for (lines, outcome) in cases {
        let answers = Does::Answers(WitnessAnswer::Cosigned(lines.clone()));
        let scripts = Scripts::of(&[&[answers]]);
        let submitted = shown(&scripts, 1, &[]).await;
        let mut checkpoint = signed(1, 9);
        if lines.ends_with(&own) {
            checkpoint.add(cosign(&witness_key(0), &checkpoint, at(1_000)).unwrap());
        }
        assert_eq!(submitted, Submitted { checkpoint, reports: vec![report(0, outcome)] });
    }
}

#[tokio::test]
async fn a_cosignature_that_stands_there_already_is_not_repeated() {
    let scripts = Scripts::of(&[&[Does::Cosigns]]);
    let mut earlier = signed(1, 9);
    earlier.add(cosign(&witness_key(0), &earlier, at(900)).unwrap());
    let prove = |_, _| Err(NotProved::FromNothing);
    let submitted = submit(&scripts, &policy(1), earlier.clone(), &BTreeMap::new(), &prove).await;
    assert_eq!(submitted, Submitted { checkpoint: earlier, reports: vec![cosigned(0, 9)] });
}

#[tokio::test]
async fn a_witness_that_names_another_size_is_asked_once_more() {
    let names = |size| Does::Answers(WitnessAnswer::KnownSize(size));
    let cosigned = WitnessOutcome::Cosigned { at: at(1_000), size: 9 };
    let proof = grown(1, 5, 9).len();
    let cases = [
        // What it knows was known, or it knows nothing yet: one question.
        (vec![Does::Cosigns], vec![(0, 5)], cosigned.clone(), vec![(5, proof)]),
        (vec![Does::Cosigns], vec![], cosigned.clone(), vec![(0, 0)]),
        (vec![Does::Cosigns], vec![(0, 9)], cosigned.clone(), vec![(9, 0)]),
        (vec![names(5), Does::Cosigns], vec![], cosigned.clone(), vec![(0, 0), (5, proof)]),
        (vec![names(0), Does::Cosigns], vec![(0, 5)], cosigned, vec![(5, proof), (0, 0)]),
        (
            vec![names(5), names(6)],
            vec![],
            WitnessOutcome::Unbelieved(Unbelievable::OtherSize { first: 5, then: 6 }),
            vec![(0, 0), (5, proof)],
        ),
        (
            vec![names(5), names(5)],
            vec![],
            WitnessOutcome::Unbelieved(Unbelievable::SameSize { size: 5 }),
            vec![(0, 0), (5, proof)],
        ),
        (
            vec![names(0)],
            vec![],
            WitnessOutcome::Unbelieved(Unbelievable::SameSize { size: 0 }),
            vec![(0, 0)],
        ),
    ];
    for (does, known, outcome, asked) in cases {
        assert_eq!(alone(&does, &known).await, (outcome, asked));
    }
}

#[tokio::test]
async fn a_witness_that_has_seen_more_is_told_apart() {
    let names = |size| Does::Answers(WitnessAnswer::KnownSize(size));
    let ahead = WitnessOutcome::AheadOfUs { size: 12 };
    // Also where it was known to be ahead: the witness itself is to say so.
    assert_eq!(alone(&[names(12)], &[(0, 12)]).await, (ahead.clone(), vec![(9, 0)]));
    assert_eq!(alone(&[names(12)], &[]).await, (ahead.clone(), vec![(0, 0)]));
    let proof = grown(1, 5, 9).len();
    let asked = vec![(0, 0), (5, proof)];
    assert_eq!(alone(&[names(5), names(12)], &[]).await, (ahead, asked));
}

#[tokio::test]
async fn a_witness_of_another_history_is_told_apart() {
    let says_no =
        |status| Does::Answers(WitnessAnswer::Refused { status, words: "so it says".to_owned() });
    let names = Does::Answers(WitnessAnswer::KnownSize(5));
    let other = |size, status| WitnessOutcome::OtherHistory { size, status };
    let refused = |status| WitnessOutcome::Refused { status, words: "so it says".to_owned() };
    let cases = [
        (vec![says_no(422)], vec![(0, 5)], other(5, 422)),
        (vec![says_no(409)], vec![(0, 9)], other(9, 409)),
        (vec![names, says_no(422)], vec![], other(5, 422)),
        (vec![says_no(422)], vec![(0, 9)], other(9, 422)),
        // Of nothing grows everything, and a root is compared at one size alone.
        (vec![says_no(422)], vec![], refused(422)),
        (vec![says_no(409)], vec![(0, 5)], refused(409)),
        (vec![says_no(403)], vec![], refused(403)),
        (vec![says_no(404)], vec![], refused(404)),
        (vec![says_no(500)], vec![], refused(500)),
    ];
    for (does, known, outcome) in cases {
        assert_eq!(alone(&does, &known).await.0, outcome);
    }
}

#[tokio::test]
async fn a_proof_that_cannot_be_made_is_told() {
    let scripts = Scripts::of(&[&[], &[Does::Cosigns]]);
    let known = BTreeMap::from([(key(0).name().clone(), 5)]);
    let missing = NotProved::Missing { index: 3 };
    let prove = |_, _| Err(missing);
    let submitted = submit(&scripts, &policy(2), signed(1, 9), &known, &prove).await;
    let not_proved = WitnessOutcome::NotProved { size: 5, because: missing };
    let reports = vec![report(0, not_proved), cosigned(1, 9)];
    assert_eq!(submitted, Submitted { checkpoint: with(&[1]), reports });
}
