//! The leaf against bytes that another implementation computed.
