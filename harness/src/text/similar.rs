//! Finds the known name that somebody meant who wrote an unknown one.

/// The known name nearest to an unknown one, if one is near enough to be what was meant.
/// Letter case, `-` and `_` count for nothing; otherwise about one letter in three may differ.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = plain(name);
    let far = (plain.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&plain, &self::plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= far && *distance < candidate.chars().count())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// What to tell somebody who wrote an unknown name: the one that was meant, or else all there are.
pub fn remedy<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(meant) = nearest(name, known.iter().copied()) {
        return format!("Did you mean `{meant}`?");
    }
    match known.as_slice() {
        [] => String::new(),
        [only] => format!("Only `{only}` is known here."),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|name| format!("`{name}`")).collect();
            format!("Known here are {} and `{last}`.", most.join(", "))
        }
    }
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], "")
}

#[cfg(test)]
mod tests {
    use super::{nearest, remedy};

    #[test]
    fn what_was_meant_is_found() {
        let known = ["send", "expect", "expect_close", "shut_down", "on"];
        for (written, meant) in [
            ("sned", Some("send")),
            ("exspect", Some("expect")),
            ("expectclose", Some("expect_close")),
            ("Shut-Down", Some("shut_down")),
            ("no", Some("on")),
            ("by", None),
            ("receive", None),
        ] {
            assert_eq!(nearest(written, known), meant, "{written}");
        }
    }

    #[test]
    fn without_a_near_name_all_are_told() {
        assert_eq!(remedy("receive", ["send", "expect", "on"]), "Known here are `send`, `expect` and `on`.");
        assert_eq!(remedy("receive", ["send"]), "Only `send` is known here.");
        assert_eq!(remedy("receive", []), "");
    }
}
