//! Deleting a stream: for now, so that it can be written again, or for ever.
//!
//! A stream that is elsewhere than expected ends the call here.

use tonic::Request;

use super::Service;
use super::asked::deletion;
use crate::refusal::Trouble;
use crate::wire::event_store::client::streams as wire;
use wire::delete_answer::Where;

/// For how long a stream is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Until it is written again.
    ForNow,
    /// It can never be written or read again.
    ForEver,
}

impl Service {
    pub(super) fn take_delete(
        &self,
        request: Request<wire::DeleteRequest>,
        how: How,
    ) -> Result<wire::DeleteAnswer, Trouble> {
        let caller = self.caller(&request)?;
        self.may_write(&caller)?;
        let (stream, expected) = deletion(request.into_inner())?;
        let now = self.cluster.clock.now_ticks();
        let mut log = self.cluster.log();
        let done = match how {
            How::ForNow => log.delete(&stream, expected, now),
            How::ForEver => log.tombstone(&stream, expected, now),
        };
        drop(log);
        let place = done.map_err(|refused| Trouble::refused(&stream, expected, refused))?;
        self.cluster.announce();
        let place = place.map_or(Where::Nowhere(()), |it| Where::Place(it.into()));
        Ok(wire::DeleteAnswer { r#where: Some(place) })
    }
}
