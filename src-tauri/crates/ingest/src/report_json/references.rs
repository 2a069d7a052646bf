//! Which resource a reference of a FHIR document means: by `fullUrl`, by type and id, or contained (FHIR R4, section
//! 2.36.4, resolving references in bundles).

use std::collections::{BTreeSet, HashMap};

use crate::json::{At, Node};

/// The people of a document by every name under which they are referred to.
#[derive(Debug, Default)]
pub(super) struct References {
    people: HashMap<String, String>,
    known: BTreeSet<String>,
}

impl References {
    /// Looks through a document.
    pub(super) fn of(root: &At<'_, '_>) -> Self {
        let mut this = Self::default();
        this.visit(root, None);
        this
    }

    fn visit(&mut self, at: &At<'_, '_>, url: Option<&str>) {
        match at.node() {
            Some(Node::Object(object)) => {
                if at.get("resourceType").peek() == Some("Patient") {
                    self.person(at.get("id").peek(), url);
                }
                let own = at.get("fullUrl").peek();
                for (key, value) in &object.members {
                    if matches!(value, Node::Object(_) | Node::Array(_)) {
                        self.visit(&at.get(key), own);
                    }
                }
            }
            Some(Node::Array(_)) => at.items().for_each(|item| self.visit(&item, url)),
            _ => {}
        }
    }

    fn person(&mut self, id: Option<&str>, url: Option<&str>) {
        let name = match (id.filter(|id| !id.is_empty()), url) {
            (Some(id), _) => format!("Patient/{id}"),
            (None, Some(url)) => url.to_owned(),
            (None, None) => return,
        };
        if let Some(id) = id {
            for form in [format!("Patient/{id}"), format!("#{id}"), format!("urn:uuid:{id}")] {
                self.people.insert(form, name.clone());
            }
        }
        if let Some(url) = url {
            self.people.insert(url.to_owned(), name.clone());
        }
        self.known.insert(name);
    }

    /// The name of the person that a reference means. Versions and the address of a server are no part of it.
    pub(super) fn person_of(&self, reference: &str) -> String {
        let plain = reference.split("/_history/").next().unwrap_or(reference);
        if let Some(name) = self.people.get(plain) {
            return name.clone();
        }
        let mut parts = plain.rsplit('/');
        match (parts.next(), parts.next()) {
            (Some(id), Some("Patient")) => {
                let local = format!("Patient/{id}");
                self.people.get(&local).cloned().unwrap_or(local)
            }
            _ => plain.to_owned(),
        }
    }
}

/// True where a reference names a resource by its id or by the address of its entry.
pub(super) fn names(reference: &str, id: Option<&str>, url: Option<&str>) -> bool {
    let plain = reference.split("/_history/").next().unwrap_or(reference);
    let last = plain.rsplit(['/', '#']).next().unwrap_or(plain);
    let last = last.strip_prefix("urn:uuid:").unwrap_or(last);
    url.is_some_and(|url| url == plain) || id.is_some_and(|id| !id.is_empty() && id == last)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_reference_names_the_whole_id() {
        assert!(names("Observation/v1", Some("v1"), None) && names("#v1", Some("v1"), None));
        assert!(
            names("urn:uuid:a-1", None, Some("urn:uuid:a-1"))
                && names("http://x/fhir/Observation/v1/_history/2", Some("v1"), None)
        );
        assert!(!names("Observation/v11", Some("1"), None) && !names("Observation/", Some(""), None));
    }
}
