//! The published equations.

use crate::person::AncestryClass;

/// CYP2C9 genotype in the terms of the algorithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cyp2c9Pair {
    /// *1/*1.
    OneOne,
    /// *1/*2.
    OneTwo,
    /// *1/*3.
    OneThree,
    /// *2/*2.
    TwoTwo,
    /// *2/*3.
    TwoThree,
    /// *3/*3.
    ThreeThree,
    /// Not known.
    Unknown,
}

impl Cyp2c9Pair {
    /// Two alleles out of `*1`, `*2` and `*3`, in any order.
    #[must_use]
    pub fn of(alleles: &[&str]) -> Option<Self> {
        let mut sorted = alleles.to_vec();
        sorted.sort_unstable();
        match sorted.as_slice() {
            ["*1", "*1"] => Some(Self::OneOne),
            ["*1", "*2"] => Some(Self::OneTwo),
            ["*1", "*3"] => Some(Self::OneThree),
            ["*2", "*2"] => Some(Self::TwoTwo),
            ["*2", "*3"] => Some(Self::TwoThree),
            ["*3", "*3"] => Some(Self::ThreeThree),
            _ => None,
        }
    }

    /// Number of *2 and of *3 alleles; `None` where the genotype is not known.
    #[must_use]
    pub fn counts(self) -> Option<(u8, u8)> {
        match self {
            Self::OneOne => Some((0, 0)),
            Self::OneTwo => Some((1, 0)),
            Self::OneThree => Some((0, 1)),
            Self::TwoTwo => Some((2, 0)),
            Self::TwoThree => Some((1, 1)),
            Self::ThreeThree => Some((0, 2)),
            Self::Unknown => None,
        }
    }
}

/// VKORC1 -1639G>A (rs9923231) on the strand of the gene.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vkorc1 {
    /// G/G.
    GG,
    /// A/G.
    AG,
    /// A/A.
    AA,
    /// Not known.
    Unknown,
}

impl Vkorc1 {
    /// By the number of A alleles.
    #[must_use]
    pub fn of_count(variants: usize) -> Self {
        match variants {
            0 => Self::GG,
            1 => Self::AG,
            2 => Self::AA,
            _ => Self::Unknown,
        }
    }

    /// Number of A alleles.
    #[must_use]
    pub fn variants(self) -> Option<u8> {
        match self {
            Self::GG => Some(0),
            Self::AG => Some(1),
            Self::AA => Some(2),
            Self::Unknown => None,
        }
    }
}

/// Inputs of the IWPC algorithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IwpcInputs {
    /// Completed years.
    pub age: i32,
    /// Centimetres.
    pub height_cm: f64,
    /// Kilograms.
    pub weight_kg: f64,
    /// VKORC1 genotype.
    pub vkorc1: Vkorc1,
    /// CYP2C9 genotype.
    pub cyp2c9: Cyp2c9Pair,
    /// Class of ancestry.
    pub ancestry: AncestryClass,
    /// Carbamazepine, phenytoin or rifampin.
    pub inducer: bool,
    /// Amiodarone.
    pub amiodarone: bool,
}

/// Completed decades, as both formulas of the IWPC take the age.
fn decades(age: i32) -> f64 {
    f64::from(age.div_euclid(10))
}

fn flag(yes: bool) -> f64 {
    f64::from(u8::from(yes))
}

/// Weekly dose in mg by the pharmacogenetic algorithm of the IWPC (N Engl J Med 2009, 360:753, supplementary
/// appendix S1e, PMID 19228618): the square of a linear form.
#[must_use]
pub fn iwpc_mg_per_week(i: &IwpcInputs) -> f64 {
    let vkorc1 = match i.vkorc1 {
        Vkorc1::GG => 0.0,
        Vkorc1::AG => -0.8677,
        Vkorc1::AA => -1.6974,
        Vkorc1::Unknown => -0.4854,
    };
    let cyp2c9 = match i.cyp2c9 {
        Cyp2c9Pair::OneOne => 0.0,
        Cyp2c9Pair::OneTwo => -0.5211,
        Cyp2c9Pair::OneThree => -0.9357,
        Cyp2c9Pair::TwoTwo => -1.0616,
        Cyp2c9Pair::TwoThree => -1.9206,
        Cyp2c9Pair::ThreeThree => -2.3312,
        Cyp2c9Pair::Unknown => -0.2188,
    };
    let ancestry = match i.ancestry {
        AncestryClass::White => 0.0,
        AncestryClass::Asian => -0.1092,
        AncestryClass::African => -0.2760,
        AncestryClass::MixedOrUnknown => -0.1032,
    };
    let root = 5.6044 - 0.2614 * decades(i.age)
        + 0.0087 * i.height_cm
        + 0.0128 * i.weight_kg
        + vkorc1
        + cyp2c9
        + ancestry
        + 1.1816 * flag(i.inducer)
        - 0.5503 * flag(i.amiodarone);
    root.max(0.0).powi(2)
}

/// Weekly dose in mg by the clinical algorithm of the IWPC (the same appendix); genotypes are not used.
#[must_use]
pub fn iwpc_clinical_mg_per_week(i: &IwpcInputs) -> f64 {
    let ancestry = match i.ancestry {
        AncestryClass::White => 0.0,
        AncestryClass::Asian => -0.6752,
        AncestryClass::African => 0.4060,
        AncestryClass::MixedOrUnknown => 0.0443,
    };
    let root = 4.0376 - 0.2546 * decades(i.age)
        + 0.0118 * i.height_cm
        + 0.0134 * i.weight_kg
        + ancestry
        + 1.2799 * flag(i.inducer)
        - 0.5695 * flag(i.amiodarone);
    root.max(0.0).powi(2)
}

/// Inputs of the algorithm of Gage.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GageInputs {
    /// Number of VKORC1 -1639 A alleles.
    pub vkorc1_variants: u8,
    /// Number of CYP2C9*2 alleles.
    pub star2: u8,
    /// Number of CYP2C9*3 alleles.
    pub star3: u8,
    /// Body surface area in square metres (DuBois).
    pub body_surface_m2: f64,
    /// Years.
    pub age: i32,
    /// Target INR.
    pub target_inr: f64,
    /// Amiodarone.
    pub amiodarone: bool,
    /// Current smoker.
    pub smoker: bool,
    /// African American.
    pub african: bool,
    /// Deep vein thrombosis or pulmonary embolism as the indication.
    pub thrombosis: bool,
}

/// Daily dose in mg by Gage 2008 (Clin Pharmacol Ther 84:326, PMID 18305455).
#[must_use]
pub fn gage_mg_per_day(i: &GageInputs) -> f64 {
    let exponent = 0.9751 - 0.3238 * f64::from(i.vkorc1_variants) + 0.4317 * i.body_surface_m2
        - 0.4008 * f64::from(i.star3)
        - 0.007_45 * f64::from(i.age)
        - 0.2066 * f64::from(i.star2)
        + 0.2029 * i.target_inr
        - 0.2538 * flag(i.amiodarone)
        + 0.0922 * flag(i.smoker)
        - 0.0901 * flag(i.african)
        + 0.0664 * flag(i.thrombosis);
    exponent.exp()
}
