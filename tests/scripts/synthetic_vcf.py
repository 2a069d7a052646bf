#!/usr/bin/env python3
"""Synthetic VCF files for measurements. No person's data; the same seed gives the same file.

  synthetic_vcf.py genome OUT.vcf.gz [RECORDS]          a whole genome on GRCh38, bgzip, 4,500,000 records
  synthetic_vcf.py panel  OUT.vcf.gz GENES.json [SAMPLES]  the defining positions of the pharmacogenes, 88 samples
                                                         (GENES.json is ../shared/facts/pgx/genes.json)
"""
import json
import random
import subprocess
import sys

LENGTHS = [248956422, 242193529, 198295559, 190214555, 181538259, 170805979, 159345973, 145138636, 138394717, 133797422,
           135086622, 133275309, 114364328, 107043718, 101991189, 90338345, 83257441, 80373285, 58617616, 64444167,
           46709983, 50818468, 156040895]
NAMES = [f"chr{n}" for n in range(1, 23)] + ["chrX"]
# CYP2C19 *1/*2 and DPYD c.1905+1G>A, so that the answer can be looked at.
KNOWN = {("chr10", 94775367): ("A", "G", "0/1"), ("chr10", 94781859): ("G", "A", "0/1"),
         ("chr10", 94842866): ("A", "G", "1/1"), ("chr1", 97450058): ("C", "T", "0/1")}


def header(out, samples):
    out.write("##fileformat=VCFv4.2\n##source=synthetic\n##reference=GRCh38\n")
    for name, length in zip(NAMES, LENGTHS):
        out.write(f"##contig=<ID={name},length={length}>\n")
    out.write("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(samples) + "\n")


def genome(path, records):
    rng = random.Random(20261120)
    packed = open(path, "wb")
    bgzip = subprocess.Popen(["bgzip", "-c", "-@", "2"], stdin=subprocess.PIPE, stdout=packed, text=True)
    out = bgzip.stdin
    header(out, ["SYNTHETIC"])
    total = sum(LENGTHS)
    bases = "ACGT"
    for name, length in zip(NAMES, LENGTHS):
        count = records * length // total
        known = sorted(p for c, p in KNOWN if c == name)
        places = sorted(rng.sample(range(10_000, length - 10_000), count - len(known)) + known)
        lines = []
        for at in places:
            if (name, at) in KNOWN:
                ref, alt, gt = KNOWN[name, at]
            else:
                # N: the bases of the genome are not at hand, and none is invented.
                ref = "N"
                alt = rng.choice(bases)
                gt = "0/1" if rng.random() < 0.62 else "1/1"
            depth = rng.randint(18, 52)
            other = depth // 2 if gt == "0/1" else depth
            lines.append(
                f"{name}\t{at}\t.\t{ref}\t{alt}\t{rng.randint(100, 2000)}.{rng.randint(0, 99):02d}\tPASS\t"
                f"AC={gt.count('1')};AF={gt.count('1') / 2:.3f};AN=2;BaseQRankSum={rng.uniform(-3, 3):.3f};DP={depth};"
                f"ExcessHet=0.0000;FS={rng.uniform(0, 9):.3f};MQ=60.00;QD={rng.uniform(5, 35):.2f};SOR={rng.uniform(0, 3):.3f}\t"
                f"GT:AD:DP:GQ:PL\t{gt}:{depth - other},{other}:{depth}:99:{rng.randint(200, 999)},0,{rng.randint(200, 999)}\n")
            if len(lines) >= 20_000:
                out.write("".join(lines))
                lines.clear()
        out.write("".join(lines))
    out.close()
    if bgzip.wait() != 0:
        sys.exit("bgzip failed")


def panel(path, facts, count):
    rng = random.Random(88)
    genes = json.load(open(facts))["genes"]
    genes = genes if isinstance(genes, list) else list(genes.values())
    rows = []
    for gene in genes:
        for position in gene["positions"]:
            rows.append((position["chrom"], position["pos38"], position["ref"], position["alts"]))
    rows.sort(key=lambda r: (NAMES.index(r[0]) if r[0] in NAMES else 99, r[1]))
    samples = [f"S{n + 1:03d}" for n in range(count)]
    packed = open(path, "wb")
    bgzip = subprocess.Popen(["bgzip", "-c"], stdin=subprocess.PIPE, stdout=packed, text=True)
    header(bgzip.stdin, samples)
    for chrom, at, ref, alts in rows:
        calls = ["0/1" if rng.random() < 0.01 else "0/0" for _ in samples]
        bgzip.stdin.write(f"{chrom}\t{at}\t.\t{ref}\t{','.join(alts)}\t.\tPASS\t.\tGT:DP:GQ\t" + "\t".join(f"{c}:35:99" for c in calls) + "\n")
    bgzip.stdin.close()
    if bgzip.wait() != 0:
        sys.exit("bgzip failed")


def main():
    match sys.argv[1:]:
        case ["genome", path]:
            genome(path, 4_500_000)
        case ["genome", path, records]:
            genome(path, int(records))
        case ["panel", path, facts]:
            panel(path, facts, 88)
        case ["panel", path, facts, count]:
            panel(path, facts, int(count))
        case _:
            sys.exit(__doc__)


main()
