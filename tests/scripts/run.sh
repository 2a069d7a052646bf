#!/usr/bin/env bash
# `make run`: the window, or the same demo without one.
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  echo "Building Attune (the first time takes some minutes) ..."
  cargo build --release --locked -p attune-desktop
  exec target/release/attune-desktop
fi

echo "No display found (DISPLAY and WAYLAND_DISPLAY are not set): running the demo without a window."
cargo build --release --locked -p attune-cli
out="${ATTUNE_OUT:-out/demo}"
mkdir -p "$out"
for folder in assets/demo/*/; do
  id=$(basename "$folder")
  inputs=(--ehr "$folder/ehr.json")
  for genome in "$folder"/*.vcf*; do inputs+=(--genome "$genome"); done
  echo
  echo "== $id"
  target/release/attune options "${inputs[@]}" --format text
  for audience in clinician patient; do
    target/release/attune report "${inputs[@]}" --audience "$audience" --out "$out/$id-$audience.pdf"
  done
done
echo
echo "Reports: $(cd "$out" && pwd)"
ls -1 "$out"/*.pdf
