#!/usr/bin/env bash
# `make evaluate`: the larger cases of the shared folder, where it is present. Prints figures; fails only where a
# program fails or a case that must hold does not.
set -euo pipefail
cd "$(dirname "$0")/../.."
shared=${1:-../shared}
if [ ! -d "$shared/cases" ]; then
  echo "No folder $shared/cases: nothing to evaluate. Name it with make evaluate SHARED=FOLDER."
  exit 0
fi
export ATTUNE_SHARED
ATTUNE_SHARED=$(cd "$shared" && pwd)
step() { printf '\n== %s\n' "$*"; }

step "genome: CIViC names and coordinates on both assemblies"
cargo test --quiet --locked -p attune-genome --test shared_facts -- --ignored --nocapture
step "pharmacogenomics: cases and synthetic pairs"
cargo test --quiet --locked -p attune-pharmacogenomics -- --nocapture
step "ingest: every sample file"
cargo test --quiet --locked -p attune-ingest -- --nocapture

step "options: every label fact asked back"
cargo test --quiet --locked -p attune-decision --test decision -- --nocapture ask_back::every |
  grep "label facts asked back"

step "models: published scores and the temporal test"
cargo build --quiet --locked -p attune-cli
attune=${CARGO_TARGET_DIR:-target}/debug/attune
"$attune" predict loris-pan-cancer --input "$ATTUNE_SHARED/cases/models/loris_pan_visible.csv" --format json |
  python3 -c '
import csv, json, sys
published = [float(r["loris"]) for r in csv.DictReader(open(sys.argv[1]))]
answers = json.load(sys.stdin)["predictions"]
both = [(a["prediction"], p) for a, p in zip(answers, published, strict=True) if a["prediction"] is not None]
print(f"{len(both)} of {len(published)} rows answered, largest difference {max(abs(a - p) for a, p in both):.1e}")
' "$ATTUNE_SHARED/cases/models/loris_pan_visible.csv"
"$attune" models evaluate loris-pan-cancer --data "$ATTUNE_SHARED/data/models/ici_chowell_1479.csv" |
  python3 -c '
import json, sys
e = json.load(sys.stdin)
print("AUC {:.4f} ({:.3f} to {:.3f}), Brier {:.4f}, calibration error {:.4f}, slope {:.3f}, {} patients".format(
    *e["auc"], e["brier"], e["calibration_error"], e["calibration"][0], e["patients"]))'

step "the same tumour on both assemblies"
for build in grch37 grch38; do
  "$attune" options --genome "$ATTUNE_SHARED/data/oncology/examples/pcgr/T001-COAD.$build.vcf.gz" \
    --tumour-type COAD --consent all --format json 2>/dev/null |
    python3 -c '
import json, sys
d = json.load(sys.stdin)
print(json.dumps([[o["rank"], o["treatment"], o["level"], round(o["score"], 9)] for o in d["options"]]))' > "/tmp/attune-$build.json"
done
cmp /tmp/attune-grch37.json /tmp/attune-grch38.json && echo "identical ranked lists"
