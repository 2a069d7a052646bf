//! The acceptance tests lie in `tests/`; this library is empty on purpose.
