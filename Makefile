# Attune. Two commands matter: `make run` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
CARGO := cargo
# What set-up installs where the machine has none: Node.js in .tools, Rust in the home folder.
export PATH := $(CURDIR)/.tools/bin:$(HOME)/.cargo/bin:$(PATH)
# One selection of packages for building and testing, else most of it is built twice.
ALL := --workspace --all-targets --locked
# Where the shared facts and cases lie, for `make pack` and `make evaluate`.
SHARED ?= ../shared

.PHONY: help run test setup ui lint deny evaluate bench package pack bindings screenshots fmt

help:
	@printf '%s\n' 'make run        build Attune and open its window (without a display: the demo, headless)' \
	 'make test       formatting, lints, Rust tests, UI tests, and the end-to-end test in a real window' \
	 'make evaluate   larger cases of ../shared, where present' \
	 'make bench      speed and memory' \
	 'make package    .deb under target/release/bundle/deb' \
	 'make pack       build and sign the knowledge pack from ../shared/facts (needs SIGN_KEY=FILE)' \
	 'make bindings   TypeScript types of the window from Rust' \
	 'make screenshots  pictures of the README from the real window'

setup:
	@tests/scripts/setup.sh

ui: setup
	@npm --prefix ui run --silent build

run: ui
	@tests/scripts/run.sh

test: ui
	@tests/scripts/test.sh

lint: ui
	@$(CARGO) fmt --all --check
	@$(CARGO) clippy $(ALL) -- -D warnings
	@npm --prefix ui run --silent lint
	@npm --prefix ui run --silent check

# Needs cargo-deny; the advisories need a network besides.
deny:
	@$(CARGO) deny --locked check bans licenses sources

evaluate: setup
	@tests/scripts/evaluate.sh "$(SHARED)"

bench: ui
	@tests/scripts/bench.sh "$(SHARED)"

package: ui
	@$(CARGO) build --release --locked -p attune-cli
	@cd src-tauri && ../ui/node_modules/.bin/tauri build --bundles deb

pack:
	@$(CARGO) run --release --locked -p attune-cli -- packs build --facts "$(SHARED)/facts" \
	 --sources assets/sources --out assets/knowledge --sign-key "$${SIGN_KEY:?SIGN_KEY=FILE with the signing key}"

bindings:
	@UPDATE=1 $(CARGO) test --locked -p attune-app --test bindings

screenshots: ui
	@tests/scripts/window.sh $(CARGO) test --locked -p attune-acceptance --test desktop -- --ignored screenshots

fmt:
	@$(CARGO) fmt --all
