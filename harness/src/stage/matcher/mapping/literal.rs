//! Mappings as literals with quotes: JSON, Python, JavaScript, Ruby, Rust and whoever writes alike.

use super::{Entries, around};

/// A value of a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Value {
    /// A text, a number, or a name that stands for itself.
    Scalar(String),
    /// Values between brackets of any kind.
    List(Vec<Value>),
    /// Pairs between brackets of any kind.
    Pairs(Vec<(Value, Value)>),
    /// What has no value of its own: `<class 'int'>`.
    Type,
}

/// Every mapping in a text that is no part of a larger literal; if nothing else may stand there, only one that stands alone.
pub(super) fn mappings(text: &str, among_others: bool) -> Vec<Entries> {
    let stands = |from: usize, to: usize| among_others || around::stands_alone(&text[..from], &text[to..]);
    let literals = literals(text).into_iter().filter(|(from, to, _)| stands(*from, *to));
    let mut mappings: Vec<Entries> = literals.filter_map(|(_, _, value)| entries(value)).collect();
    // Several of one entry are an entry a line.
    if mappings.iter().filter(|entries| entries.len() == 1).count() > 1 {
        mappings.retain(|entries| entries.len() > 1);
    }
    mappings
}

/// Where literals of several lines, or of several entries, stand: no line of theirs is an entry by itself.
pub(super) fn occupied(text: &str) -> Vec<(usize, usize)> {
    let is_large = |(from, to, value): &(usize, usize, Value)| {
        text[*from..*to].contains('\n') || entries(value.clone()).is_some_and(|entries| entries.len() > 1)
    };
    literals(text).into_iter().filter(is_large).map(|(from, to, _)| (from, to)).collect()
}

/// The entry that a text is as a whole: `{"a": 1}`, `('a', 1)`.
pub(super) fn one_entry(text: &str) -> Option<(String, String)> {
    let mut reader = Reader { text, at: 0 };
    let value = text.starts_with(['{', '[', '(']).then(|| reader.value())??;
    let mut entries = entry(value).filter(|entries| entries.len() == 1)?;
    reader.rest().trim().is_empty().then(|| entries.remove(0))
}

fn literals(text: &str) -> Vec<(usize, usize, Value)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['{', '[', '(']) {
        let from = at + next;
        let mut reader = Reader { text, at: from };
        at = match reader.value() {
            Some(value) => {
                found.push((from, reader.at, value));
                reader.at
            }
            None => after_brackets(text, from),
        };
    }
    found
}

/// What is inside of brackets that are no literal is none either: the search goes on behind them, or on the next line.
fn after_brackets(text: &str, from: usize) -> usize {
    let mut depth = 0;
    for (at, letter) in text[from..].char_indices() {
        match letter {
            '{' | '[' | '(' => depth += 1,
            '}' | ']' | ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 || letter == '\n' {
            return from + at + 1;
        }
    }
    text.len()
}

/// The entries, if a value is a mapping: pairs, a list of two values each, or a list of mappings.
fn entries(value: Value) -> Option<Entries> {
    match value {
        Value::Pairs(pairs) => pairs
            .into_iter()
            .map(|pair| match pair {
                (Value::Scalar(key), Value::Scalar(value)) => Some((key, value)),
                _ => None,
            })
            .collect(),
        Value::List(values) => {
            let values: Vec<Value> = values.into_iter().filter(|value| *value != Value::Type).collect();
            // `Counter({…})` and `OrderedDict([…])` hold one list between their brackets.
            if let [Value::List(_) | Value::Pairs(_)] = values.as_slice()
                && let Some(entries) = values.first().cloned().and_then(entries)
            {
                return Some(entries);
            }
            let entries: Option<Vec<Entries>> = values.into_iter().map(entry).collect();
            entries.map(|entries| entries.concat())
        }
        Value::Scalar(_) | Value::Type => None,
    }
}

/// The entries of one value in a list.
fn entry(value: Value) -> Option<Entries> {
    match value {
        Value::List(values) => match <[Value; 2]>::try_from(values) {
            Ok([Value::Scalar(key), Value::Scalar(value)]) => Some(vec![(key, value)]),
            _ => None,
        },
        pairs @ Value::Pairs(_) => entries(pairs),
        Value::Scalar(_) | Value::Type => None,
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Takes a sign if it comes next.
    fn take(&mut self, sign: &str) -> bool {
        self.skip_space();
        let comes = self.rest().starts_with(sign);
        self.at += if comes { sign.len() } else { 0 };
        comes
    }

    fn value(&mut self) -> Option<Value> {
        for (open, close) in [("{", "}"), ("[", "]"), ("(", ")")] {
            if self.take(open) {
                return self.inside(close);
            }
        }
        if self.take("<") {
            self.at += self.rest().find('>')? + 1;
            return Some(Value::Type);
        }
        if let Some((text, length)) = quoted(self.rest()) {
            self.at += length;
            return Some(Value::Scalar(text));
        }
        let is_bare = |letter: char| letter.is_alphanumeric() || "_$+-.".contains(letter);
        let length = self.rest().find(|letter| !is_bare(letter)).unwrap_or(self.rest().len());
        let word = self.rest()[..length].to_owned();
        self.at += length;
        // `Some` and `Map` before brackets are names of types.
        (length > 0 && !self.rest().starts_with(['\'', '"', '`'])).then_some(Value::Scalar(word))
    }

    /// What stands between brackets, up to the closing one: pairs or values, and a comma after the last, if at all.
    fn inside(&mut self, close: &str) -> Option<Value> {
        let (mut pairs, mut values) = (Vec::new(), Vec::new());
        while !self.take(close) {
            let key = self.value()?;
            if ["=>", ":", "="].iter().any(|sign| self.take(sign)) {
                pairs.push((key, self.value()?));
            } else {
                values.push(key);
            }
            if !self.take(",") {
                self.skip_space();
                if !self.rest().starts_with(close) {
                    return None;
                }
            }
        }
        match (pairs.is_empty(), values.is_empty()) {
            (_, true) if close == "}" || !pairs.is_empty() => Some(Value::Pairs(pairs)),
            (true, _) => Some(Value::List(values)),
            (false, _) => None,
        }
    }
}

/// A text in quotes with which a line begins, without its escapes, and how long it is. Of Python's prefixes, `u` changes
/// nothing; `b` is part of the text, because bytes are no text.
pub(super) fn quoted(text: &str) -> Option<(String, usize)> {
    let prefix = text.find(['\'', '"', '`']).filter(|length| *length <= 1)?;
    let quote = text[prefix..].chars().next()?;
    let is_bytes = match &text[..prefix] {
        "" | "u" | "U" => false,
        "b" | "B" => true,
        _ => return None,
    };
    let inner = &text[prefix + 1..];
    let mut escaped = false;
    let end = inner.find(|letter| {
        let is_end = letter == quote && !escaped;
        escaped = letter == '\\' && !escaped;
        is_end
    })?;
    let length = prefix + end + 2;
    let said = if is_bytes { text[..length].to_owned() } else { unescaped(&inner[..end], prefix == 1) };
    Some((said, length))
}

/// A text with its escapes resolved. Python 2 escapes each byte of what is not Unicode, as it prints dictionaries.
fn unescaped(text: &str, is_unicode: bool) -> String {
    let mut bytes: Vec<u8> = Vec::new();
    let mut units: Vec<u16> = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let escape = if letter == '\\' { letters.next() } else { None };
        let mut hex = |length: usize| {
            let digits: String = letters.by_ref().take(length).collect();
            u32::from_str_radix(&digits, 16).ok()
        };
        let code = match escape {
            Some('u') => hex(4),
            Some('U') => hex(8),
            Some('x') => hex(2),
            Some('n') => Some(u32::from('\n')),
            Some('t') => Some(u32::from('\t')),
            Some('r') => Some(u32::from('\r')),
            Some(other) => Some(u32::from(other)),
            None => Some(u32::from(letter)),
        };
        let code = code.unwrap_or(u32::from(char::REPLACEMENT_CHARACTER));
        if escape == Some('u') {
            units.push(u16::try_from(code).unwrap_or_default());
            continue;
        }
        bytes.extend(String::from_utf16_lossy(&std::mem::take(&mut units)).bytes());
        match u8::try_from(code) {
            Ok(byte) if escape == Some('x') && !is_unicode => bytes.push(byte),
            _ => bytes.extend(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER).to_string().bytes()),
        }
    }
    bytes.extend(String::from_utf16_lossy(&units).bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
