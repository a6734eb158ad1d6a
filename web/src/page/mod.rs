//! The pages: each a function of what is shown in it, answering with the markup inside the frame.

pub mod about;
pub mod case;
pub mod cases;
pub mod dashboard;
pub mod entries;
pub mod problem;
pub mod record;
mod seal;
pub mod search;
pub mod sign_in;
pub mod somebody;
pub mod withheld;
pub mod worklist;
