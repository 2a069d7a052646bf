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

# Pharmacogenomics on made-up files: a whole genome, with and without an index, and a panel of 88 samples.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if command -v bgzip >/dev/null && [ -f "$shared/facts/pgx/genes.json" ]; then
  tests/scripts/synthetic_vcf.py panel "$work/panel.vcf.gz" "$shared/facts/pgx/genes.json" 88
  measure "pgx, 88 samples" $attune pgx --genome "$work/panel.vcf.gz"
  tests/scripts/synthetic_vcf.py panel "$work/one.vcf.gz" "$shared/facts/pgx/genes.json" 1
  measure "pgx, defining positions" $attune pgx --genome "$work/one.vcf.gz"
  tests/scripts/synthetic_vcf.py genome "$work/genome.vcf.gz"
  measure "bgzip -dc of the genome" bgzip -dc -@ 2 "$work/genome.vcf.gz"
  measure "pgx, 4.5 million records, no index" $attune pgx --genome "$work/genome.vcf.gz"
  tabix -p vcf "$work/genome.vcf.gz"
  measure "pgx, 4.5 million records, tabix" $attune pgx --genome "$work/genome.vcf.gz"
fi
cargo bench --locked -p attune-pharmacogenomics -p attune-decision -p attune-app
# An exome of 30,000 variants from the file to the genome screen, with its peak memory.
cargo test --release --locked -p attune-app --test genome -- --ignored --nocapture an_exome_reaches_the_screen
# Reader and matcher against a million broken inputs: ATTUNE_FUZZ=1000000 make bench
if [ -n "${ATTUNE_FUZZ:-}" ]; then
  cargo test --release --locked -p attune-pharmacogenomics --test fuzz -- --nocapture
fi
