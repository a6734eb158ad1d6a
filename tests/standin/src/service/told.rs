//! What a call sends back over time, with no more of it waiting than has a limit.
//!
//! A client that does not read holds up only its own call.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::refusal::Trouble;

/// How many answers of one call wait to be sent.
const WAITING_MAX: usize = 256;

/// The answers of one call, in their order.
pub(super) type Answers<T> = ReceiverStream<Result<T, Status>>;

/// The client went away, or the call is over: there is nobody to tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gone;

/// Where the answers of one call are put.
#[derive(Debug)]
pub(super) struct Told<T> {
    sender: mpsc::Sender<Result<T, Status>>,
    delay: Duration,
}

/// Makes both ends. Each answer waits so long before it goes.
pub(super) fn told<T>(delay: Duration) -> (Told<T>, Answers<T>) {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    (Told { sender, delay }, ReceiverStream::new(receiver))
}

impl<T> Told<T> {
    pub(super) async fn tell(&self, answer: T) -> Result<(), Gone> {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
        self.sender.send(Ok(answer)).await.map_err(|_| Gone)
    }

    /// Ends the call with a refusal.
    pub(super) async fn refuse(&self, trouble: Trouble) -> Gone {
        // If there is nobody to tell, the call is over all the same.
        let _ = self.sender.send(Err(trouble.status())).await;
        Gone
    }

    /// Waits until the client goes away.
    pub(super) async fn gone(&self) {
        self.sender.closed().await;
    }
}
