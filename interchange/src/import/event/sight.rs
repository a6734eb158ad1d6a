//! Rows of a visit, of a parent seen and of a child's words.

use candour_domain::case::CaseEvent;
use candour_domain::case::child::{
    Alone, Bedroom, Body, ChildEvent, ChildSeen, ChildVoiceRecorded, ParentSeen, Seen, Sight,
};
use candour_domain::recorded::Recorded;

use super::Builder;
use crate::import::cell::shown;
use crate::import::column::Column;
use crate::import::fault::{Fault, Problem};
use crate::import::name::fold;

impl Builder<'_> {
    pub(super) fn visit(&mut self) -> Result<CaseEvent, Problem> {
        let mut sights: Vec<Sight> = Vec::new();
        for (name, how) in &self.row().seen {
            let sight = self.sight(name, how)?;
            if sights.iter().any(|other| other.child == sight.child) {
                return Err(self.unread(&format!("{name}={how}")));
            }
            sights.push(sight);
        }
        Ok(CaseEvent::Child(ChildEvent::ChildSeen(ChildSeen {
            sights,
            account: self.words(),
            visit: Recorded::NotRecorded,
            present: self.attendees(),
            interpreter: Recorded::NotRecorded,
        })))
    }

    /// How one child was seen. What the row does not mention is not recorded.
    fn sight(&self, name: &str, how: &str) -> Result<Sight, Problem> {
        let row = self.row();
        let child = self.directory().child_of(&row.case_ref, name).ok_or_else(|| {
            self.refuse(Column::Seen, self.directory().unknown_child(&row.case_ref, name))
        })?;
        let mut seen = None;
        let (mut alone, mut body) = (Recorded::NotRecorded, Recorded::NotRecorded);
        let mut bedroom = Recorded::NotRecorded;
        for word in how.split(',').map(fold) {
            match word.as_str() {
                "seen" => seen = Some(Seen::Seen),
                "not seen" => seen = Some(Seen::NotSeen),
                "attempted" => seen = Some(Seen::Attempted),
                "alone" => alone = Recorded::Recorded(Alone::Alone),
                "not alone" => alone = Recorded::Recorded(Alone::NotAlone),
                "undressed" => body = Recorded::Recorded(Body::Undressed),
                "not undressed" | "clothed" => body = Recorded::Recorded(Body::NotUndressed),
                "bedroom seen" => bedroom = Recorded::Recorded(Bedroom::Seen),
                "bedroom not seen" => bedroom = Recorded::Recorded(Bedroom::NotSeen),
                _ => return Err(self.unread(&word)),
            }
        }
        let seen = seen.ok_or_else(|| self.unread(how))?;
        Ok(Sight { child, seen, alone, body, area: Recorded::NotRecorded, bedroom })
    }

    fn unread(&self, given: &str) -> Problem {
        let as_in = "Theo=seen, not alone, not undressed, bedroom seen; Mia=not seen";
        self.refuse(Column::Seen, Fault::Unread { given: shown(given), as_in })
    }

    pub(super) fn parent_seen(&mut self) -> Result<CaseEvent, Problem> {
        Ok(CaseEvent::Child(ChildEvent::ParentSeen(ParentSeen {
            parent: self.one_person()?,
            account: self.words(),
            alone: Recorded::NotRecorded,
        })))
    }

    /// The child who says it, or else the only one whom the row concerns.
    pub(super) fn childs_words(&mut self) -> Result<CaseEvent, Problem> {
        let row = self.row();
        let said_by = row.said_by.as_ref();
        let child = said_by.and_then(|name| self.directory().child_of(&row.case_ref, name));
        Ok(CaseEvent::Child(ChildEvent::ChildVoiceRecorded(ChildVoiceRecorded {
            child: child.map_or_else(|| self.one_child(), Ok)?,
            words: self.words(),
            how: Recorded::NotRecorded,
        })))
    }
}
