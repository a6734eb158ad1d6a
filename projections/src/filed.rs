//! Read models of a sample in a file of their own, to be asked as a section asks them.

use std::sync::Arc;

use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::marks::treatment::Reader;
use crate::running::{AskedOn, Hidden, ReadModels, View};
use crate::sample::Sample;

/// Read models of a sample, made at once.
pub(crate) struct Filed {
    models: ReadModels,
    runtime: Runtime,
    _folder: TempDir,
}

impl Filed {
    pub(crate) fn of(sample: &Sample) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let waiting = async {
            let store = Arc::new(sample.store().await);
            let models = ReadModels::new(store, folder.path());
            models.keep_up(|_, _| ()).await.unwrap();
            models
        };
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().unwrap();
        Self { models: runtime.block_on(waiting), runtime, _folder: folder }
    }

    /// The view of a reader.
    pub(crate) fn seen_by(&self, reader: &Reader, asked: AskedOn) -> View {
        self.view(asked).without(self.hidden_from(reader, asked)).unwrap()
    }

    /// What is withheld from a reader.
    pub(crate) fn hidden_from(&self, reader: &Reader, asked: AskedOn) -> Arc<Hidden> {
        let withheld = self.models.withheld(self.view(asked), reader);
        Arc::new(self.runtime.block_on(withheld).unwrap().1)
    }

    pub(crate) fn view(&self, asked: AskedOn) -> View {
        self.models.view(asked).unwrap().unwrap()
    }
}
