//! How entries are read: pure folds over one case, who knew what and when.
