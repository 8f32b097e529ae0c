//! Shows a complaint as a compiler would: title, place, the line with a caret under it, and the remedy.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Complaint, Place};

/// All complaints about one file, in the order of the file, with an empty line between them.
pub fn render_all(complaints: &[Complaint], file: &str, source: &str, colour: bool) -> String {
    let mut sorted: Vec<&Complaint> = complaints.iter().collect();
    sorted.sort_by_key(|complaint| (complaint.place.line, complaint.place.column));
    let shown: Vec<String> = sorted.iter().map(|complaint| render(complaint, file, source, colour)).collect();
    shown.join("\n\n")
}

/// One complaint, without a line end after it.
pub fn render(complaint: &Complaint, file: &str, source: &str, colour: bool) -> String {
    let source = without_mark(source);
    let mut group = Level::ERROR.primary_title(complaint.title.as_str()).elements(None::<Origin<'_>>);
    group = match span(complaint.place, source) {
        Some(span) => {
            let caret = AnnotationKind::Primary.span(span).label(complaint.label.as_str());
            group.element(Snippet::source(source).path(file).annotation(caret))
        }
        None => group.element(Origin::path(file)),
    };
    if !complaint.remedy.is_empty() {
        group = group.element(Level::HELP.message(complaint.remedy.as_str()));
    }
    let groups: &[Group<'_>] = &[group];
    if colour { Renderer::styled().render(groups) } else { Renderer::plain().render(groups) }
}

/// The text without the byte order mark that some editors put first and that no place counts.
pub fn without_mark(source: &str) -> &str {
    source.strip_prefix('\u{feff}').unwrap_or(source)
}

/// The place of a stretch of a text.
pub fn place_of(source: &str, offset: usize, length: usize) -> Place {
    let before = source.get(..offset).unwrap_or(source);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Place {
        line: count(before.matches('\n').count() + 1),
        column: count(before[line_start..].chars().count() + 1),
        offset,
        length,
    }
}

/// Where a text stands in a longer one as a word or words of its own, not as a part of another word.
pub fn find_word(text: &str, word: &str) -> Option<usize> {
    let in_word = |character: char| character.is_alphanumeric() || character == '_';
    let joined = |one: Option<char>, other: Option<char>| one.is_some_and(in_word) && other.is_some_and(in_word);
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let (before, after) = (&text[..*at], &text[at + word.len()..]);
        !word.is_empty()
            && !joined(before.chars().next_back(), word.chars().next())
            && !joined(word.chars().next_back(), after.chars().next())
    })
}

/// The bytes to mark: as the place says or, where it only knows its start, the word that begins there.
fn span(place: Place, source: &str) -> Option<std::ops::Range<usize>> {
    if place.line == 0 {
        return None;
    }
    let rest = source.get(place.offset..)?;
    let line = rest.lines().next().unwrap_or("");
    let length = if place.length > 0 && rest.is_char_boundary(place.length.min(rest.len())) {
        place.length.min(line.len().max(1))
    } else {
        let ends = |character: char| character.is_whitespace() || ":,[]{}'\"".contains(character);
        line.find(ends).unwrap_or(line.len()).max(line.chars().next().map_or(1, char::len_utf8))
    };
    Some(place.offset..(place.offset + length).min(source.len()))
}

#[cfg(test)]
mod tests {
    use super::{find_word, place_of, render, render_all};
    use crate::text::{Complaint, Place};

    const SOURCE: &str = "checks:\n  - id: über\n    steps:\n      - sned: {wrod}\n";

    #[test]
    fn a_complaint_shows_title_place_excerpt_caret_and_remedy() {
        let mut complaint = Complaint::new(
            place_of(SOURCE, SOURCE.find("sned").expect("it is there"), 4),
            "there is no step `sned`",
            "Did you mean `send`?",
        );
        complaint.label = "not a step".to_owned();
        assert_eq!(
            render(&complaint, "x.yaml", SOURCE, false),
            "\
error: there is no step `sned`
 --> x.yaml:4:9
  |
4 |       - sned: {wrod}
  |         ^^^^ not a step
  |
  = help: Did you mean `send`?"
        );
    }

    #[test]
    fn a_place_without_length_marks_its_word_and_columns_count_characters() {
        let place = place_of(SOURCE, SOURCE.find("über").expect("it is there"), 0);
        assert_eq!(
            render(&Complaint::new(place, "a title", ""), "x.yaml", SOURCE, false),
            "\
error: a title
 --> x.yaml:2:9
  |
2 |   - id: über
  |         ^^^^"
        );
        let end_of_line = place_of(SOURCE, SOURCE.find("\n    steps").expect("it is there"), 0);
        assert_eq!((end_of_line.line, end_of_line.column), (2, 13));
    }

    #[test]
    fn complaints_come_in_the_order_of_the_file_and_need_no_place() {
        let first = Complaint::new(Place::default(), "nowhere", "Look again.");
        let second = Complaint::new(place_of(SOURCE, 0, 6), "somewhere", "");
        assert_eq!(
            render_all(&[second, first], "x.yaml", SOURCE, false),
            "\
error: nowhere
--> x.yaml
 = help: Look again.

error: somewhere
 --> x.yaml:1:1
  |
1 | checks:
  | ^^^^^^"
        );
    }

    #[test]
    fn a_word_is_found_only_where_it_stands_alone() {
        assert_eq!(find_word("connect: { as: c }", "c"), Some(15));
        assert_eq!(find_word("send: '{wrod}'", "{wrod}"), Some(7));
        assert_eq!([find_word("connect", "c"), find_word("c1", "c"), find_word("a", "")], [None; 3]);
    }

    #[test]
    fn colours_come_only_when_asked_for() {
        let complaint = Complaint::new(place_of(SOURCE, 0, 6), "a title", "");
        assert!(render(&complaint, "x.yaml", SOURCE, true).contains("\u{1b}["));
        assert!(!render(&complaint, "x.yaml", SOURCE, false).contains('\u{1b}'));
    }
}
