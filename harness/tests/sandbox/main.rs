//! What a program meets on the stage, one behaviour a file: what is set up outside, and what is seen inside.
#![expect(clippy::expect_used, reason = "these are tests: what is not as expected fails them")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a test asks for one kind of event out of many")]

mod daemon;
#[path = "../machine/mod.rs"]
mod machine;
mod stage;
mod told;

// The network.
mod addresses;
mod datagrams;
mod datagrams_of_clients;
mod flood;
mod host;
mod listening;
mod names;
mod own_network;
mod pages;
mod scripts;
mod services;
mod standing;
mod unread;

// The machine.
mod descriptors;
mod environment;
mod files;
mod forbidden;
mod libraries;
mod limits;
mod placed;
mod private_copy;
mod privileges;
mod processes;
mod refused_calls;
mod terminal;

// Its life.
mod leftovers;
mod stuck;
mod stuck_java;

// Again, as somebody else.
mod ordinary_user;
