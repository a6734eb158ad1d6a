//! The Ashdown case: an invented family, and the files that seven invented agencies sent. The
//! demonstration imports it, and the tests hold every answer on it against one worked out by hand.

/// The names of the files and what is in them, the list of people first.
pub const FILES: [(&str, &str); 8] = [
    ("people.csv", include_str!("../data/ashdown/people.csv")),
    ("childrens-social-care.csv", include_str!("../data/ashdown/childrens-social-care.csv")),
    ("emergency-department.csv", include_str!("../data/ashdown/emergency-department.csv")),
    ("general-practice.csv", include_str!("../data/ashdown/general-practice.csv")),
    ("health-visiting.csv", include_str!("../data/ashdown/health-visiting.csv")),
    ("housing.csv", include_str!("../data/ashdown/housing.csv")),
    ("oakfield-primary-school.csv", include_str!("../data/ashdown/oakfield-primary-school.csv")),
    ("police.csv", include_str!("../data/ashdown/police.csv")),
];
