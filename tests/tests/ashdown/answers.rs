//! The answers of the Ashdown case, worked out by hand from its seven files before any code was.

/// How each agency stood to each fact: rows of a fact and, by agency, what the matrix says. An agency
/// that is not named holds nothing.
pub(crate) const MATRIX: &[(&str, &[(&str, &str)])] = &[
    (
        "P1",
        &[
            ("Police", "5 Jan 21:40"),
            ("Children's social care", "24 Feb 09:30 (C6)"),
            ("Health visiting", "24 Feb 09:30 (C6)"),
            ("Oakfield Primary School", "16 Mar (C8)"),
        ],
    ),
    (
        "H1",
        &[
            ("Police", "24 Feb 09:30 (C6)"),
            ("Children's social care", "told in part 19 Feb (H2); 24 Feb 09:30 (C6)"),
            ("Health visiting", "12 Jan 11:00"),
            ("General practice", "sent 14 Jan; 15 Jan"),
            ("Oakfield Primary School", "16 Mar (C8)"),
        ],
    ),
    ("U2", &[("Housing", "about 10 Jan (entered 10 Mar)")]),
    (
        "P2",
        &[
            ("Police", "18 Jan 23:15"),
            ("Children's social care", "sent 19 Jan, held 20 Jan; 20 Jan 15:05 (C1)"),
            ("Health visiting", "24 Feb 09:30 (C6)"),
            ("Oakfield Primary School", "gist sent 19 Jan, no receipt; 16 Mar (C8)"),
        ],
    ),
    (
        "S1",
        &[
            ("Police", "24 Feb 09:30 (C6)"),
            ("Children's social care", "held 23 Jan; 26 Jan 16:30 (C2)"),
            ("Health visiting", "24 Feb 09:30 (C6)"),
            ("Oakfield Primary School", "23 Jan 09:20"),
        ],
    ),
    (
        "H3",
        &[
            ("Police", "24 Feb 09:30 (C6)"),
            ("Children's social care", "decided not to share 29 Jan; 24 Feb 09:30 (C6)"),
            ("Health visiting", "29 Jan"),
            ("Oakfield Primary School", "16 Mar (C8)"),
        ],
    ),
    ("C3", &[("Children's social care", "3 Feb 10:15")]),
    (
        "U1",
        &[
            ("Police", "16 Mar (C8)"),
            ("Children's social care", "sent 25 Feb, held 26 Feb; 16 Mar (C8)"),
            ("Health visiting", "16 Mar (C8)"),
            ("Oakfield Primary School", "16 Mar (C8)"),
            ("Housing", "3 Feb"),
        ],
    ),
    (
        "C5",
        &[
            ("Police", "16 Mar (C8)"),
            ("Children's social care", "4 Feb 14:00 (entered 17 Feb)"),
            ("Health visiting", "16 Mar (C8)"),
            ("Oakfield Primary School", "16 Mar (C8)"),
        ],
    ),
    (
        "S2",
        &[
            ("Police", "16 Mar (C8)"),
            ("Children's social care", "16 Mar (C8)"),
            ("Health visiting", "16 Mar (C8)"),
            ("Oakfield Primary School", "2 to 6 Feb"),
        ],
    ),
    (
        "E1",
        &[
            ("Police", "16 Mar (C8)"),
            ("Children's social care", "16 Mar (C8)"),
            ("Health visiting", "sent 11 Feb, held 16 Feb; 16 Feb (H4)"),
            ("General practice", "sent 11 Feb, held 13 Feb"),
            ("Oakfield Primary School", "16 Mar (C8)"),
            ("Hospital emergency department", "9 Feb 02:10"),
        ],
    ),
    ("S3", &[("Oakfield Primary School", "Feb (entered 9 Mar)")]),
];

/// A decision in context: each list as people would read it.
pub(crate) struct InContext {
    pub(crate) considered: &'static [&'static str],
    pub(crate) known_not_listed: &'static [&'static str],
    pub(crate) held_elsewhere: &'static [&'static str],
    pub(crate) recorded_afterwards: &'static [&'static str],
    pub(crate) relied_on_without_entry: &'static [&'static str],
}

/// Referral closed, 26 January 16:30.
pub(crate) const C2: InContext = InContext {
    considered: &["P2", "S1"],
    known_not_listed: &[],
    held_elsewhere: &[
        "P1: Police known 21, no request on record",
        "H1: Health visiting known 14, no request on record; General practice known 11, no request on record",
    ],
    recorded_afterwards: &["U2"],
    relied_on_without_entry: &[
        "Mother denied violence",
        "school described Mia as settled on most days",
    ],
};

/// Threshold met for a section 47 enquiry, 24 February 11:00.
pub(crate) const C7: InContext = InContext {
    considered: &["P1", "H1", "P2", "S1", "H3"],
    known_not_listed: &["C3", "C5"],
    held_elsewhere: &[
        "U1: Housing known 21, no request on record",
        "S2: Oakfield Primary School known 18, no request on record",
        "E1: Hospital emergency department known 15, no request on record; General practice held 11, no request on record; Health visiting known 8, in the room, no request on record",
    ],
    recorded_afterwards: &["U2", "S3 (not certain)"],
    relied_on_without_entry: &[],
};

/// Involved and not told on 26 January at 16:30, each with its days.
pub(crate) const GAPS: &[&str] = &[
    "P1 (Mia, Theo): Children's social care 6, General practice 11, Health visiting 14, Oakfield Primary School 3",
    "H1 (Theo): Children's social care 6, Police 14",
    "P2 (Mia, Theo): General practice 8, Health visiting 8, Oakfield Primary School 3 sent, no receipt, expected by P3",
    "S1 (Mia): Police 3",
];

/// Recorded more than 5 working days late.
pub(crate) const LATE: &[(&str, u32)] = &[("U2", 37), ("C5", 9), ("S3", 6)];

/// About the time before 24 February 09:30 and recorded after that day.
pub(crate) const ACROSS: &[&str] = &["U2", "S3 (not certain)"];

/// Duties as at 30 June 2026. Beside the worked answers stand the review after that of 10 June, which
/// the rule for later reviews opens, and the quorum of each meeting.
pub(crate) const DUTIES: &[&str] = &[
    "C1 C1 (Mia and Theo): due 21 Jan 2026: met late 3 working days: by C2, working day 4",
    "C1 C3 (Mia and Theo): due 4 Feb 2026: met: by C4, working day 0",
    "C2 C4 (Mia and Theo): due 9 Apr 2026: not met in time: by none",
    "C3 C7 (Mia and Theo): due 17 Mar 2026: met: by C8, working day 14",
    "C4 C8 (Mia and Theo): due 30 Mar 2026: not met in time: by none",
    "C5 C8 (Mia and Theo): due 16 Jun 2026: met: by C14, working day 58",
    "C6 C14 (Mia and Theo): due 10 Dec 2026: open: by none, working day 14",
    "FGDM-OFFER no opening (): due never: not engaged: by none",
    "QUORUM-STRATEGY C6 (): due never: met: by C6",
    "QUORUM-CONFERENCE C8 (): due never: met: by C8",
    "QUORUM-CONFERENCE C14 (): due never: met: by C14",
];
