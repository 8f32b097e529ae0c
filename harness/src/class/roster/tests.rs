//! Rosters as instructors, spreadsheets and platforms write them.

use jiff::tz::TimeZone;

use super::Roster;
use crate::class::{Refused, Student};
use crate::text::excerpt::render_all;

fn read(text: &str) -> Result<Roster, String> {
    let zone = TimeZone::get("Europe/Berlin").expect("a zone");
    Roster::read(text, &zone).map_err(|complaints| render_all(&complaints, "roster.csv", text, false))
}

/// Id, name and e-mail address of each.
fn members(text: &str) -> Vec<(String, String, String)> {
    let roster = read(text).expect("a roster");
    let shown = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    roster.members.into_iter().map(|member| (member.id, shown(member.name), shown(member.email))).collect()
}

fn is(id: &str, name: &str, email: &str) -> (String, String, String) {
    (id.to_owned(), name.to_owned(), email.to_owned())
}

#[test]
fn columns_come_in_any_order_and_under_many_names() {
    let text = "Due,E-Mail,Last_Name,first name,Student ID,attempts\n\
                2026-11-20 23:59,ada@example.org,Lovelace,Ada,s1,3\n";
    let roster = read(text).expect("a roster");
    let ada = &roster.members[0];
    assert_eq!((ada.id.as_str(), ada.name.as_deref(), ada.line), ("s1", Some("Ada Lovelace"), 2));
    assert_eq!((ada.due.map(|due| due.to_string()).as_deref(), ada.attempts), (Some("2026-11-20T22:59:00Z"), Some(3)));
    assert_eq!(roster.notes, [""; 0]);
}

#[test]
fn a_spreadsheet_of_another_country_is_read() {
    let text = "\u{feff}Matrikelnummer;Name;Due\r\n12;\"Müller; \"\"Jo\"\"\";20.11.2026 23:59\r\n\r\n13;Zoë;\r\n";
    assert_eq!(members(text), [is("12", "Müller; \"Jo\"", "-"), is("13", "Zoë", "-")]);
}

#[test]
fn tables_of_platforms_are_read() {
    let canvas = "Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (99)\n,,,,,Manual Posting\n    Points Possible,,,,,20\n\
                  \"Lovelace, Ada\",12345,s1,ada,A,\n\"Student, Test\",9,,x,A,\n";
    assert_eq!(members(canvas), [is("12345", "Lovelace, Ada", "-")]);
    assert_eq!(read(canvas).expect("a roster").members[0].ids, ["12345", "s1", "ada"]);
    assert_eq!(read(canvas).expect("a roster").notes, ["The roster's columns `Section`, `Lab 1 (99)` are not used."]);
    let moodle = "First name,Surname,\"ID number\",Institution,Department,\"Email address\",\"Last downloaded from this course\"\n\
                  Ada,Lovelace,s1,,,ada@example.org,1800000000\n";
    assert_eq!(members(moodle), [is("s1", "Ada Lovelace", "ada@example.org")]);
    let worksheet = "Identifier,\"Full name\",\"Email address\",Status,Grade\n\"Participant 1234567\",Ada Lovelace,ada@example.org,,\n";
    assert_eq!(members(worksheet), [is("1234567", "Ada Lovelace", "ada@example.org")]);
    let gradescope = "First Name,Last Name,SID,Email,Sections,Status,Submission Time\n\
                      Ada,Lovelace,s1,ada@example.org,A,Graded,2026-11-20 10:15:00 -0800\n";
    assert_eq!(members(gradescope), [is("s1", "Ada Lovelace", "ada@example.org")]);
}

#[test]
fn every_mistake_is_told_at_once_with_its_place_and_remedy() {
    let text = "id,due,attempts,Room\na,soon,3,R1\nb,2026-11-20 23:59,0,\na,,,\n,2026-11-20 23:59,,\nc,,,,too,many\n";
    assert_eq!(
        read(text).expect_err("mistakes"),
        "\
error: `soon` in the column `due` is no time
 --> roster.csv:2:3
  |
2 | a,soon,3,R1
  |   ^^^^
  |
  = help: Write it as `2026-11-20 23:59`, or with its zone as `2026-11-20T23:59:00+01:00`.

error: `0` in the column `attempts` is no number of attempts
 --> roster.csv:3:20
  |
3 | b,2026-11-20 23:59,0,
  |                    ^
  |
  = help: Write a whole number from 1, or leave the cell empty.

error: `a` stands twice, first in line 2
 --> roster.csv:4:1
  |
4 | a,,,
  | ^
  |
  = help: Leave one of the lines out.

error: a row does not say who it is about
 --> roster.csv:5:2
  |
5 | ,2026-11-20 23:59,,
  |  ^^^^^^^^^^^^^^^^
  |
  = help: Fill in one of its cells for the id, the e-mail address or the name.

error: a row has 6 cells, and the header 4
 --> roster.csv:6:6
  |
6 | c,,,,too,many
  |      ^^^
  |
  = help: Put a cell that holds the separator itself in quotation marks."
    );
}

#[test]
fn a_header_that_says_nothing_is_told() {
    let title = |text: &str| read(text).expect_err("a mistake").lines().next().unwrap_or_default().to_owned();
    assert_eq!(title("ada,lovelace\n"), "error: the roster has no column that says who somebody is");
    assert!(read("idd,x\n1,2\n").expect_err("a mistake").contains("Did you mean `id` by `idd`?"));
    assert_eq!(title(""), "error: the roster has no column that says who somebody is");
    assert_eq!(title("id,Due,due\na,,\n"), "error: the column `due` stands twice");
    assert_eq!(title("id,name\n"), "error: the roster lists nobody");
    assert!(read("id,name\na,\"Ada\nb,Bob\n").expect_err("a mistake").contains("roster.csv:2:3"));
}

fn student(name: &str, display: Option<&str>) -> Student {
    Student {
        name: name.to_owned(),
        file: name.to_owned(),
        folder: name.into(),
        display: display.map(str::to_owned),
        attempt: None,
        late: false,
        submitted: None,
    }
}

#[test]
fn submissions_are_placed_by_id_then_by_address_then_by_name() {
    let roster = read(
        "id,name,email\ns1,Ada Lovelace,ada@example.org\ns2,Bob Bee,bob@example.org\ns3,Cy Sea,\ns4,Dee Dee,\n\
         s5,Edsger,\n",
    )
    .expect("a roster");
    let students = [student("S1", None), student("bob", None), student("777", Some("Sea, Cy")), student("who", None)];
    let refused =
        [Refused { name: "s4".to_owned(), file: "s4".to_owned(), display: None, why: "It is damaged.".to_owned() }];
    let placed = roster.place(&students, &refused);
    assert_eq!(placed.students, [Some(0), Some(1), Some(2), None]);
    assert_eq!((placed.refused, placed.missing, placed.unclear), (vec![Some(3)], vec![4], vec![]));
    assert_eq!(placed.notes, ["`who` is in no line of the roster."]);
}

#[test]
fn where_there_is_a_choice_nothing_is_chosen() {
    let roster = read("id,name\n1,Li Wei\n2,Wei Li\n3,Ada\n4,Bob\n").expect("a roster");
    let students = [
        student("x", Some("Li Wei")),
        student("y", Some("Ada")),
        student("3", None),
        student("p", Some("Bob")),
        student("q", Some("Bob")),
    ];
    let placed = roster.place(&students, &[]);
    assert_eq!(placed.students, [None, None, Some(2), None, None]);
    assert_eq!((placed.missing, placed.unclear), (vec![], vec![0, 1, 3]));
    assert_eq!(
        placed.notes,
        [
            "`x` may be of the lines 2, 3 of the roster, and counts for none.",
            "`y` may be of line 4 of the roster, which is `3`'s for better reasons.",
            "Line 5 of the roster may have handed in `p` or `q`; none counts.",
        ]
    );
}
