//! What the sources say in words, not in tables: which genes follow which rule. One row a gene.

/// Rules of one gene beyond its definition tables.
pub(super) struct Policy {
    pub(super) gene: &'static str,
    /// A strand may carry several listed variants, the lowest function decides.
    pub(super) lowest_function: bool,
    /// Unlisted bases count as reference with a warning: the definitions are a list of harmful variants
    /// (PharmCAT 3.1.1, "treat undocumented variations as reference").
    pub(super) undocumented_is_reference: bool,
    /// Copy number and hybrids decide.
    pub(super) needs_copy_number: bool,
    /// Alleles that a test must cover, where the fact file has no AMP list.
    pub(super) minimum: Option<&'static [&'static str]>,
    /// `(old name, present name)`.
    pub(super) aliases: &'static [(&'static str, &'static str)],
    /// `(full allele, allele of the deciding position alone, deciding rsID, proxy rsID)`.
    pub(super) proxy: Option<(&'static str, &'static str, &'static str, &'static str)>,
    /// `(rsID, alleles for its bases)`.
    pub(super) fallback: Option<(&'static str, &'static [&'static str])>,
    /// `(diplotypes that fit the same unphased genotype, the most frequent)` beside those of the fact file.
    pub(super) priorities: &'static [(&'static [&'static str], &'static str)],
    /// Functions, most consequential first.
    pub(super) severity: &'static [&'static str],
    /// `(code, sentence)` with every result.
    pub(super) notes: &'static [(&'static str, &'static str)],
}

const NONE: Policy = Policy {
    gene: "",
    lowest_function: false,
    undocumented_is_reference: false,
    needs_copy_number: false,
    minimum: None,
    aliases: &[],
    proxy: None,
    fallback: None,
    priorities: &[],
    severity: &[],
    notes: &[],
};

const POLICIES: &[Policy] = &[
    Policy { gene: "CACNA1S", undocumented_is_reference: true, ..NONE },
    Policy {
        gene: "CFTR",
        aliases: &[("ivacaftor non-responsive CFTR sequence", "Reference")],
        notes: &[(
            "listed_variants_only",
            "Reference means that none of the listed ivacaftor-responsive variants was found; it does not \
             exclude other CFTR variants.",
        )],
        ..NONE
    },
    Policy { gene: "CYP2D6", needs_copy_number: true, ..NONE },
    Policy {
        gene: "DPYD",
        lowest_function: true,
        undocumented_is_reference: true,
        // Amstutz 2018, PMID 29152729: rs75017182 is the causal variant of HapB3, rs56038477 its proxy.
        proxy: Some(("c.1129-5923C>G, c.1236G>A (HapB3)", "c.1129-5923C>G", "rs75017182", "rs56038477")),
        notes: &[(
            "normal_does_not_exclude",
            "A result without decreased-function variants does not exclude DPD deficiency: other rare variants \
             are not tested.",
        )],
        ..NONE
    },
    Policy {
        gene: "G6PD",
        undocumented_is_reference: true,
        aliases: &[("B (wildtype)", "B (reference)")],
        notes: &[(
            "enzyme_test",
            "This is a prediction from the genotype; heterozygous women need an enzyme activity test (CPIC, \
             PMID 36049896).",
        )],
        ..NONE
    },
    Policy {
        gene: "MT-RNR1",
        lowest_function: true,
        // The alleles of increased risk in the CPIC guideline, PMID 34032273.
        minimum: Some(&["m.1555A>G", "m.1494C>T", "m.1095T>C"]),
        severity: &[
            "Increased risk of aminoglycoside-induced hearing loss",
            "Uncertain risk of aminoglycoside-induced hearing loss",
            "Normal risk of aminoglycoside-induced hearing loss",
        ],
        ..NONE
    },
    // Its five required positions are the minimum.
    Policy { gene: "NAT2", minimum: Some(&[]), ..NONE },
    Policy { gene: "NUDT15", undocumented_is_reference: true, ..NONE },
    Policy {
        gene: "RYR1",
        lowest_function: true,
        undocumented_is_reference: true,
        severity: &["Malignant Hyperthermia associated", "Uncertain function", "Normal function"],
        ..NONE
    },
    Policy {
        gene: "SLCO1B1",
        // rs4149056 decides the statin guidance of CPIC 2022, PMID 35152405.
        minimum: Some(&["*5", "*15"]),
        fallback: Some(("rs4149056", &["*1", "*5"])),
        ..NONE
    },
    Policy {
        gene: "TPMT",
        undocumented_is_reference: true,
        // CPIC 2018, PMID 30447069: *3B/*3C is very rare, *3A is the common variant of European populations.
        priorities: &[(&["*1/*3A", "*3B/*3C"], "*1/*3A")],
        ..NONE
    },
];

/// The policy of a gene.
pub(super) fn of(gene: &str) -> &'static Policy {
    POLICIES.iter().find(|p| p.gene == gene).unwrap_or(&NONE)
}

/// Phenotype that one allele of a function is enough for, as the guideline states it in words.
/// RYR1: CPIC 2019, PMID 30499100; a result without such an allele is never "normal".
pub(super) fn any_rule(gene: &str) -> Option<(&'static str, &'static str, &'static str)> {
    (gene == "RYR1").then_some((
        "Malignant Hyperthermia associated",
        "Malignant Hyperthermia Susceptibility",
        "Uncertain Susceptibility",
    ))
}
