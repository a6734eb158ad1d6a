//! The one binary, candour: the command line.
