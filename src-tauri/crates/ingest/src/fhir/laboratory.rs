//! The canonical value of a laboratory result.

use attune_clinical::{Quantity, Unit};

use super::value::{Concept, Context};
use crate::json::At;
use crate::units::{Converted, analyte};

/// The value in the canonical unit of its analyte. Without a unit, or with one that has no known conversion,
/// there is none, and a finding says so.
pub(super) fn canonical(
    cx: &mut Context<'_>,
    at: &At<'_, '_>,
    code: &Concept,
    quantity: &Quantity,
) -> Option<Quantity> {
    let loinc = code.codings.iter().filter(|c| c.system == "http://loinc.org");
    let analyte = loinc.filter_map(|c| analyte(&c.code)).next()?;
    let Some(Unit(unit)) = &quantity.unit else {
        cx.warn("unit.missing", at, || {
            format!("{} {} has no unit; the number was kept and is not used.", analyte.name, quantity.written)
        });
        return None;
    };
    match analyte.convert(quantity.value, unit) {
        Converted::UnknownUnit => {
            cx.warn("unit.no_conversion", at, || {
                format!(
                    "{} {} {unit}: no conversion to {} is known; kept as written.",
                    analyte.name, quantity.written, analyte.unit
                )
            });
            None
        }
        Converted::Canonical { value, plausible } => {
            if !plausible {
                cx.warn("value.implausible", at, || {
                    let meaning = if analyte.is_canonical(unit) {
                        String::new()
                    } else {
                        format!(" ({value} {})", analyte.unit)
                    };
                    format!(
                        "{} {} {unit}{meaning} is hardly possible; check value and unit in the source.",
                        analyte.name, quantity.written
                    )
                });
            }
            let written = if analyte.is_canonical(unit) {
                quantity.written.clone()
            } else {
                let key = (analyte.name.to_owned(), unit.clone(), analyte.unit.to_owned());
                *cx.conversions.entry(key).or_default() += 1;
                value.to_string()
            };
            Some(Quantity {
                value,
                written,
                comparator: quantity.comparator,
                unit: Some(Unit(analyte.unit.to_owned())),
            })
        }
    }
}
