//! The ranking seen from outside, on small worlds written here and on the shipped pack.

mod consent;
mod gates;
mod levels;
mod models;
mod properties;
mod resistance;
mod world;
