#!/usr/bin/env bash
# `make bench`: criterion benches, then whole commands with time and memory.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${1:-../shared}
cargo build --release --locked -p attune-cli
measure() { # label, command...
  local label=$1; shift
  for _ in 1 2 3; do
    /usr/bin/env bash -c 'TIMEFORMAT=%R; time "$@" >/dev/null 2>/dev/null' _ "$@" 2>&1
  done | sort -n | sed -n 2p | xargs printf '%-40s median %s s, ' "$label"
  python3 - "$@" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(f"peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")
PY
}
attune=target/release/attune
for folder in assets/demo/*/; do
  inputs=(--ehr "$folder/ehr.json")
  for genome in "$folder"/*.vcf*; do inputs+=(--genome "$genome"); done
  measure "options $(basename "$folder")" $attune options "${inputs[@]}"
  measure "report $(basename "$folder")" $attune report "${inputs[@]}" --audience clinician --out /tmp/attune-bench.pdf
done
measure "options --alteration" $attune options --alteration "BRAF V600E" --tumour-type MEL
coad="$shared/data/oncology/examples/pcgr/T001-COAD.grch38.vcf.gz"
if [ -f "$coad" ]; then
  measure "options T001-COAD" $attune options --genome "$coad" --tumour-type COAD --consent all
  measure "report T001-COAD" $attune report --genome "$coad" --tumour-type COAD --consent all --audience clinician --out /tmp/attune-bench.pdf
fi
