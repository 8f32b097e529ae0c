//! Declares the steps that hold exactly one matcher beside options of their own.

/// Declares a step whose fields are its own options and every matcher, of which one must be given.
/// Plain fields instead of a flattened enum, because only they keep every mistake at its place.
macro_rules! step_with_matcher {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, remote = "Self")]
        pub struct $name {
            $($(#[$field_meta])* #[serde(default)] pub $field: $type,)*
            /// Exactly this text; one trailing line end more or less is the same.
            pub text: Option<$crate::stage::template::Template>,
            /// Exactly these bytes.
            pub bytes: Option<$crate::stage::matcher::Binary>,
            /// This text somewhere.
            pub contains: Option<$crate::stage::template::Template>,
            /// This text first.
            pub starts_with: Option<$crate::stage::template::Template>,
            /// This text last.
            pub ends_with: Option<$crate::stage::template::Template>,
            /// A regular expression that must match from the first byte.
            pub regex: Option<String>,
            /// Every non-blank line of this text, in order, each intact.
            pub lines: Option<$crate::stage::template::Template>,
            /// The letters and digits of this text, in order, cut into pieces anywhere.
            pub pieces: Option<$crate::stage::template::Template>,
            /// This text somewhere, with line ends wherever the program put them.
            pub wrapped: Option<$crate::stage::template::Template>,
            /// One matcher a line, no other lines between them; empty lines are free.
            pub line_by_line: Option<Vec<$crate::stage::matcher::Matcher>>,
            /// A text with clock readings inserted, the last of them at its very end.
            pub interleaved: Option<$crate::stage::matcher::Interleaved>,
            /// A clock reading of this form.
            pub clock: Option<$crate::stage::matcher::ClockRule>,
            /// The current date and time of day, in any form that a person can read.
            pub date_and_time: Option<$crate::stage::matcher::DateAndTime>,
            /// Printing characters and line ends, with so many different ones among them: `{ different: 60 }`.
            pub printing: Option<$crate::stage::matcher::Printing>,
            /// One of these texts.
            pub one_of: Option<Vec<$crate::stage::template::Template>>,
            /// What a table holds for values of the play.
            pub lookup: Option<$crate::stage::matcher::Lookup>,
            /// A mapping of texts to texts, written in any common form: `{ entries: { Hopper: Grace } }`.
            pub mapping: Option<$crate::stage::matcher::MappingRule>,
            /// A known word and one more of the same list, in either order: both moves of a round. `save` keeps the other one.
            pub pair: Option<$crate::stage::matcher::Pair>,
            /// This many bytes.
            pub length: Option<usize>,
            /// At least one byte, whatever it is.
            pub anything: Option<$crate::stage::matcher::Unit>,
            /// Everything but this.
            pub not: Option<Box<$crate::stage::matcher::Matcher>>,
        }

        $crate::text::shorthand::text_stands_for!($name, text);

        impl $name {
            /// The matchers that were given; a sound step holds exactly one.
            pub fn matchers(&self) -> Vec<$crate::stage::matcher::Matcher> {
                use $crate::stage::matcher::Matcher;
                [
                    self.text.clone().map(Matcher::Text),
                    self.bytes.clone().map(Matcher::Bytes),
                    self.contains.clone().map(Matcher::Contains),
                    self.starts_with.clone().map(Matcher::StartsWith),
                    self.ends_with.clone().map(Matcher::EndsWith),
                    self.regex.clone().map(Matcher::Regex),
                    self.lines.clone().map(Matcher::Lines),
                    self.pieces.clone().map(Matcher::Pieces),
                    self.wrapped.clone().map(Matcher::Wrapped),
                    self.line_by_line.clone().map(Matcher::LineByLine),
                    self.interleaved.clone().map(Matcher::Interleaved),
                    self.clock.clone().map(Matcher::Clock),
                    self.date_and_time.map(Matcher::DateAndTime),
                    self.printing.map(Matcher::Printing),
                    self.one_of.clone().map(Matcher::OneOf),
                    self.lookup.clone().map(Matcher::Lookup),
                    self.mapping.clone().map(Matcher::Mapping),
                    self.pair.clone().map(Matcher::Pair),
                    self.length.map(Matcher::Length),
                    self.anything.map(Matcher::Anything),
                    self.not.clone().map(Matcher::Not),
                ]
                .into_iter()
                .flatten()
                .collect()
            }
        }
    };
}

pub(crate) use step_with_matcher;
