//! What is written at the front door, between agencies, on visits, and in help: short, plain, and varied
//! by chance. Nobody is meant, and nothing is graphic. Voices are in children's words.

pub(in super::super) const CONCERNS: &[&str] = &[
    "Child arrived at school hungry for the third time this week.",
    "Raised voices heard at the home address; police attended.",
    "Mother told the health visitor that she is not sleeping and has no support.",
    "Child has missed eleven days of school this term.",
    "Neighbour reports the children outside late in the evening without an adult.",
    "Child said that they do not like going home at weekends.",
    "Unexplained mark on the upper arm, seen by staff when changing for PE.",
    "Father was arrested after an argument; the children were upstairs.",
    "Two missed appointments with the paediatrician.",
    "Landlord reports the home without heating since last month.",
    "Older child is caring for the younger ones before school.",
    "Child missing from home overnight and found with older friends.",
    "Parent attended the emergency department; alcohol was mentioned.",
    "Mother is expecting and has booked late for antenatal care.",
    "Child withdrawn in class and tearful when collected.",
];
pub(in super::super) const CONTACTS: &[&str] = &[
    "Referral form received; the account of the referrer is attached.",
    "Call taken; the referrer was asked to confirm in writing.",
    "Police notification of an incident at the home.",
    "E-mail to the front door with a summary and contact details.",
    "Referrer asks for the family to be supported.",
];
pub(in super::super) const NOT_TOLD: &[&str] = &[
    "It was thought unsafe to tell the father before a decision.",
    "The family could not be reached.",
    "The referrer had not yet spoken with the parents.",
];
pub(in super::super) const AGREEMENT_REFUSED: &[&str] = &[
    "Mother does not see the need for checks.",
    "Father asks to be told in writing first.",
    "Parents say that the school is mistaken.",
];
pub(in super::super) const AGREEMENT_UNSAFE: &[&str] = &[
    "To ask could put the mother at risk.",
    "The concern is about the person who would be asked.",
];
pub(in super::super) const CONTACT_REASONS: &[&str] = &[
    "Concern, history and checks taken together.",
    "The family is supported already and the concern is known.",
    "No earlier contacts; universal services are involved.",
    "Second contact within the year about the same worry.",
    "The account is clear and the children are of an age to be seen soon.",
];
pub(in super::super) const REFERRAL_REASONS: &[&str] = &[
    "The children may be in need of help that universal services cannot give.",
    "The pattern over the year calls for an assessment.",
    "Information is held by several agencies and has to be brought together.",
    "What the child said has to be followed up with them.",
];
pub(in super::super) const QUESTIONS: &[&str] = &[
    "What do you know of the children and who cares for them?",
    "Please say when the child was last seen, by whom, and any worry.",
    "Has there been contact with the family in the last two years?",
    "Attendance, presentation, and who collects.",
    "Any incident at the address, and any action taken.",
];
pub(in super::super) const SUPPLIED: &[&str] = &[
    "Attendance is 84 per cent; late on most Mondays.",
    "Seen for routine immunisation; no worry recorded.",
    "Two incidents at the address in the last year, both verbal.",
    "Mother engages well; the home was tidy at the last visit.",
    "Child's speech is behind for the age; referral made.",
    "Father is not registered with the practice.",
    "Rent arrears and a notice; a support worker has been offered.",
    "The older child has spoken of arguments at home.",
    "Three missed appointments, letters returned.",
];
pub(in super::super) const SEARCHED: &[&str] = &[
    "Searched by name and date of birth of the children and both parents.",
    "Searched by address and by the mother's name.",
    "Searched the current register only.",
];
pub(in super::super) const NOT_SHARED: &[&str] = &[
    "It was thought to concern the adult alone.",
    "The worker did not think that it would matter to the enquiry.",
    "Advice is awaited before anything is passed on.",
    "The patient asked that it be kept between them and the service.",
];
pub(in super::super) const OBSERVATIONS: &[&str] = &[
    "Child in the same clothes as yesterday, and tired.",
    "Mother tearful at the door; the baby was settled in her arms.",
    "The kitchen was clean and there was food in the cupboards.",
    "Father spoke over the child several times.",
    "Child played happily with the younger one throughout.",
    "No bedding on the child's bed; said to be in the wash.",
    "Child flinched when the door was shut loudly.",
    "Smell of cannabis in the hallway.",
    "Child proud of a drawing and asked for it to be kept.",
    "A man who was not introduced left as the worker arrived.",
];
pub(in super::super) const RESPONSES: &[&str] = &[
    "Spoken about with the mother at the time.",
    "Noted for the next meeting.",
    "The safeguarding lead was told the same day.",
];
pub(in super::super) const SHARED: &[&str] = &[
    "Passed on as it was seen, with the date.",
    "The gist was told by telephone and confirmed.",
    "Sent with the weekly summary.",
    "Shared because it fits with what others have said.",
];
pub(in super::super) const PURPOSES: &[&str] = &[
    "To help decide whether the children are safe.",
    "To support the assessment.",
    "Universal services for the children.",
    "So that the plan rests on what is known.",
];
pub(in super::super) const NOBODY_MET: &[&str] = &[
    "No answer at the door; a card was left.",
    "Curtains drawn and no reply; mother did not answer the telephone.",
    "Grandmother said that the family was out; no child was seen.",
];
pub(in super::super) const VISITS: &[&str] = &[
    "Visit at home, children and mother present.",
    "The children were at the table doing homework.",
    "Mother spoke openly about the last weeks.",
    "The home was warm and tidy.",
    "The younger child showed the worker their room.",
    "Father joined for the last ten minutes.",
    "Routine at bedtime was talked through.",
    "There was little food in the house; a parcel was arranged.",
    "The baby was seen asleep in the cot.",
    "School attendance was talked about and a plan agreed.",
];
pub(in super::super) const VOICES: &[&str] = &[
    "I like it when mum makes tea and we all sit down.",
    "It is quieter now. I sleep better.",
    "I don't want them to shout.",
    "Can I still go to football?",
    "I want to stay with my nan at weekends.",
    "School is all right. Home is all right sometimes.",
    "I worry about my little brother.",
    "Nobody asked me about it before.",
    "I would like my own room.",
    "Dad said he is sorry, and I want to believe him.",
    "I'm fine. Can I go now?",
    "I told my teacher because she listens.",
];
pub(in super::super) const SHOWN: &[&str] = &[
    "Reached for mother and settled at once.",
    "Smiled and babbled; followed the worker with the eyes.",
    "Turned away when the voices were raised.",
    "Played at putting the doll to bed, again and again.",
];
pub(in super::super) const PARENTS: &[&str] = &[
    "Mother says that things are calmer since father moved out.",
    "Father wants to be told what is asked of him.",
    "Mother is tired and asks for help with mornings.",
    "She has been to the first session and will go again.",
    "He does not agree with how it was put, and understands why it is asked.",
];
pub(in super::super) const WEIGHED: &[&str] = &[
    "What the child wishes was put to both parents and shapes the contact.",
    "The wish to stay was weighed against what others have seen.",
];
pub(in super::super) const FED_BACK: &[&str] = &[
    "Told what was decided, and why not everything could be as asked.",
    "Told that grandmother's weekends go on.",
];
pub(in super::super) const SUPERVISIONS: &[&str] = &[
    "The case was talked through, with what the children have said.",
    "Checks are outstanding from one agency; to be chased.",
    "The visits are being made; the plan holds.",
    "The worker is to see the older child alone.",
    "A genogram is to be finished with the family.",
    "The threshold was thought about again and is not met.",
];
pub(in super::super) const SUPERVISION_REASONS: &[&str] = &[
    "The direction stays as it is.",
    "More is to be learnt of the father's part before the next step.",
    "The children's words are to be put first in the report.",
];
pub(in super::super) const ASSESSMENT_REASONS: &[&str] = &[
    "The family's strengths and worries were weighed together.",
    "What agencies told agrees with what was seen.",
    "The accounts differ, and the children's is given weight.",
];
pub(in super::super) const ASSESSMENTS: &[&str] = &[
    "Mother accepts help and has people around her.",
    "There is a pattern of arguments that the children hear.",
    "The children are well cared for day to day.",
    "Money and housing weigh on the family.",
    "The father's drinking is a worry that he begins to see.",
    "No need was found that universal services cannot meet.",
];
pub(in super::super) const DELAYS: &[&str] = &[
    "The family was away for three weeks.",
    "A report from the hospital was awaited.",
    "The worker was absent and the case went to another.",
];
pub(in super::super) const GOALS: &[&str] = &[
    "The children are at school on time each day.",
    "The parents can disagree without shouting.",
    "Mother has support that lasts after us.",
    "The home is warm and safe.",
    "The older child has time of their own.",
];
pub(in super::super) const REVIEWS: &[&str] = &[
    "Attendance has risen to 93 per cent.",
    "The family has kept most appointments.",
    "The debt is being paid; the notice was withdrawn.",
    "There has been one further incident.",
    "The children say that home is calmer.",
    "Progress is slower than was hoped.",
];
pub(in super::super) const ENDINGS: &[&str] = &[
    "What the plan set out to do is done.",
    "The family asks to go on without us, and it is agreed.",
    "Support goes on through family help.",
];
pub(in super::super) const CLOSURES: &[&str] = &[
    "No need that calls for a social worker.",
    "The family knows whom to turn to.",
    "The school will keep an eye and knows how to reach us.",
];
