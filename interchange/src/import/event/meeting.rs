//! Who was at a meeting and what was put before it.

use candour_domain::meeting::{Attendance, Attendee, Meeting, PartsAttended, Tabled};
use candour_domain::recorded::Recorded;
use candour_domain::text::Text;

use super::Builder;
use crate::import::known::Who;

impl Builder<'_> {
    /// Whoever the row names as there, in its order.
    pub(super) fn attendees(&self) -> Vec<Attendee> {
        let mut all = Vec::new();
        for group in &self.row().attended {
            if !group.is_agency {
                all.push(self.somebody(&group.name));
                continue;
            }
            let agency = self.agency_named(&group.name);
            if group.people.is_empty() {
                all.push(Attendee::Agency(agency));
            }
            for name in &group.people {
                all.push(match self.directory().practitioner(agency, name) {
                    Some(practitioner) => Attendee::Practitioner { practitioner, agency },
                    None => Attendee::Described(Text::new(name)),
                });
            }
        }
        all
    }

    /// Somebody without an agency: of the case, an agency itself, or as the row describes them.
    fn somebody(&self, name: &str) -> Attendee {
        match self.directory().who(&self.row().case_ref, name) {
            Some(Who::Child(id)) => Attendee::Child(id),
            Some(Who::Person(id)) => Attendee::Person(id),
            None => match self.directory().agency(name) {
                Some(agency) => Attendee::Agency(agency.id),
                None => Attendee::Described(Text::new(name)),
            },
        }
    }

    /// The meeting: who attended, and what the row names as before it.
    pub(super) fn meeting(&self) -> Meeting {
        let there = |who| Attendance {
            who,
            post: Recorded::NotRecorded,
            capacity: Recorded::NotRecorded,
            from: None,
            until: None,
            parts: PartsAttended::All,
        };
        Meeting {
            format: Recorded::NotRecorded,
            chair: Recorded::NotRecorded,
            invited: Vec::new(),
            attendance: self.attendees().into_iter().map(there).collect(),
            parts: Vec::new(),
            table: self.linked.other_items().into_iter().map(Tabled::item).collect(),
        }
    }
}
