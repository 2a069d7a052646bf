#!/usr/bin/env bash
# A whole-genome VCF of 4.5 million records, made here, read whole: time against `bgzip -dc`, memory, and the same
# through a tabix index. Usage: tests/scripts/wgs.sh [attune program] [folder]; needs bgzip and tabix (htslib).
set -euo pipefail
cd "$(dirname "$0")/../.."
attune=${1:-${CARGO_TARGET_DIR:-target}/release/attune}
folder=${2:-/tmp/attune-wgs}
records=${WGS_RECORDS:-4500000}
mkdir -p "$folder"
file="$folder/wgs-$records.vcf.gz"
if [ ! -f "$file" ]; then
  python3 - "$records" <<'PY' | bgzip -c >"$file.part"
import sys
wanted = int(sys.argv[1])
lengths = [248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422,
           135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167,
           46709983, 50818468, 156040895]
names = [str(i) for i in range(1, 23)] + ["X"]
out = sys.stdout
out.write("##fileformat=VCFv4.2\n")
for name, length in zip(names, lengths):
    out.write(f"##contig=<ID=chr{name},length={length}>\n")
out.write("##source=HaplotypeCaller\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\n")
state, total, made, lines = 2463534242, sum(lengths), 0, []
for at, (name, length) in enumerate(zip(names, lengths)):
    count = wanted - made if at == len(names) - 1 else wanted * length // total
    step = (length - 20000) // count
    for i in range(count):
        state ^= state << 13 & 0xffffffff
        state ^= state >> 17
        state ^= state << 5 & 0xffffffff
        depth, half = 20 + state % 30, 10 + state % 11
        # N as reference: the bases of the genome are not at hand, and none is invented.
        lines.append(f"chr{name}\t{10000 + i * step + state % step}\trs{state}\tN\t{'ACGT'[state & 3]}\t{state % 900}.64\tPASS\t"
                     f"AC=1;AF=0.500;AN=2;DP={depth};ExcessHet=3.01;FS=0.000;MQ=60.00;QD={state % 30}.1\tGT:AD:DP:GQ:PL\t"
                     f"0/1:{half},{depth - half}:{depth}:99:{state % 1000},0,{state % 777}\n")
        if len(lines) > 20000:
            out.writelines(lines); lines = []
    made += count
out.writelines(lines)
PY
  mv "$file.part" "$file"
fi
python3 - "$attune" "$file" <<'PY'
import os, resource, subprocess, sys, time
attune, file = sys.argv[1:]
def run(label, *command):
    times, peak = [], 0
    for _ in range(3):
        began = time.time()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        times.append(time.time() - began)
        peak = max(peak, usage.ru_maxrss / 1024)
        if status: print(f"{label}: ended with {status}")
    print(f"{label:44} best {min(times):6.2f} s, median {sorted(times)[1]:6.2f} s, peak {peak:.0f} MB")
    return min(times)
print(f"{file}: {os.path.getsize(file) / 1e6:.0f} MB")
plain = run("bgzip -dc", "bgzip", "-dc", file)
if not os.path.exists(attune):
    sys.exit(f"no program {attune}: build it with cargo build --release -p attune-cli")
whole = run("attune variants", attune, "variants", "--genome", file)
print(f"{'':44} {whole / plain:.2f} times bgzip -dc")
pgx = run("attune pgx, no index", attune, "pgx", "--genome", file)
print(f"{'':44} {pgx / plain:.2f} times bgzip -dc")
subprocess.run(["tabix", "-f", "-p", "vcf", file], check=True)
run("attune pgx, tabix index", attune, "pgx", "--genome", file)
os.remove(file + ".tbi")
PY
