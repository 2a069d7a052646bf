//! The ranking seen from outside, on small worlds written here and on the shipped pack.
// Helpers of tests may stop a test; the setting for tests reaches only the test functions themselves.
#![allow(clippy::expect_used, clippy::panic)]

mod ask_back;
mod consent;
mod gate_answers;
mod gates;
mod grid;
mod levels;
mod models;
mod pairs;
mod passing;
mod places;
mod properties;
mod resistance;
mod shipped;
mod standings;
mod trials;
mod world;
mod would_change;
