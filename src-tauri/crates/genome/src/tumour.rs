//! What the variants of a tumour say about its cells: clonality, the other allele, and what may be of the germline.

mod clonality;
mod from_germline;
mod germline_flag;
mod second_hit;

pub use clonality::{Mixture, clonality};
pub use from_germline::settle_by_germline;
pub use germline_flag::possible_germline;
pub use second_hit::second_hits;
