//! One matcher a line: a short protocol in which each line has a meaning of its own.

use super::examine::{Context, Mistake, Outcome};
use super::{Matcher, line_end_length};
use crate::text::Bytes;

/// Holds bytes against one matcher a line. Empty lines and space around a line are free. What follows the last match is
/// not looked at: it is for a later step to say whether anything may.
pub fn examine(bytes: &[u8], matchers: &[Matcher], context: &Context<'_>) -> Result<Outcome, Mistake> {
    let mut at = 0;
    let mut near: Vec<String> = Vec::new();
    for (index, matcher) in matchers.iter().enumerate() {
        at += bytes[at..].len() - bytes[at..].trim_ascii_start().len();
        let end = bytes[at..].iter().position(|byte| *byte == b'\n').map(|length| at + length);
        let line = bytes[at..end.unwrap_or(bytes.len())].trim_ascii_end();
        if line.is_empty() {
            return Ok(Outcome::Partial { suspect: None });
        }
        let arrived = |offset: usize| (context.arrived)(at + offset);
        match examine_line(line, matcher, &Context { arrived: &arrived, ..*context })? {
            Outcome::Whole { length, near: differs, .. } => {
                near.extend(differs);
                if index + 1 == matchers.len() {
                    at += length;
                    at += line_end_length(&bytes[at..]);
                } else if !line[length..].trim_ascii().is_empty() {
                    return Ok(Outcome::Differs { at: at + length, remark: Some("the line goes on".to_owned()) });
                } else if let Some(end) = end {
                    at = end + 1;
                } else {
                    // What comes next may belong to this line.
                    return Ok(Outcome::Partial { suspect: None });
                }
            }
            Outcome::Differs { at: wrong, remark } => return Ok(Outcome::Differs { at: at + wrong, remark }),
            Outcome::Partial { suspect } if end.is_none() => {
                return Ok(Outcome::Partial { suspect: suspect.map(|wrong| at + wrong) });
            }
            Outcome::Partial { suspect: Some(wrong) } => return Ok(Outcome::Differs { at: at + wrong, remark: None }),
            Outcome::Partial { suspect: None } => {
                let remark = Some("the line ends too early".to_owned());
                return Ok(Outcome::Differs { at: at + line.len(), remark });
            }
        }
    }
    near.dedup();
    let near = (!near.is_empty()).then(|| near.join(" and "));
    Ok(Outcome::Whole { length: at, near, meant: Bytes::from(&bytes[..at]) })
}

/// A line is all there is to a clock reading, so that words around it are seen for what they are.
fn examine_line(line: &[u8], matcher: &Matcher, context: &Context<'_>) -> Result<Outcome, Mistake> {
    if let Matcher::Clock(rule) = matcher {
        Ok(rule.examine_line(line, context))
    } else {
        matcher.examine(line, context)
    }
}

#[cfg(test)]
mod tests {
    use super::super::held::held;
    use super::super::{ClockRule, Matcher, Since};
    use super::examine;
    use crate::stage::template::Template;

    /// Holds what came against the date and the time, then `Good day!`, at 20:00:02 on the first day of 1970.
    fn hold(came: &str) -> String {
        let rule = ClockRule {
            form: Some("%a %b %e %H:%M:%S %Y".to_owned()),
            nearly: vec!["%a %b %d %H:%M:%S %Y".to_owned(), "%a %b %d %H:%M:%S %Z %Y".to_owned()],
            since: Since::Send,
        };
        let matchers = [Matcher::Clock(rule), Matcher::Text(Template("Good day!".to_owned()))];
        held(1900, |context| examine(came.as_bytes(), &matchers, context).expect("sound matchers"))
    }

    #[test]
    fn empty_lines_and_line_ends_are_free() {
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\nGood day!"), "34");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\n\nGood day!\n"), "36");
        assert_eq!(hold("\r\nThu Jan  1 20:00:02 1970 \r\nGood day!\r\n"), "40");
    }

    #[test]
    fn what_follows_the_last_line_is_left_where_it_is() {
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\nGood day!\0"), "34");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\nGood day!\nBye"), "35");
    }

    #[test]
    fn more_may_come() {
        assert_eq!(hold(""), "more");
        assert_eq!(hold("Thu Jan  1 20:0"), "more");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970"), "more");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\n"), "more");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\nGood"), "more");
    }

    #[test]
    fn a_person_would_wave_these_through() {
        assert_eq!(hold("Thu Jan 01 20:00:02 1970\nGood day!"), "34, near: the form of the time");
        assert_eq!(hold("Thu Jan 01 20:00:02 GMT-03:30 1970\nGood day!"), "44, near: the form of the time");
        assert_eq!(hold("Now: Thu Jan  1 20:00:02 1970\ngood day!"), "39, near: words around the time and letter case");
    }

    #[test]
    fn the_rest_differs() {
        assert_eq!(
            hold("Thu Jan  1 08:00:02 1970\nGood day!"),
            "differs at 0: it reads Thu Jan  1 08:00:02 1970, and the local time was Thu Jan  1 20:00:01 1970"
        );
        assert_eq!(
            hold("Thu Jan 01 08:00:02 UTC 1970\nGood day!"),
            "differs at 0: it reads Thu Jan 01 08:00:02 UTC 1970, and the local time was Thu Jan 01 20:00:01 UTC 1970"
        );
        assert_eq!(hold("20:00:02\nGood day!"), "differs at 0: ");
        assert_eq!(hold("Thu Jan  1 20:0\nGood day!"), "differs at 15: the line ends too early");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970\nBad day!"), "differs at 25: ");
        assert_eq!(hold("Good day!\nThu Jan  1 20:00:02 1970"), "differs at 0: ");
        assert_eq!(hold("Thu Jan  1 20:00:02 1970 Good day!\n"), "more");
    }
}
