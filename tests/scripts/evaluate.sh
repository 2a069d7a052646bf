#!/usr/bin/env bash
# `make evaluate`: the larger cases of the shared folder. Prints figures; fails only where a program fails.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${1:-../shared}
if [ ! -d "$shared/cases" ]; then
  echo "No folder $shared/cases: nothing to evaluate. Give it with make evaluate SHARED=FOLDER."
  exit 0
fi
export ATTUNE_SHARED
ATTUNE_SHARED=$(cd "$shared" && pwd)
cargo test --release --locked --workspace -- --ignored --nocapture evaluate
