//! Many names in one sentence: the first of them, and how many more there are.

/// The first names, and how many more there are: `ada, bob and 3 more`.
pub fn first_of<N: AsRef<str>>(names: &[N], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let more = names.len().saturating_sub(most);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    format!("{}{more}", shown.join(", "))
}

/// The same, each name as code: `` `ada`, `bob` and 3 more ``.
pub fn first_quoted<N: AsRef<str>>(names: &[N], most: usize) -> String {
    // The others are only counted.
    let quoted = |(at, name): (usize, &N)| if at < most { format!("`{}`", name.as_ref()) } else { String::new() };
    let quoted: Vec<String> = names.iter().enumerate().map(quoted).collect();
    first_of(&quoted, most)
}

#[cfg(test)]
mod tests {
    use super::{first_of, first_quoted};

    #[test]
    fn the_others_are_counted() {
        let names = ["ada", "bob", "eve"];
        assert_eq!([2, 3].map(|most| first_of(&names, most)), ["ada, bob and 1 more", "ada, bob, eve"]);
        assert_eq!(first_quoted(&names, 1), "`ada` and 2 more");
        assert_eq!(first_of::<&str>(&[], 2), "");
    }
}
