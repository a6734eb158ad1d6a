//! The table of the stages at which children stand. Its rows come from the model of children.

use super::super::packed::Packed;
use super::super::table::{Kind, Table, column};

pub(crate) static STAGE: Table = Table {
    name: "stage",
    view: "stages",
    about: "That a child stands at a stage of the process, from the entry that opened it until the \
            one that ended it.",
    columns: &[
        column("child", Kind::Identity, "The child."),
        column("stage", Kind::Code, "The stage."),
        column("category", Kind::Code, "The category of a child protection plan, by its code."),
        column("category_entry", Kind::Entry, "The entry that gave it that category."),
        column(
            "ended_entry",
            Kind::Entry,
            "The entry that ended it; none while it is open, or where it went on under another \
             category.",
        ),
    ],
    packed: Some(&Packed {
        columns: &[
            "recorded_from",
            "recorded_until",
            "true_from",
            "true_until",
            "child",
            "stage",
            "category",
        ],
        left_out: None,
    }),
    indexes: &[],
};
