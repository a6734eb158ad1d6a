//! Waits for many things at once, and for no more than so many at a time. It starts no thread: what is
//! waited for goes on while another waits.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;

/// Waits for all of them, at most so many at a time, and says of each what came of it as it comes: its
/// place in the order given, and the answer.
pub(super) async fn side_by_side<F: Future>(
    waits: impl IntoIterator<Item = F>,
    at_once_max: usize,
    mut came: impl FnMut(usize, F::Output),
) {
    let mut waits = waits.into_iter().enumerate();
    let mut begun: Vec<(usize, Pin<Box<F>>)> = Vec::new();
    poll_fn(|context| {
        loop {
            let room = at_once_max.max(1).saturating_sub(begun.len());
            begun.extend(waits.by_ref().take(room).map(|(place, wait)| (place, Box::pin(wait))));
            if begun.is_empty() {
                return Poll::Ready(());
            }
            let before = begun.len();
            begun.retain_mut(|(place, wait)| match wait.as_mut().poll(context) {
                Poll::Ready(answer) => {
                    came(*place, answer);
                    false
                }
                Poll::Pending => true,
            });
            if begun.len() == before {
                return Poll::Pending;
            }
        }
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::import::tests::bench::wait;

    #[test]
    fn all_are_waited_for_and_never_more_than_so_many_at_once() {
        for (many, at_once) in [(0, 4), (1, 4), (3, 4), (50, 4), (50, 1), (5, 0)] {
            let (now, most) = (Cell::new(0), Cell::new(0));
            let (now, most) = (&now, &most);
            let one = |number: usize| async move {
                now.set(now.get() + 1);
                most.set(now.get().max(most.get()));
                for _ in 0..number % 3 {
                    tokio::task::yield_now().await;
                }
                now.set(now.get() - 1);
                number * 2
            };
            let mut answers = Vec::new();
            let came = |place, answer| answers.push((place, answer));
            wait(side_by_side((0..many).map(one), at_once, came));
            answers.sort_unstable();
            assert_eq!(answers, (0..many).map(|number| (number, number * 2)).collect::<Vec<_>>());
            assert_eq!(most.get(), many.min(at_once.max(1)).min(most.get()));
        }
    }
}
