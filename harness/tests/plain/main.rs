//! What a program meets where namespaces are refused: the level `plain`, which is tested on every machine.
#![expect(clippy::expect_used, reason = "these are tests: what is not as expected fails them")]
#![expect(clippy::wildcard_enum_match_arm, reason = "a test asks for one kind of event out of many")]
#![allow(dead_code, clippy::allow_attributes, reason = "the stage of these tests serves those of the sandbox as well")]

mod behaviour;
#[path = "../sandbox/daemon.rs"]
mod daemon;
#[path = "../machine/mod.rs"]
mod machine;
mod pages;
#[path = "../sandbox/stage.rs"]
mod stage;
#[path = "../sandbox/told.rs"]
mod told;
