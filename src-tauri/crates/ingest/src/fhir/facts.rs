//! The facts of a file as lists: gathering them, weakening them, and dropping doubles.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use attune_clinical::{ConsentDecision, HealthRecord, ObservationValue, Provenance, RecordStatus};

/// How many facts of each kind a resource gave.
pub(super) type Sizes = [u16; 8];

/// Moves the facts of a resource behind those before it.
pub(super) fn append(record: &mut HealthRecord, mut facts: HealthRecord) -> Sizes {
    let mut sizes = Sizes::default();
    let mut next = sizes.iter_mut();
    macro_rules! take {
        ($($list:ident),+) => {$(
            if let Some(size) = next.next() {
                // One resource gives one fact, a Consent one a scope.
                facts.$list.truncate(usize::from(u16::MAX));
                *size = u16::try_from(facts.$list.len()).unwrap_or(u16::MAX);
            }
            record.$list.append(&mut facts.$list);
        )+};
    }
    take!(conditions, observations, medications, allergies, procedures, family, consents, documents);
    sizes
}

/// Drops the facts of resources that are not the person's. The parts stand in the order of the facts.
pub(super) fn keep_owned(record: &mut HealthRecord, parts: &[(Sizes, bool)]) {
    if parts.iter().all(|(_, own)| *own) {
        return;
    }
    let owned = |kind: usize| {
        let mut flags =
            parts.iter().flat_map(move |(sizes, own)| std::iter::repeat_n(*own, usize::from(sizes[kind])));
        move || flags.next().unwrap_or(false)
    };
    macro_rules! keep {
        ($($list:ident $kind:literal),+) => {$(
            let mut next = owned($kind);
            record.$list.retain(|_| next());
        )+};
    }
    keep!(conditions 0, observations 1, medications 2, allergies 3, procedures 4, family 5, consents 6, documents 7);
}

/// Makes every fact of a resource unconfirmed.
pub(super) fn unconfirm(facts: &mut HealthRecord) {
    let weaken = |status: &mut RecordStatus| {
        if status.is_fact() {
            *status = RecordStatus::Unconfirmed;
        }
    };
    facts.conditions.iter_mut().for_each(|f| weaken(&mut f.status));
    facts.observations.iter_mut().for_each(|f| weaken(&mut f.status));
    facts.medications.iter_mut().for_each(|f| weaken(&mut f.status));
    facts.allergies.iter_mut().for_each(|f| weaken(&mut f.status));
    facts.procedures.iter_mut().for_each(|f| weaken(&mut f.status));
    facts.family.iter_mut().for_each(|f| weaken(&mut f.status));
    // A consent that may mean something else is no consent.
    facts.consents.retain(|c| c.decision != ConsentDecision::Permit);
}

/// Keeps the first of entries that are the same but for their place in the file.
pub(super) fn drop_doubles(record: &mut HealthRecord) -> usize {
    unique(&mut record.conditions, |f| vec![&mut f.source], |f, h| (&f.text, f.onset).hash(h))
        + unique(
            &mut record.observations,
            |f| {
                std::iter::once(&mut f.source).chain(f.components.iter_mut().map(|c| &mut c.source)).collect()
            },
            |f, h| {
                (&f.text, &f.effective_written, f.components.len()).hash(h);
                if let Some(ObservationValue::Quantity(quantity)) = &f.value {
                    quantity.written.hash(h);
                }
            },
        )
        + unique(&mut record.medications, |f| vec![&mut f.source], |f, h| (&f.text, f.start).hash(h))
        + unique(&mut record.allergies, |f| vec![&mut f.source], |f, h| f.substance.hash(h))
        + unique(&mut record.procedures, |f| vec![&mut f.source], |f, h| (&f.text, f.performed).hash(h))
        + unique(&mut record.documents, |f| vec![&mut f.source], |f, h| (&f.title, f.date).hash(h))
}

/// Entries of one stamp that an entry is compared with. More alike and yet different ones are not met in
/// records, and a file made to have them shall not cost quadratic time.
const COMPARED: usize = 64;

/// Drops later entries that equal an earlier one once their places are set aside. The stamp only spares
/// comparisons.
fn unique<T: PartialEq>(
    list: &mut Vec<T>,
    places: impl Fn(&mut T) -> Vec<&mut Provenance>,
    stamp: impl Fn(&T, &mut DefaultHasher),
) -> usize {
    let held: Vec<Vec<Provenance>> =
        list.iter_mut().map(|item| places(item).into_iter().map(std::mem::take).collect()).collect();
    let mut seen: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut doubles = HashSet::new();
    for (index, item) in list.iter().enumerate() {
        let mut hasher = DefaultHasher::new();
        stamp(item, &mut hasher);
        let alike = seen.entry(hasher.finish()).or_default();
        if alike.iter().rev().take(COMPARED).any(|other| list[*other] == *item) {
            doubles.insert(index);
        } else {
            alike.push(index);
        }
    }
    for (item, held) in list.iter_mut().zip(held) {
        for (place, provenance) in places(item).into_iter().zip(held) {
            *place = provenance;
        }
    }
    let mut index = 0;
    list.retain(|_| {
        index += 1;
        !doubles.contains(&(index - 1))
    });
    doubles.len()
}
