//! Operators that read the data: `var`, `missing`, `missing_some`.

use super::place::Place;
use super::term::{List, Term};
use super::{Evaluation, LogicError};
use crate::text::whole_characters;
use std::cmp::Ordering;

impl Evaluation {
    /// What `path`, names with dots between them, leads to; `fallback` when it leads nowhere. No path is all data.
    pub(super) fn var<'a>(
        &mut self,
        path: &Term<'a>,
        fallback: &Term<'a>,
        data: &Term<'a>,
    ) -> Result<Term<'a>, LogicError> {
        match path {
            Term::Undefined | Term::Null => return Ok(data.clone()),
            Term::Text(text) if text.is_empty() => return Ok(data.clone()),
            _ => {}
        }
        let path = self.text(path)?;
        self.spend(path.len())?;
        let mut found = data.clone();
        for name in path.split('.') {
            found = self.member(&found, name)?;
            if matches!(found, Term::Undefined) {
                return Ok(if matches!(fallback, Term::Undefined) { Term::Null } else { fallback.clone() });
            }
        }
        Ok(found)
    }

    /// `term[name]`, own members only; without one, undefined.
    fn member<'a>(&mut self, term: &Term<'a>, name: &str) -> Result<Term<'a>, LogicError> {
        match term {
            Term::Record(record) => Ok(record.get(name)),
            Term::List(list) if name == "length" => Ok(Term::Number(list.len() as f64)),
            Term::List(list) => Ok(array_index(name).map_or(Term::Undefined, |index| list.get(index))),
            Term::Text(text) => {
                self.spend(text.len())?;
                Ok(text_member(text, name))
            }
            _ => Ok(Term::Undefined),
        }
    }

    /// The keys that lead to nothing, null or an empty text. A list as the first argument is the list of keys; a key
    /// that is a list is a path and its fallback.
    pub(super) fn missing<'a>(&mut self, args: &[Term<'a>], data: &Term<'a>) -> Result<Vec<Term<'a>>, LogicError> {
        let keys = match args.first() {
            Some(Term::List(keys)) => keys.clone(),
            _ => List::built(args.to_vec()),
        };
        let mut missing = Vec::new();
        for key in keys.iter() {
            self.spend(1)?;
            let found = match &key {
                Term::List(pair) => self.var(&pair.get(0), &pair.get(1), data)?,
                _ => self.var(&key, &Term::Undefined, data)?,
            };
            if is_blank(&found) {
                missing.push(key);
            }
        }
        Ok(missing)
    }

    /// Nothing when at least `needed` of the keys are there, else the missing ones.
    pub(super) fn missing_some<'a>(
        &mut self,
        needed: &Term<'a>,
        keys: &Term<'a>,
        data: &Term<'a>,
        place: Place<'_>,
    ) -> Result<Term<'a>, LogicError> {
        let args: Vec<Term<'a>> = match keys {
            Term::Undefined | Term::Null => return Err(lacks_keys(place)),
            Term::List(list) => list.iter().collect(),
            _ => vec![keys.clone()],
        };
        let missing = self.missing(&args, data)?;
        let length = self.member(keys, "length")?;
        let present = self.number(&length)? - missing.len() as f64;
        let enough = self.order(&Term::Number(present), needed)?.is_some_and(Ordering::is_ge);
        Ok(Term::list(if enough { Vec::new() } else { missing }))
    }
}

fn lacks_keys(place: Place<'_>) -> LogicError {
    let argument = "a list of keys as its second argument";
    LogicError::MissingArgument { pointer: place.pointer(), operator: "missing_some", argument }
}

fn is_blank(term: &Term<'_>) -> bool {
    match term {
        Term::Null => true,
        Term::Text(text) => text.is_empty(),
        _ => false,
    }
}

/// A text's length in UTF-16 code units, or one of them; half a surrogate pair is the empty text.
fn text_member<'a>(text: &str, name: &str) -> Term<'a> {
    if name == "length" {
        return Term::Number(text.encode_utf16().count() as f64);
    }
    let unit = array_index(name).and_then(|index| text.encode_utf16().nth(index));
    unit.map_or(Term::Undefined, |unit| Term::text(whole_characters(&[unit])))
}

/// The index that a name is: decimal digits without leading zeros.
fn array_index(name: &str) -> Option<usize> {
    let canonical = name == "0" || (!name.starts_with(['0', '+']));
    name.parse().ok().filter(|_| canonical)
}
