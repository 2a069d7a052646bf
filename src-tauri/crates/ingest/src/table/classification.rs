//! The words of MAF for consequences.

use attune_genome::Consequence;

use crate::vcf::annotation::consequence as of_terms;

/// What a classification says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A consequence of the Sequence Ontology.
    Is(Consequence),
    /// A splice site, of which MAF does not say whether it is the donor or the acceptor.
    SpliceSite,
    /// Known to mean something that is no consequence of a transcript.
    Other,
    /// Not known.
    Unknown,
}

/// Reads `Variant_Classification`: the vocabulary of GDC and cBioPortal without regard to case and underscores, the
/// older words of laboratories, and the terms of the Sequence Ontology that some exporters put there.
pub(super) fn classification(text: &str) -> Class {
    use Consequence as C;
    let key: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Class::Is(match key.as_str() {
        "missensemutation" | "missense" | "nonsynonymous" | "nonsynonymoussnv" => C::MissenseVariant,
        "nonsensemutation" | "nonsense" | "stopgain" | "truncatingmutation" => C::StopGained,
        "frameshiftdel"
        | "frameshiftins"
        | "frameshift"
        | "frameshiftdeletion"
        | "frameshiftinsertion"
        | "frameshiftindel" => C::FrameshiftVariant,
        "inframedel" | "inframedeletion" => C::InframeDeletion,
        "inframeins" | "inframeinsertion" => C::InframeInsertion,
        "inframeindel" => C::ProteinAlteringVariant,
        "splicesite" | "splicesitesnp" | "splicesitedel" | "splicesiteins" | "splice"
        | "splicesitemutation" => {
            return Class::SpliceSite;
        }
        "spliceregion" => C::SpliceRegionVariant,
        "translationstartsite" | "startcodonsnp" | "startcodondel" | "startcodonins" | "startloss" => {
            C::StartLost
        }
        "nonstopmutation" | "stoploss" | "stopcodondel" | "stopcodonins" => C::StopLost,
        "silent" | "synonymous" | "synonymoussnv" => C::SynonymousVariant,
        "5utr" | "3utr" | "denovostartinframe" | "denovostartoutofframe" | "5primeutr" | "3primeutr" => {
            C::UtrVariant
        }
        "intron" | "intronic" => C::IntronVariant,
        "5flank" | "5primeflank" | "promoter" | "upstream" => C::UpstreamGeneVariant,
        "igr" | "intergenic" => C::IntergenicVariant,
        "3flank" | "3primeflank" | "rna" | "lincrna" | "targetedregion" | "downstream" | "fusion" => {
            return Class::Other;
        }
        _ => match of_terms(text) {
            Some(C::Other) | None => return Class::Unknown,
            Some(term) => term,
        },
    })
}

/// The consequence of a classification; a splice site only where the coding name tells its side.
pub(crate) fn consequence_of_class(text: &str, hgvs_c: Option<&str>) -> Option<Consequence> {
    match classification(text) {
        Class::Is(term) => Some(term),
        Class::SpliceSite => splice_side(hgvs_c),
        Class::Other | Class::Unknown => None,
    }
}

/// Donor or acceptor from the coding name: `c.375+1G>T` is a donor, `c.376-2A>G` an acceptor. `None` where the name
/// does not say it.
pub(super) fn splice_side(hgvs_c: Option<&str>) -> Option<Consequence> {
    let body = hgvs_c?.strip_prefix("c.")?;
    // The sign behind a digit is an offset; one in front of all digits counts from the start codon.
    let bytes = body.as_bytes();
    let offset =
        (1..bytes.len()).find(|i| matches!(bytes[*i], b'+' | b'-') && bytes[i - 1].is_ascii_digit())?;
    Some(if bytes[offset] == b'+' {
        Consequence::SpliceDonorVariant
    } else {
        Consequence::SpliceAcceptorVariant
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_maf() {
        for (text, class) in [
            ("Missense_Mutation", Class::Is(Consequence::MissenseVariant)),
            ("missense mutation", Class::Is(Consequence::MissenseVariant)),
            ("Frame_Shift_Del", Class::Is(Consequence::FrameshiftVariant)),
            ("Splice_Site", Class::SpliceSite),
            ("5'Flank", Class::Is(Consequence::UpstreamGeneVariant)),
            ("3'UTR", Class::Is(Consequence::UtrVariant)),
            ("splice_donor_variant", Class::Is(Consequence::SpliceDonorVariant)),
            ("RNA", Class::Other),
            ("Something_New", Class::Unknown),
        ] {
            assert_eq!(classification(text), class, "{text}");
        }
        assert_eq!(splice_side(Some("c.375+1G>T")), Some(Consequence::SpliceDonorVariant));
        assert_eq!(splice_side(Some("c.376-2A>G")), Some(Consequence::SpliceAcceptorVariant));
        assert_eq!(splice_side(Some("c.-124C>T")), None);
    }
}
