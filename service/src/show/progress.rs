//! Progress of long runs, on stderr, for whoever is looking. A pipe gets none of it.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

const TEMPLATE: &str = "{msg:<18} {wide_bar} {human_pos:>9}/{human_len} {rate} {eta:>4} left";

/// Progress of a run whose length is known.
#[derive(Debug, Clone)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Begins; draws nothing unless somebody is looking.
    pub(crate) fn new(what: &'static str, total: u64, drawn: bool) -> Self {
        let target =
            if drawn { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(total), target);
        let style =
            ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
        let rate = |state: &ProgressState, to: &mut dyn std::fmt::Write| {
            // A bar that cannot be drawn is no reason to stop.
            let _ = write!(to, "{:>9.0}/s", state.per_sec());
        };
        bar.set_style(style.with_key("rate", rate));
        bar.set_message(what);
        Self(bar)
    }

    /// So many are done.
    pub(crate) fn at(&self, done: u64) {
        self.0.set_position(done);
    }

    /// What is being done now.
    pub(crate) fn say(&self, what: &'static str) {
        if self.0.message() != what {
            self.0.set_message(what);
        }
    }

    /// So many are to be done.
    pub(crate) fn of(&self, total: u64) {
        self.0.set_length(total);
    }

    /// Ends, and leaves nothing on the screen.
    pub(crate) fn done(&self) {
        self.0.finish_and_clear();
    }
}
