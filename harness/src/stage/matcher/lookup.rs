//! A text that a table holds for values of the play: which reply two moves deserve.

use serde::{Deserialize, Serialize};

use crate::stage::template::{Template, Variables};
use crate::text::Bytes;

/// A look-up table with one key or more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// Names of the values that are the keys, in the order of the table's columns.
    pub by: Vec<String>,
    /// The rows: a value for each key, then the text that is awaited.
    pub table: Vec<Vec<String>>,
}

impl Lookup {
    /// The awaited text; or which row is missing.
    pub fn find(&self, variables: &Variables) -> Result<Template, String> {
        let keys: Vec<String> =
            self.by.iter().map(|name| variables.get(name).map(Bytes::to_text).unwrap_or_default()).collect();
        let row = self.table.iter().find(|row| row.strip_prefix(keys.as_slice()).is_some_and(|rest| rest.len() == 1));
        match row.and_then(|row| row.last()) {
            Some(text) => Ok(Template(text.clone())),
            None => Err(format!("the table has no row for {}", keys.join(", "))),
        }
    }

    /// "`you lose` to rock against paper"
    pub fn describe(&self, variables: &Variables) -> String {
        let keys = self.by.iter().map(|name| {
            let value = variables.get(name).map(Bytes::to_text).unwrap_or_default();
            format!("`{name}` is {value}")
        });
        let text = self.find(variables).map_or_else(|_| "something".to_owned(), |text| format!("`{}`", text.0));
        format!("{text}, because {}", keys.collect::<Vec<_>>().join(" and "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bytes, Lookup, Variables};

    #[test]
    fn the_row_with_all_the_keys_counts() {
        let row = |words: [&str; 3]| words.map(str::to_owned).to_vec();
        let table = vec![row(["rock", "rock", "draw"]), row(["rock", "paper", "you lose"])];
        let lookup = Lookup { by: vec!["move".to_owned(), "answer".to_owned()], table };
        let variables = |answer: &str| {
            Variables::from([("move".to_owned(), Bytes::from("rock")), ("answer".to_owned(), Bytes::from(answer))])
        };
        assert_eq!(lookup.find(&variables("paper")).map(|text| text.0), Ok("you lose".to_owned()));
        assert_eq!(lookup.describe(&variables("paper")), "`you lose`, because `move` is rock and `answer` is paper");
        assert_eq!(lookup.find(&variables("well")), Err("the table has no row for rock, well".to_owned()));
    }
}
