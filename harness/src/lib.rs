//! Grades socket programs: launches them unmodified, plays the other side over real sockets, and says what is wrong and why.
//!
//! The rooms, from the outside in; a room uses only rooms further down this list.

pub mod cli;
pub mod exit;

pub mod audit;

pub mod class;

pub mod report;

pub mod run;

pub mod plan;

pub mod spec;

pub mod steps;

pub mod stage;

pub mod proto;

pub mod program;

pub mod sandbox;

pub mod event;

pub mod verdict;

pub mod text;
