//! What is read as a mapping, and what is told about the others.

use super::super::held::held_to_the_end;
use super::MappingRule;
use crate::stage::matcher::examine::Outcome;
use crate::stage::template::Template;

/// What is said of a text that should be a mapping of these entries.
fn judged(entries: &[(&str, &str)], text: &str, among_others: bool) -> String {
    let entries = entries.iter().map(|(key, value)| ((*key).to_owned(), Template((*value).to_owned()))).collect();
    let rule = MappingRule { entries: Some(entries), among_others, ..MappingRule::default() };
    held_to_the_end(|context| rule.examine(text.as_bytes(), context).unwrap_or(Outcome::Partial { suspect: None }))
}

/// Whether it is read as such both as a whole body and among other lines.
fn is_read(entries: &[(&str, &str)], text: &str) -> bool {
    let whole = text.len().to_string();
    let log = format!("Listening on port 8000\nClient ('127.0.0.1', 40712): [GET] it's ok\n\n{text}\n\nDone, bye\n");
    judged(entries, text, false) == whole && judged(entries, &log, true) == log.len().to_string()
}

const HO: [(&str, &str); 3] = [("Hopper", "Grace"), ("Ho O'Zoé", "Mary Ann"), ("Hoare", "Tony")];

#[test]
fn any_common_form_is_read() {
    for text in [
        r#"{"Hopper": "Grace", "Hoare": "Tony", "Ho O'Zo\u00e9": "Mary Ann"}"#,
        "{\n  \"Hoare\": \"Tony\",\n  \"Hopper\": \"Grace\",\n  \"Ho O'Zoé\": \"Mary Ann\"\n}\n",
        r#"{'Hopper': 'Grace', "Ho O'Zoé": 'Mary Ann', 'Hoare': 'Tony'}"#,
        r#"{u'Hopper': u'Grace', u"Ho O'Zo\xe9": u'Mary Ann', 'Hoare': 'Tony'}"#,
        r#"{'Hopper': 'Grace', 'Hoare': 'Tony', "Ho O'Zo\xc3\xa9": 'Mary Ann'}"#,
        r"{'Hopper': 'Grace', 'Hoare': 'Tony', 'Ho O\'Zoé': 'Mary Ann'}",
        r#"OrderedDict([('Hopper', 'Grace'), ('Hoare', 'Tony'), ("Ho O'Zoé", 'Mary Ann')])"#,
        r#"OrderedDict({'Hopper': 'Grace', 'Hoare': 'Tony', "Ho O'Zoé": 'Mary Ann'})"#,
        r#"defaultdict(<class 'str'>, {'Hopper': 'Grace', 'Hoare': 'Tony', "Ho O'Zoé": 'Mary Ann'})"#,
        r#"[('Hopper', 'Grace'), ('Hoare', 'Tony'), ("Ho O'Zoé", 'Mary Ann')]"#,
        r#"[["Hopper", "Grace"], ["Hoare", "Tony"], ["Ho O'Zoé", "Mary Ann"]]"#,
        r#"dict_items([('Hopper', 'Grace'), ('Hoare', 'Tony'), ("Ho O'Zoé", 'Mary Ann')])"#,
        r#"[{"Hopper": "Grace"}, {"Hoare": "Tony"}, {"Ho O'Zoé": "Mary Ann"}]"#,
        "{Hopper=Grace, Hoare=Tony, Ho O'Zoé=Mary Ann}",
        "{ Hopper: 'Grace', Hoare: 'Tony', \"Ho O'Zoé\": 'Mary Ann' }",
        "Map(3) {\n  'Hopper' => 'Grace',\n  'Hoare' => 'Tony',\n  \"Ho O'Zoé\" => 'Mary Ann'\n}",
        "[Object: null prototype] {\n  Hopper: 'Grace',\n  Hoare: 'Tony',\n  \"Ho O'Zoé\": 'Mary Ann'\n}",
        "map[Ho O'Zoé:Mary Ann Hoare:Tony Hopper:Grace]",
        "Hopper: Grace\nHoare: Tony\nHo O'Zoé: Mary Ann\n",
        "Hopper Grace\r\nHoare Tony\r\nHo O'Zoé Mary Ann\r\n",
        "Hopper = Grace\nHoare = Tony\nHo O'Zoé = Mary Ann",
        "Hopper -> Grace\nHoare -> Tony\nHo O'Zoé -> Mary Ann",
        "Hopper\tGrace\nHoare\tTony\nHo O'Zoé\tMary Ann",
        "'Hopper': 'Grace'\n'Hoare': 'Tony'\n\"Ho O'Zoé\": 'Mary Ann'",
        "- Hopper: Grace\n- Hoare: Tony\n- Ho O'Zoé: Mary Ann",
        "1. Hopper: Grace\n2. Hoare: Tony\n3. Ho O'Zoé: Mary Ann",
        "+--------+-------+\n| last | first |\n+---+---+\n| Hopper   | Grace |\n| Hoare | Tony |\n| Ho O'Zoé | Mary Ann |\n+---+---+",
        "('Hopper', 'Grace')\n('Hoare', 'Tony')\n(\"Ho O'Zoé\", 'Mary Ann')",
        "{\"Hopper\": \"Grace\"}\n{\"Hoare\": \"Tony\"}\n{\"Ho O'Zoé\": \"Mary Ann\"}",
        "Found:\nHopper: Grace\nHoare: Tony\nHo O'Zoé: Mary Ann\n",
        "Found: {'Hopper': 'Grace', 'Hoare': 'Tony', \"Ho O'Zoé\": 'Mary Ann'}",
        "Hopper: Grace, Hoare: Tony, Ho O'Zoé: Mary Ann",
    ] {
        assert!(is_read(&HO, text), "{text}\n{}\n{}", judged(&HO, text, false), judged(&HO, text, true));
    }
}

#[test]
fn nothing_is_an_empty_mapping() {
    for text in [
        "",
        "\n",
        "{}",
        "[]",
        "{ }",
        "()",
        "null",
        "None",
        "Counter()",
        "OrderedDict()",
        "Map(0) {}",
        "map[]",
        "Found: {}",
    ] {
        assert_eq!(judged(&[], text, false), text.len().to_string(), "{text}");
    }
    for text in ["Nobody", "nobody found", "{'a': 'b'}", "a: b", "[null]", "404: not found", "<style>p {}</style>"] {
        assert!(!judged(&[], text, false).bytes().all(|byte| byte.is_ascii_digit()), "{text}");
    }
}

#[test]
fn the_first_entry_that_is_wrong_is_told() {
    let two = [("Hoare", "Tony"), ("Hopper", "Grace")];
    for (text, told) in [
        ("{'Hopper': 'Grace'}", "`Hoare` is missing"),
        ("{'Hopper': 'Grace', 'Hoare': 'Tony', 'Knuth': 'Donald'}", "`Knuth` is too many"),
        ("{'Hopper': 'Grace', 'Hoare': 'Grace'}", "`Hoare` has `Grace`, not `Tony`"),
        ("{'Hopper': 'Grace', 'Hoare': 'tony'}", "`Hoare` has `tony`, not `Tony`"),
        ("{'Hopper': 'Grace', 'Hoare': b'Tony'}", "`Hoare` has `b'Tony'`, not `Tony`"),
        ("{'Grace': 'Hopper', 'Tony': 'Hoare'}", "`Hoare` is missing"),
        ("[('Hopper', 'Grace'), ('Hoare', 'Tony'), ('Hoare', 'Tony')]", "`Hoare` stands there twice"),
        ("{Hopper=Grace, Hoare=Tony, Knuth=Donald}", "`Knuth` is too many"),
        ("Hopper: Grace\n", "`Hoare` is missing"),
        ("Hopper: Grace\nHoare: Tony\nKnuth: Donald\n", "`Knuth` is too many"),
        ("Knuth: Donald\nHopper: Grace\nHoare: Tony\n", "`Knuth` is too many"),
        ("Hopper: Grace\nHoare: Charles\n", "`Hoare` has `Charles`, not `Tony`"),
        ("Hopper: Grace\n\nHoare: Tony\nHoare: Charles", "`Hoare` stands there twice, with `Tony` and with `Charles`"),
        ("{'Hopper': 'Grace'}\n{'Hoare': 'Tony'}\n{'Knuth': 'Donald'}", "`Knuth` is too many"),
    ] {
        for among_others in [false, true] {
            let judged = judged(&two, text, among_others);
            assert_eq!(judged.split_once(": ").map_or("", |(_, told)| told), told, "{text} {among_others}");
        }
    }
    for text in [
        "['Grace', 'Tony']",
        "{'found': {'Hopper': 'Grace', 'Hoare': 'Tony'}}",
        "[{b'x': 1}, {'Hopper': 'Grace', 'Hoare': 'Tony'}]",
        "Grace\nTony",
        "Hopper: Grace",
    ] {
        for among_others in [false, true] {
            assert!(
                !judged(&two, text, among_others).bytes().all(|byte| byte.is_ascii_digit()),
                "{text} {among_others}"
            );
        }
    }
}

#[test]
fn others_may_be_there_where_nobody_knows_them() {
    let entries = [("Hopper".to_owned(), Template("Grace".to_owned()))].into();
    let others_begin_with = Some(Template("Ho".to_owned()));
    let rule = MappingRule { entries: Some(entries), others_begin_with, ..MappingRule::default() };
    for (text, told) in [
        ("{'Hopper': 'Grace'}", "19"),
        ("{'Hoare': 'Tony', 'Hopper': 'Grace'}", "36"),
        ("{'Hamming': 'Richard', 'Hopper': 'Grace'}", "differs at 2: `Hamming` is too many"),
        ("{'Hoare': 'Tony'}", "differs at 17: `Hopper` is missing"),
    ] {
        let judged = held_to_the_end(|context| {
            rule.examine(text.as_bytes(), context).unwrap_or(Outcome::Partial { suspect: None })
        });
        assert_eq!(judged, told, "{text}");
    }
}

/// What is said of counts on a terminal.
fn counted(document: &str, printed: &str) -> String {
    let rule = MappingRule { counts_of: Some(Template(document.to_owned())), ..MappingRule::default() }.among_others();
    let judged = held_to_the_end(|context| {
        rule.examine(printed.as_bytes(), context).unwrap_or(Outcome::Partial { suspect: None })
    });
    judged.split_once(": ").map_or("read".to_owned(), |(_, told)| told.to_owned())
}

#[test]
fn counts_of_words_are_read_as_they_are_printed() {
    const DOCUMENT: &str = "sun sun, it's sun a=b\n sun,\tThe the \"hi there\" moon: - 3";
    for printed in [
        r#"{'sun': 2, 'sun,': 2, "it's": 1, 'a=b': 1, 'The': 1, 'the': 1, '"hi': 1, 'there"': 1, 'moon:': 1, '-': 1, '3': 1}"#,
        r#"Counter({'sun': 2, 'sun,': 2, "it's": 1, 'a=b': 1, 'The': 1, 'the': 1, '"hi': 1, 'there"': 1, 'moon:': 1, '-': 1, '3': 1})"#,
        "{sun=2, sun,=2, it's=1, a=b=1, The=1, the=1, \"hi=1, there\"=1, moon:=1, -=1, 3=1}",
        "sun 2\nsun, 2\nit's 1\na=b 1\nThe 1\nthe 1\n\"hi 1\nthere\" 1\nmoon: 1\n- 1\n3 1",
        "Count: 11\nsun: 2\nsun,: 2\nit's: 1\na=b: 1\nThe: 1\nthe: 1\n\"hi: 1\nthere\": 1\nmoon:: 1\n-: 1\n3: 1\nTotal: 13",
        "      2 sun\n      2 sun,\n      1 it's\n      1 a=b\n      1 The\n      1 the\n 1 \"hi\n 1 there\"\n 1 moon:\n 1 -\n 1 3",
        "{'sun': 1}\n{'sun': 2}\nsun 2\nsun, 2\nit's 1\na=b 1\nThe 1\nthe 1\n\"hi 1\nthere\" 1\nmoon: 1\n- 1\n3 1\ndone",
    ] {
        assert_eq!(counted(DOCUMENT, printed), "read", "{printed}");
    }
    for (printed, told) in [
        ("sun 1\nmoon 2", "read"),
        ("sun 1\nmoon 2\nstar 1", "`star` is too many"),
        ("star 1\nsun 1\nmoon 2", "`star` is too many"),
        ("moon 2\n 4\nsun 1", "`` is too many"),
        (" 4\nmoon 2\nsun 1", "`` is too many"),
        (": 4\nmoon: 2\nsun: 1", "`` is too many"),
        ("sun 1\nmoon 2\nsun 1\nmoon 1", "`sun` stands there twice"),
        ("sun 1\nmoon 1", "`moon` has `1`, not `2`"),
        ("{b'sun': 1, b'moon': 2}", "`moon` is missing"),
        ("b'sun' 1\nb'moon' 2", "more"),
        ("nothing at all", "more"),
    ] {
        let judged = counted("sun moon moon", printed);
        assert!(judged == told || told == "more" && judged == "read", "{printed}: {judged}, not {told}");
    }
}
