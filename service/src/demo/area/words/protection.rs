//! What is written from the strategy discussion on: short, plain, and varied by chance. Nobody is
//! meant, and nothing is graphic.

pub(in super::super) const TRIGGERS: &[&str] = &[
    "What the child told a teacher this morning.",
    "Mark on a young child, with no account that explains it.",
    "A third police notification in two months.",
    "What the older child said to the worker on the last visit.",
    "Concern of the hospital about an injury.",
];
pub(in super::super) const DISCUSSIONS: &[&str] = &[
    "Each agency told what it holds.",
    "The children's words were read out.",
    "The history with the older sibling was gone through.",
    "The police have nothing current on the father.",
    "Health sees no other explanation yet.",
    "The tasks and who takes them were agreed.",
];
pub(in super::super) const WITHOUT_QUORUM: &[&str] = &[
    "It could not wait, and health was asked by telephone.",
    "The police were called away; their account was read out.",
];
pub(in super::super) const THRESHOLD_REASONS: &[&str] = &[
    "There is reasonable cause to suspect significant harm.",
    "The accounts agree and the child is young.",
    "What is known does not reach that far today.",
    "The pattern, and not one event alone.",
];
pub(in super::super) const DISSENTS: &[&str] = &[
    "Sees more risk than the others and asks for that to be noted.",
    "Would rather have waited for the medical report.",
];
pub(in super::super) const AGREEMENTS: &[&str] = &[
    "Mother agreed and was there.",
    "The older child agreed themselves.",
    "Both parents agreed in writing.",
];
pub(in super::super) const FINDINGS: &[&str] = &[
    "A bruise in keeping with a fall; no further concern.",
    "Findings that cannot be told apart from everyday play.",
    "A mark that the account given does not explain.",
    "Well grown; teeth in need of care.",
];
pub(in super::super) const ENQUIRY_REASONS: &[&str] = &[
    "What was found, weighed with what the children said.",
    "The family accepts help, and others keep an eye.",
    "The harm goes on unless something changes.",
];
pub(in super::super) const ENQUIRIES: &[&str] = &[
    "All the children were seen and spoken to.",
    "The father's account was heard.",
    "Agencies' accounts agree on the main points.",
    "No account explains the mark.",
    "The mother has changed the sleeping arrangements.",
];
pub(in super::super) const CONFERENCES: &[&str] = &[
    "The family's strengths were gone through first.",
    "The children's wishes were read by the advocate.",
    "Each agency gave its view.",
    "Mother asked for the record to say that she agreed.",
    "Father came for the second part.",
];
pub(in super::super) const CONFERENCE_REASONS: &[&str] = &[
    "The children are likely to suffer harm as things stand.",
    "What has changed is not yet secure.",
    "What was agreed has held for three months.",
    "The worries of the last conference have been met.",
];
pub(in super::super) const CORE_GROUPS: &[&str] = &[
    "The plan was gone through point by point.",
    "School reports a settled month.",
    "The health visitor's concern was talked about.",
    "The older child sent a drawing.",
    "Two actions are late.",
    "Mother asked for a different time of day.",
];
pub(in super::super) const ACTIONS: &[&str] = &[
    "Take the children to the dentist.",
    "Complete the parenting course.",
    "Chase the housing repair.",
    "See the older child alone at school each fortnight.",
    "Refer to the recovery service.",
    "Write the safety plan out with the family.",
    "Offer a place at the breakfast club.",
    "Draw a genogram with the grandmother.",
];
pub(in super::super) const DONE: &[&str] = &[
    "Done, and seen to be done.",
    "Done; the family came to all of it.",
    "Done late, and now in place.",
];
pub(in super::super) const NOT_DONE: &[&str] =
    &["The service has a waiting list.", "The family did not come.", "Overtaken by the move."];
pub(in super::super) const FGDM_REASONS: &[&str] = &[
    "The family has people around it who could help.",
    "There has been violence between those who would meet.",
    "Nobody can be traced who could be asked.",
    "The grandparents have offered to take part.",
];
pub(in super::super) const OFFERS: &[&str] = &[
    "Told at home, with the leaflet.",
    "By telephone, with an interpreter.",
    "At the meeting, and again in writing.",
];
pub(in super::super) const FGDM_ANSWERS: &[&str] = &[
    "Wants to think of who should come.",
    "Sees no use in it now.",
    "Would like the grandmother there.",
    "Asks whether the father has to come.",
    "Will say more after talking with a lawyer.",
];
pub(in super::super) const ADVOCATES: &[&str] = &[
    "An advocate has met the older child twice.",
    "The child chose an aunt to speak for them.",
    "No advocate was wanted.",
];
pub(in super::super) const FGDM_MEETINGS: &[&str] = &[
    "The family met at the grandmother's house.",
    "It took three hours, with a meal.",
    "Seven of the family came, two by video.",
];
pub(in super::super) const FAMILY_PLANS: &[&str] = &[
    "Grandmother takes the children from Friday to Sunday.",
    "An uncle drives the younger one to nursery.",
    "Father stays with his brother for now.",
    "Everybody knows whom to ring at night.",
    "The family meets again in six weeks.",
];
pub(in super::super) const FAMILY_PLAN_ANSWERS: &[&str] = &[
    "It is safe and the family's own.",
    "The weekends are agreed; the nights are not yet.",
    "It does not say who is there when mother is unwell.",
];
pub(in super::super) const LIVING: &[&str] =
    &["With the mother.", "With the grandmother.", "With the father.", "In foster care."];
pub(in super::super) const LEGAL: &[&str] =
    &["No order.", "Supervision order.", "Special guardianship order.", "Interim care order."];
pub(in super::super) const LEGAL_ADVICE: &[&str] = &[
    "The advice is kept apart and restricted.",
    "The threshold was advised on; see the restricted note.",
];
pub(in super::super) const FGDM_BEFORE_COURT: &[&str] = &[
    "Offered before; see the record of offers.",
    "Considered and not offered.",
    "The family's plan was put before the panel.",
];
pub(in super::super) const TERMS: &[&str] = &[
    "Contact three times a week, supervised.",
    "The child lives with the grandmother.",
    "The court's timetable is set out in its order.",
    "As the final plan says.",
];
pub(in super::super) const EMERGENCIES: &[&str] = &[
    "A young child was found alone at night.",
    "The parent who cared for the child was arrested.",
    "Reasonable cause to believe that the child would be harmed if not moved.",
];
pub(in super::super) const SAFE_PLACES: &[&str] = &[
    "With foster carers for the night.",
    "With the grandmother, who was checked.",
    "At the hospital.",
];
pub(in super::super) const CONTACT_TERMS: &[&str] =
    &["Contact with the mother each day, supervised.", "No contact with the father meanwhile."];
pub(in super::super) const ORDER_ENDS: &[&str] = &[
    "An interim order was made.",
    "It ran out, and the child went home with a plan.",
    "The court discharged it.",
];
pub(in super::super) const CHALLENGES: &[&str] = &[
    "We think that the threshold was met and ask for it to be looked at again.",
    "We were not asked before it was decided.",
    "The school has seen more than the record says.",
    "Nobody has told us what was decided.",
];
pub(in super::super) const SAFE_MEANWHILE: &[&str] =
    &["The children are at school and seen each day.", "The health visitor calls this week."];
pub(in super::super) const CHALLENGE_ANSWERS: &[&str] = &[
    "It was looked at again, and the decision stands.",
    "You are right that you should have been asked; we meet tomorrow.",
    "The record has been added to.",
];
pub(in super::super) const CHALLENGE_ENDS: &[&str] = &[
    "Agreed between the two managers.",
    "A further discussion was held.",
    "The agencies still see it otherwise, and that is noted.",
];
pub(in super::super) const CONSULTATIONS: &[&str] = &[
    "Does this reach as far as a strategy discussion?",
    "How should the father's account be weighed?",
    "Whom should we ask about the older sibling?",
];
pub(in super::super) const ADVICE: &[&str] = &[
    "Ask the school first, and come back with what they say.",
    "See the children alone before anything is decided.",
    "It should be talked about with the police today.",
];
pub(in super::super) const AUDITS: &[&str] = &[
    "The children's words can be found easily.",
    "The rationale of the decision is clear.",
    "Two visits were written up late.",
    "The chronology is not up to date.",
];
pub(in super::super) const INCIDENTS: &[&str] = &[
    "A child of the family was seriously injured; neglect is suspected.",
    "A young child came to serious harm while a plan ran.",
];
pub(in super::super) const HOLDS: &[&str] =
    &["Nothing is to be disposed of until the review has ended."];
pub(in super::super) const RAPID_REVIEWS: &[&str] = &[
    "The facts were gathered from seven agencies.",
    "What was known to whom was set side by side.",
];
pub(in super::super) const SCOPES: &[&str] = &[
    "The two years before the incident.",
    "How information passed between health and social care.",
];
pub(in super::super) const ATTENDANCE: &[&str] =
    &["The school is named and attendance starts on Monday."];
pub(in super::super) const MOVES: &[&str] =
    &["The child lives with the grandmother now.", "The aunt has taken the child in."];
pub(in super::super) const GIVEN_WAY: &[&str] = &["A child protection plan takes its place."];
pub(in super::super) const UNINTENDED: &[&str] = &[
    "A colleague of another team, by a wrong address.",
    "The mother's former landlord, by a letter wrongly addressed.",
];
pub(in super::super) const DISPUTES: &[&str] = &[
    "I was away that week and did not see it.",
    "I was told that there was something, and not what.",
];
pub(in super::super) const NOT_PASSED_ON: &[&str] =
    &["An investigation is under way.", "The witness has not been spoken to yet."];
pub(in super::super) const DIFFERENCES: &[&str] = &[
    "The times do not agree.",
    "Who was there is told differently.",
    "One says that it was once, the other that it is often.",
];
pub(in super::super) const BELIEFS: &[&str] = &[
    "It was assumed that the school knew.",
    "It was thought that the surgery had been told by the hospital.",
    "We took it that the health visitor was calling each week.",
];
pub(in super::super) const POLICE_REASONS: &[&str] = &[
    "The evidence does not suffice for a charge.",
    "It is in nobody's interest to go on.",
    "A file is sent for advice.",
];
pub(in super::super) const POLICE_DECISIONS: &[&str] = &[
    "No further police action.",
    "The investigation goes on.",
    "The father is released under conditions.",
];
pub(in super::super) const RESTRICTIONS: &[&str] =
    &["Until the witnesses have been heard.", "It names the person who told us."];
pub(in super::super) const RESTRICTION_ENDS: &[&str] =
    &["The investigation has ended.", "Nobody is put at risk by it any more."];
pub(in super::super) const HOLD_ENDS: &[&str] =
    &["The review has ended.", "The coroner no longer needs the record."];
pub(in super::super) const TRANSFERS: &[&str] = &[
    "The family has moved to another authority's area.",
    "The children live with their father elsewhere now.",
];
