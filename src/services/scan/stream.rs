//! Standard input looked through to its end.

use super::content::Looker;
use super::sweep::{Find, Options, Place, Sweep};
use crate::domain::scan::Recogniser;

/// What a place on standard input is called.
const NAME: &str = "stdin";

/// Looks through standard input. Its places are not remembered: nothing says what they were.
pub(super) fn look_through(options: &Options, recogniser: &Recogniser) -> Sweep {
    let mut sweep = Sweep::default();
    let mut sights = Vec::new();
    let looked = Looker::new(recogniser, options.skip_binary).look(&mut std::io::stdin().lock(), None, &mut sights);
    let is_binary = looked.as_ref().is_ok_and(|looked| looked.is_binary);
    let place = Place { shown: NAME.to_owned(), kept: None, commit: None };
    for sight in sights {
        sweep.add(Find { place: place.clone(), spot: sight.spot, is_binary, what: sight.what });
    }
    match looked {
        Ok(looked) => sweep.covered.took(looked),
        Err(error) => sweep.covered.name_given(NAME.to_owned(), error.to_string()),
    }
    sweep
}
