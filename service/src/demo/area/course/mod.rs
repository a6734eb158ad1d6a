//! The course of a family through the process, one file for each part of it. A scene happens at a
//! moment: it writes what is recorded of it, and says what happens next and when. Scenes know the
//! process; they do not know the ledger.

mod allocation;
mod assessment;
mod closing;
mod front_door;
mod help;
mod information;
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
    closing in Closing
);
