//! Bundles of the Ashdown case: made for each reader, checked without the ledger, and attacked.

mod bytes;
mod keys;

use candour_domain::case::access::{ExportAudience, WithheldReason};
use candour_interchange::bundle::{
    Base64, Bundle, BundleFault, Completeness, ContentText, EntryText, KeyTrust, Made, Pins, Place,
    PolicyTrust, ShownText, Verdict, Wrong, check,
};
use candour_ledger::merkle::NotIncluded;

use crate::sealed::{ELSEWHERE, SealedCase, canary};

const AUDIENCES: [ExportAudience; 4] = [
    ExportAudience::Panel,
    ExportAudience::Court,
    ExportAudience::Subject,
    ExportAudience::Auditor,
];

fn none() -> Pins {
    Pins::default()
}

fn read(made: &Made) -> Bundle {
    Bundle::read(made.text.as_bytes()).unwrap().0
}

/// What checking says of a bundle after a change, with its digest put right.
fn after(made: &Made, change: impl FnOnce(&mut Bundle)) -> Result<Verdict, BundleFault> {
    let mut bundle = read(made);
    change(&mut bundle);
    check(bundle.write().unwrap().as_bytes(), &none())
}

fn shown(entry: &EntryText) -> Option<&ShownText> {
    match entry {
        EntryText::Shown(it) => Some(it),
        EntryText::LeafAlone(_) => None,
    }
}

fn place(entry: &EntryText) -> Place {
    let (index, stream, revision) = match entry {
        EntryText::Shown(it) => (it.index, &it.stream, it.revision),
        EntryText::LeafAlone(it) => (it.index, &it.stream, it.revision),
    };
    Place { position: index + 1, stream: stream.clone(), revision }
}

fn at(entry: &EntryText, wrong: Wrong) -> BundleFault {
    BundleFault { place: Some(place(entry)), wrong }
}

fn other_root() -> Wrong {
    Wrong::NotIncluded(NotIncluded::OtherRoot)
}

#[tokio::test]
async fn a_bundle_is_found_genuine_and_complete() {
    let sealed = SealedCase::made(1).await;
    for audience in AUDIENCES {
        let made = sealed.bundle(audience).await;
        let pins = Pins { key: Some(sealed.key.clone()), policy: Some(sealed.policy.clone()) };
        let verdict = check(made.text.as_bytes(), &pins).unwrap();
        assert_eq!((verdict.audience, verdict.case), (audience, sealed.case));
        assert_eq!(
            (verdict.seal.key_trust, verdict.seal.policy_trust, verdict.seal.cosigned.len()),
            (KeyTrust::Given, PolicyTrust::Given, 3)
        );
        let alone: u64 = verdict.streams.iter().map(|it| it.leaves_alone).sum();
        assert_eq!(alone == 0, audience != ExportAudience::Subject, "{audience:?}");
        for stream in &verdict.streams {
            let proved = stream.complete == Completeness::Proved;
            assert_eq!(proved, stream.leaves_alone == 0, "{stream:?}");
        }
        assert_eq!(verdict.shown, made.export.shown);
        // All that was imported lies between the first seal and the second.
        let first = verdict.entries.first().unwrap();
        let (before, after) = (first.between.not_before, first.between.not_after);
        let seconds = |minutes: i64| {
            crate::case::imported_at()
                + chrono::TimeDelta::minutes(minutes)
                + chrono::TimeDelta::seconds(5)
        };
        assert_eq!((before, after), (Some(seconds(10)), Some(seconds(20))));
        let last = verdict.entries.last().unwrap().between;
        assert_eq!((last.not_before, last.not_after), (Some(seconds(20)), Some(seconds(30))));
        assert!(verdict.entries.iter().all(|it| !it.claimed_outside));
    }
}

#[tokio::test]
async fn what_is_withheld_from_a_reader_is_nowhere_in_the_file() {
    let sealed = SealedCase::made(1).await;
    let to_subject = [
        "third party",
        "source",
        "police",
        "refuge",
        "adoption",
        "privileged",
        "court",
        "adult health",
        "corrected",
        "correction",
        "withdrawn",
        "withdrawal",
        "restricted",
        "second child",
        "limited",
        "reason",
    ];
    let seen_by_subject = ["police before", "lifted", "first child"];
    let all: Vec<&str> = to_subject.iter().chain(&seen_by_subject).copied().collect();
    let withheld = |audience| match audience {
        ExportAudience::Panel => {
            vec!["privileged", "court", "corrected", "correction", "restricted", "reason"]
        }
        ExportAudience::Court => vec!["privileged", "corrected", "correction", "reason"],
        ExportAudience::Subject => to_subject.to_vec(),
        ExportAudience::Auditor => all.clone(),
    };
    for audience in AUDIENCES {
        let text = sealed.bundle(audience).await.text;
        let missing: Vec<&str> =
            all.iter().copied().filter(|of| !text.contains(&canary(of))).collect();
        let mut expected: Vec<&str> =
            all.iter().copied().filter(|of| withheld(audience).contains(of)).collect();
        expected.sort_unstable();
        let mut found = missing.clone();
        found.sort_unstable();
        assert_eq!(found, expected, "{audience:?}");
        assert!(!text.contains(ELSEWHERE));
    }
}

#[tokio::test]
async fn a_key_that_is_given_pins_the_ledger() {
    let (ours, fork) = (SealedCase::made(1).await, SealedCase::made(2).await);
    let made = fork.bundle(ExportAudience::Panel).await;
    let own = check(made.text.as_bytes(), &none()).unwrap();
    assert_eq!(
        (own.seal.key_trust, own.seal.key.as_str()),
        (KeyTrust::BundlesOwn, fork.key.to_string().as_str())
    );
    let pins = Pins { key: Some(ours.key.clone()), policy: None };
    let bundle = read(&made);
    let key = bundle.ledger_entries.iter().find(|it| it.entry.type_name == "KeyIntroduced");
    let entry = EntryText::Shown(key.unwrap().entry.clone());
    assert_eq!(check(made.text.as_bytes(), &pins), Err(at(&entry, Wrong::OtherKey)));
}

#[tokio::test]
async fn a_policy_that_is_given_must_be_met() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Panel).await;
    let stranger = candour_ledger::note::Signer::from_bytes(
        "stranger.example/witness".parse().unwrap(),
        candour_ledger::note::KeyKind::Cosignatures,
        &[200; 32],
    );
    let text = format!("witness stranger {}\nquorum stranger\n", stranger.verifier());
    let policy = candour_ledger::note::Policy::parse(&text).unwrap();
    let pins = Pins { key: None, policy: Some(policy) };
    let refused = BundleFault { place: None, wrong: Wrong::PolicyNotMet };
    assert_eq!(check(made.text.as_bytes(), &pins), Err(refused));
    let own = check(made.text.as_bytes(), &none()).unwrap();
    assert_eq!(own.seal.policy_trust, PolicyTrust::LedgersOwn);
    // Without the cosignatures of two, it is said that nobody witnessed it.
    let verdict = after(&made, |bundle| {
        let lines: Vec<&str> = bundle.checkpoint.lines().collect();
        bundle.checkpoint = lines[..6].join("\n") + "\n";
    })
    .unwrap();
    assert_eq!((verdict.seal.cosigned.len(), verdict.seal.witnessed_at), (1, None));
}

#[tokio::test]
async fn an_entry_left_out_is_missed() {
    let sealed = SealedCase::made(1).await;
    for audience in [ExportAudience::Panel, ExportAudience::Subject] {
        let made = sealed.bundle(audience).await;
        let entries = read(&made).entries;
        // Checking takes as long for each, so every second or ninth is left out in turn.
        let step = if audience == ExportAudience::Panel { 2 } else { 9 };
        for dropped in (0..entries.len()).step_by(step) {
            let Place { position: _, stream, revision } = place(&entries[dropped]);
            let next = entries.iter().skip(dropped + 1).find(|entry| place(entry).stream == stream);
            let found = after(&made, |bundle| {
                bundle.entries.remove(dropped);
            });
            let expected = next.map(|next| at(next, Wrong::Missing { missing: revision }));
            let found = found.map(|_| ()).unwrap_err();
            if let Some(expected) = expected {
                assert_eq!(found, expected);
            } else {
                let cut = matches!(found.wrong, Wrong::CutShort { .. });
                assert!(cut, "{found}");
            }
        }
    }
}

#[tokio::test]
async fn a_stream_left_out_is_missed() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Panel).await;
    let child = format!("child-{}", sealed.children[1]);
    let found = after(&made, |bundle| {
        bundle.heads.retain(|head| head.stream != child);
        bundle.entries.retain(|entry| place(entry).stream != child);
    });
    let wrong = found.map(|_| ()).unwrap_err().wrong;
    assert_eq!(wrong, Wrong::StreamLeftOut { stream: child });
}

#[tokio::test]
async fn entries_in_another_order_are_refused() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Panel).await;
    let entries = read(&made).entries;
    let swapped = after(&made, |bundle| bundle.entries.swap(7, 8)).map(|_| ());
    let wrong = match swapped {
        Err(BundleFault { place: Some(found), wrong }) => {
            assert!([place(&entries[7]), place(&entries[8])].contains(&found), "{found}");
            wrong
        }
        other => panic!("{other:?}"),
    };
    assert!(
        [Wrong::OutOfOrder, Wrong::Missing { missing: place(&entries[7]).revision }]
            .contains(&wrong)
    );
    let twice = after(&made, |bundle| bundle.entries.insert(8, bundle.entries[7].clone()));
    assert_eq!(twice.map(|_| ()), Err(at(&entries[7], Wrong::OutOfOrder)));
    // Where each takes the other's place in the tree as well, neither is what stands there.
    let exchanged = after(&made, |bundle| {
        let [one, other] = &mut bundle.entries[7..9] else { panic!("there are more") };
        if let (EntryText::Shown(one), EntryText::Shown(other)) = (one, other) {
            std::mem::swap(&mut one.index, &mut other.index);
            std::mem::swap(&mut one.path, &mut other.path);
        }
        bundle.entries.swap(7, 8);
    });
    assert_eq!(exchanged.map(|_| ()).map_err(|it| it.wrong), Err(other_root()));
}

#[tokio::test]
async fn an_entry_of_another_case_is_refused() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Panel).await;
    let elsewhere = sealed.bundle_of(sealed.other, ExportAudience::Panel, None).await;
    let strange = read(&elsewhere)
        .entries
        .into_iter()
        .find(|entry| place(entry).stream.starts_with("case-"))
        .unwrap();
    let fault = at(&strange, Wrong::OtherStream);
    let found = after(&made, |bundle| {
        let behind = bundle.entries.partition_point(|it| it.index() < strange.index());
        bundle.entries.insert(behind, strange.clone());
    });
    assert_eq!(found.map(|_| ()), Err(fault));
}

#[tokio::test]
async fn what_was_withheld_cannot_be_made_up() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Panel).await;
    let is_withheld = |entry: &EntryText| {
        shown(entry).is_some_and(|it| it.parts.iter().any(|part| part.content.is_withheld()))
    };
    let entries = read(&made).entries;
    let which = entries.iter().position(is_withheld).unwrap();
    let made_up = |salt: Base64| {
        after(&made, |bundle| {
            let EntryText::Shown(entry) = &mut bundle.entries[which] else { panic!("it is shown") };
            let part = entry.parts.iter_mut().find(|it| it.content.is_withheld()).unwrap();
            part.content = ContentText::Shown { salt, text: "nothing of note".to_owned() };
        })
    };
    let found = made_up(Base64([9; 32])).map(|_| ());
    assert_eq!(found, Err(at(&entries[which], other_root())));
    // A leaf alone that is another's is not at that place.
    let found = after(&made, |bundle| {
        let EntryText::Shown(entry) = bundle.entries[which].clone() else { panic!("it is shown") };
        let ShownText { index, stream, revision, path, .. } = entry;
        bundle.entries[which] = EntryText::LeafAlone(candour_interchange::bundle::LeafAloneText {
            index,
            stream,
            revision,
            reason: WithheldReason::ThirdParty,
            leaf: Base64([9; 32]),
            path,
        });
    });
    assert_eq!(found.map(|_| ()), Err(at(&entries[which], other_root())));
}

#[tokio::test]
async fn a_text_that_was_changed_is_found() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Panel).await;
    let entries = read(&made).entries;
    let text =
        entries.iter().position(|entry| shown(entry).is_some_and(|it| it.parts.len() > 1)).unwrap();
    let found = after(&made, |bundle| {
        let EntryText::Shown(entry) = &mut bundle.entries[text] else { panic!("it is shown") };
        let part = entry.parts.last_mut().unwrap();
        let ContentText::Shown { text, .. } = &mut part.content else { panic!("it is shown") };
        text.push('.');
    });
    assert_eq!(found.map(|_| ()), Err(at(&entries[text], other_root())));
    // In the file itself, one letter of a text, and nothing put right.
    let canary = canary("lifted");
    let changed = made.text.replacen(&canary, &canary.replace("lifted", "listed"), 1);
    let found = check(changed.as_bytes(), &none()).unwrap_err();
    let entry = entries.iter().find(|entry| {
        let parts = shown(entry).map(|it| it.parts.as_slice()).unwrap_or_default();
        parts.iter().any(|part| match &part.content {
            ContentText::Shown { text, .. } => text.contains(&canary),
            ContentText::Withheld { .. } | ContentText::Emptied { .. } => false,
        })
    });
    assert_eq!(found, at(entry.unwrap(), other_root()));
}

#[tokio::test]
async fn what_the_maker_says_and_nothing_proves_is_said_to_be_so() {
    let sealed = SealedCase::made(1).await;
    let made = sealed.bundle(ExportAudience::Subject).await;
    let verdict = check(made.text.as_bytes(), &none()).unwrap();
    let case = format!("case-{}", sealed.case);
    let stream = verdict.streams.iter().find(|it| it.stream == case).unwrap();
    assert_eq!(stream.complete, Completeness::AsTheMakerStates);
    let counted: Vec<(WithheldReason, u64, u64)> =
        verdict.withheld.iter().map(|it| (it.reason, it.texts, it.entries)).collect();
    let entered: Vec<(WithheldReason, u64, u64)> =
        made.export.withheld.iter().map(|it| (it.reason, it.texts, it.entries)).collect();
    assert_eq!(counted, entered);
    // With a reason exchanged for another, only the digest speaks against it.
    let mut bundle = read(&made);
    let alone = bundle.entries.iter_mut().find_map(|entry| match entry {
        EntryText::LeafAlone(it) => Some(it),
        EntryText::Shown(_) => None,
    });
    let alone = alone.unwrap();
    let other = [WithheldReason::Adoption, WithheldReason::Privileged];
    alone.reason = other.into_iter().find(|it| *it != alone.reason).unwrap();
    let lied = bundle.write().unwrap();
    let (body, _) = lied.rsplit_once("\"digest\"").unwrap();
    let (_, digest) = made.text.rsplit_once("\"digest\"").unwrap();
    let kept = format!("{body}\"digest\"{digest}");
    let refused = BundleFault { place: None, wrong: Wrong::Digest };
    assert_eq!(check(kept.as_bytes(), &none()), Err(refused));
    assert_eq!(check(lied.as_bytes(), &none()).map(|it| it.shown), Ok(verdict.shown));
}
