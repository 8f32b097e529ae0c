//! How complaints look, and that no file takes long to be refused.

mod told;

use harness::spec::load;
use harness::text::excerpt::render_all;
use told::told;

/// A sound spec.
const SOUND: &str = "format: 1
exercise: x
title: X
sheet: S
programs: { server: { files: [s.*] } }
checks:
  - { id: a, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }
";

#[test]
fn a_complaint_looks_like_a_compilers() {
    let text = "format: 1
exercise: x
title: X
sheet: S
programs: { server: { files: [s.*] } }
checks:
  - id: first
    title: A
    program: server
    points: 1
    because: b
    hint: h
    needs: [secnd]
    steps:
      - connect
      - send: \"{mesage}\"
";
    let complaints = load(text, &|_| None).expect_err("mistakes");
    assert_eq!(
        render_all(&complaints, "specs/x.yaml", text, false),
        "\
error: no check is called `secnd`
  --> specs/x.yaml:13:13
   |
13 |     needs: [secnd]
   |             ^^^^^
   |
   = help: Only `first` is known here.

error: nothing is called `mesage` here
  --> specs/x.yaml:16:16
   |
16 |       - send: \"{mesage}\"
   |                ^^^^^^^^
   |
   = help: Known here are `host`, `port`, `stage_address` and `stage_name`."
    );
}

#[test]
fn a_bomb_of_aliases_is_refused_at_once() {
    let mut bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (inner, outer) in "abcdefghijk".chars().zip("bcdefghijkl".chars()) {
        bomb.extend([
            outer.to_string(),
            format!(": &{outer} [*{inner}"),
            format!(", *{inner}").repeat(8),
            "]\n".to_owned(),
        ]);
    }
    let began = std::time::Instant::now();
    assert_eq!(
        told(&bomb),
        ["1:32 the file unfolds to more than a spec may hold. Use fewer aliases (`*name`), or none."]
    );
    assert!(began.elapsed() < std::time::Duration::from_secs(2), "{:?}", began.elapsed());
}

#[test]
fn a_byte_order_mark_and_line_ends_of_windows_are_no_mistakes() {
    let sound = format!("\u{feff}{SOUND}").replace('\n', "\r\n");
    assert_eq!(told(&sound), [""; 0]);
    let text = format!("\u{feff}{SOUND}chekcs: []\n").replace('\n', "\r\n");
    let complaints = load(&text, &|_| None).expect_err("a mistake");
    assert_eq!(
        render_all(&complaints, "x.yaml", &text, false),
        "\
error: there is no field `chekcs` here
 --> x.yaml:8:1
  |
8 | chekcs: []
  | ^^^^^^
  |
  = help: Did you mean `checks`?"
    );
}
