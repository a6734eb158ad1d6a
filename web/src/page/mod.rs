//! The pages: each a function of what is shown in it, answering with the markup inside the frame.

pub mod about;
pub mod cases;
pub mod problem;
pub mod sign_in;
