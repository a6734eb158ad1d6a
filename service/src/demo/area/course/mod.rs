//! The course of a family through the process, one file for each part of it. A scene happens at a
//! moment: it writes what is recorded of it, and says what happens next and when. Scenes know the
//! process; they do not know the ledger.

mod accounts;
mod allocation;
mod assessment;
mod closing;
mod core_group;
mod emergency;
mod enquiry;
mod fgdm;
mod front_door;
mod help;
mod incident;
mod information;
mod meetings;
mod moves;
mod oversight;
mod proceedings;
mod protection;
mod receipt;
mod visits;

use super::family::Stage;

pub(super) use front_door::becomes_known;

/// Something that happens to a family.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scene {
    /// At the front door.
    FrontDoor(front_door::Scene),
    /// In allocating.
    Allocation(allocation::Scene),
    /// Between agencies.
    Information(information::Scene),
    /// In an assessment.
    Assessment(assessment::Scene),
    /// In a plan of help.
    Help(help::Scene),
    /// Around an enquiry.
    Enquiry(enquiry::Scene),
    /// Around conferences and plans.
    Protection(protection::Scene),
    /// In a core group.
    CoreGroup(core_group::Scene),
    /// Around family group decision making.
    Fgdm(fgdm::Scene),
    /// Before court and in it.
    Proceedings(proceedings::Scene),
    /// In an emergency.
    Emergency(emergency::Scene),
    /// In oversight.
    Oversight(oversight::Scene),
    /// After a serious incident, or about education at home.
    Incident(incident::Scene),
    /// When a child moves.
    Moves(moves::Scene),
    /// When a case closes.
    Closing(closing::Scene),
}

/// Plays a scene.
pub(super) fn play(stage: &mut Stage<'_>, scene: Scene) {
    match scene {
        Scene::FrontDoor(scene) => front_door::play(stage, scene),
        Scene::Allocation(scene) => allocation::play(stage, scene),
        Scene::Information(scene) => information::play(stage, scene),
        Scene::Assessment(scene) => assessment::play(stage, scene),
        Scene::Help(scene) => help::play(stage, scene),
        Scene::Enquiry(scene) => enquiry::play(stage, scene),
        Scene::Protection(scene) => protection::play(stage, scene),
        Scene::CoreGroup(scene) => core_group::play(stage, scene),
        Scene::Fgdm(scene) => fgdm::play(stage, scene),
        Scene::Proceedings(scene) => proceedings::play(stage, scene),
        Scene::Emergency(scene) => emergency::play(stage, scene),
        Scene::Oversight(scene) => oversight::play(stage, scene),
        Scene::Incident(scene) => incident::play(stage, scene),
        Scene::Moves(scene) => moves::play(stage, scene),
        Scene::Closing(scene) => closing::play(stage, scene),
    }
}

macro_rules! scenes {
    ($($chapter:ident in $variant:ident),*) => {
        $(impl From<$chapter::Scene> for Scene {
            fn from(scene: $chapter::Scene) -> Self {
                Self::$variant(scene)
            }
        })*
    };
}

scenes!(
    front_door in FrontDoor,
    allocation in Allocation,
    information in Information,
    assessment in Assessment,
    help in Help,
    enquiry in Enquiry,
    protection in Protection,
    core_group in CoreGroup,
    fgdm in Fgdm,
    proceedings in Proceedings,
    emergency in Emergency,
    oversight in Oversight,
    incident in Incident,
    moves in Moves,
    closing in Closing
);
