#!/usr/bin/env bash
# Pictures of every screen and dialog under out/look, for a person who judges them. THEME=dark SIZE=1280x800 by choice.
set -euo pipefail
cd "$(dirname "$0")/../.."
for size in ${SIZE:-1280x800 1680x1050}; do
  for theme in ${THEME:-light dark}; do
    ATTUNE_SCREEN=1920x1200 ATTUNE_LOOK_SIZE=$size ATTUNE_LOOK_THEME=$theme \
      tests/scripts/window.sh cargo test --locked -p attune-acceptance --test look -- --ignored --nocapture
  done
done
