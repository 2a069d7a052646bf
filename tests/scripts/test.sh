#!/usr/bin/env bash
# `make test`: everything, in the order in which a failure shows first.
set -euo pipefail
cd "$(dirname "$0")/../.."
step() { printf '\n== %s\n' "$*"; }

step "formatting"
cargo fmt --all --check
step "user interface: lint, types, tests"
npm --prefix ui run --silent lint
npm --prefix ui run --silent check
npm --prefix ui run --silent test
step "Rust: lints"
cargo clippy --workspace --all-targets --locked --quiet -- -D warnings
step "Rust: build of programs and tests"
cargo build --workspace --all-targets --locked
step "Rust: tests, and the end-to-end test in a real window"
tests/scripts/window.sh cargo test --workspace --all-targets --locked
step "Rust: examples in the documentation"
cargo test --workspace --doc --locked --quiet
step "done: make test passed"
