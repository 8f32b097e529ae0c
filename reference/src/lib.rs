//! The reference solutions.
