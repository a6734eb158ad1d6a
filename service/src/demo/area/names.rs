//! Invented names: of places, of streets that nobody lives in, and of people, put together by chance.
//! No real person or place is meant.

/// The invented town and the places around it.
pub(super) const PLACES: &[&str] = &[
    "Larkmere",
    "Quillby",
    "Tansford Green",
    "Ambleholt",
    "Wickenmoor",
    "Pennowby",
    "Stavingham",
    "Dunnerwick",
    "Hollowby Cross",
    "Marrowfield",
];

/// Names that children and adults are given.
pub(super) const GIVEN: &[&str] = &[
    "Aisha", "Alfie", "Amara", "Anya", "Arlo", "Asha", "Beatrix", "Bilal", "Callum", "Carys",
    "Chidi", "Clara", "Daisy", "Danil", "Dara", "Edie", "Efua", "Eli", "Esme", "Farah", "Finley",
    "Freya", "Gabriel", "Grace", "Hana", "Harvey", "Ines", "Isaac", "Ivy", "Jonah", "Jude", "Kaia",
    "Kofi", "Leila", "Liam", "Lottie", "Maeve", "Malik", "Matilda", "Milo", "Nadia", "Niamh",
    "Noah", "Olive", "Omar", "Orla", "Otis", "Poppy", "Priya", "Quinn", "Rafi", "Remi", "Rosa",
    "Rowan", "Samir", "Seren", "Tariq", "Tegan", "Tobias", "Uma", "Wren", "Yusuf", "Zainab",
    "Zofia",
];

/// Family names, invented.
pub(super) const FAMILY: &[&str] = &[
    "Ambleforth",
    "Brackenwell",
    "Candlewick",
    "Dewhollow",
    "Eastermoor",
    "Fennimoss",
    "Greywater",
    "Harrowgold",
    "Inglemere",
    "Jessamoor",
    "Kestrelby",
    "Larkstone",
    "Mossborough",
    "Nettlefield",
    "Oakhollow",
    "Pellingate",
    "Quarrenden",
    "Rushbourne",
    "Saltmarsh",
    "Thistlewood",
    "Underhay",
    "Vellacombe",
    "Wexmoor",
    "Yarrowby",
    "Zellwood",
    "Appleyarn",
    "Birchover",
    "Copperdale",
    "Drakemere",
    "Elmstead",
    "Foxhollow",
    "Gorsefield",
    "Hazelrigg",
    "Ivelbrook",
    "Juniperby",
    "Kindlemere",
];

/// The letters that practitioners' names begin with.
pub(super) const INITIALS: &[&str] = &[
    "A.", "B.", "C.", "D.", "E.", "F.", "G.", "H.", "J.", "K.", "L.", "M.", "N.", "P.", "R.", "S.",
];
