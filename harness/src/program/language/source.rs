//! Sources without what only looks like code: comments and texts.

/// Source in a language with `//`, `/* */`, `"…"` and `'…'`; lines stay lines, texts become `""`.
pub(crate) fn without_texts(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.find("*/").map_or(rest.len(), |end| end + 4)
        } else if let Some(text) = rest.strip_prefix("\"\"\"") {
            text.find("\"\"\"").map_or(rest.len(), |end| end + 6)
        } else if matches!(letter, '"' | '\'' | '`') {
            text_length(rest, letter)
        } else {
            code.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        let (skipped, following) = rest.split_at(length);
        code.push_str(if matches!(letter, '"' | '\'' | '`') { "\"\"" } else { " " });
        code.extend(skipped.matches('\n'));
        rest = following;
    }
    code
}

/// Length of the text that begins `rest`; one that is not closed ends with its line, but for Go's and JavaScript's `` ` ``.
pub(super) fn text_length(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' if quote != '`' => return at,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::without_texts;

    #[test]
    fn comments_and_texts_go_and_lines_stay() {
        let source = "int a; // main(\n/* main(\n*/ char *b = \"main(\\\"\"; char c = '\"';\nmain();\n";
        assert_eq!(without_texts(source), "int a;  \n \n char *b = \"\"; char c = \"\";\nmain();\n");
    }
}
