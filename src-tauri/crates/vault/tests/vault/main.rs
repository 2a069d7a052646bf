//! The vault from outside: what is stored, who gets in, and what becomes of damage.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod common;
mod copies;
mod crash;
mod damage;
mod keyring;
mod secrecy;
mod store;
