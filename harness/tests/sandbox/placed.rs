//! A play's own files stand where the program works, before it starts; the submission outside stays as it was.

use harness::event::EventKind;
use harness::stage::template::{Template, Variables};
use harness::text::Bytes;

use crate::stage::Stage;

/// Prints what lies in its folder.
const LISTS: &str = "
import os
for folder, _, names in sorted(os.walk('.')):
    for name in sorted(names):
        print(os.path.join(folder, name), open(os.path.join(folder, name), 'rb').read()[:4])
";

fn with_files(source: &str) -> Stage {
    let mut stage = Stage::client(source).steps("[expect_exit: { code: 0 }]");
    stage.setting.variables =
        Variables::from([("page".to_owned(), "heron".into()), ("pixels".to_owned(), Bytes(vec![0, 0xff]))]);
    stage.setting.files = [("{page}.html", "<p>{page}</p>"), ("pictures/{page}.png", "{pixels}"), ("empty", "")]
        .map(|(path, content)| (path.to_owned(), Template(content.to_owned())))
        .into();
    stage
}

#[test]
fn paths_and_contents_are_filled_and_folders_are_made() {
    let told = with_files(LISTS).play();
    let placed: Vec<String> = told
        .0
        .iter()
        .filter_map(|kind| match kind {
            EventKind::Placed { role, path, length } => Some(format!("{role} {path} {length}")),
            _ => None,
        })
        .collect();
    assert_eq!(placed, ["client empty 0", "client pictures/heron.png 2", "client heron.html 12"]);
    assert_eq!(
        told.sound(),
        "./empty b''\n./heron.html b'<p>h'\n./program.py b'\\nimp'\n./pictures/heron.png b'\\x00\\xff'\n"
    );
}

#[test]
fn they_stand_where_the_program_works_and_not_in_the_submission() {
    let mut stage = with_files(LISTS);
    std::fs::create_dir(stage.folder.join("src")).expect("a folder");
    std::fs::rename(stage.folder.join("program.py"), stage.folder.join("src/program.py")).expect("moved");
    stage.launch().working_directory = "src".into();
    stage.setting.files.retain(|path, _| path == "empty");
    let mut play = stage.start();
    play.until(|kind| matches!(kind, EventKind::CheckEnded { .. }));
    assert!(!play.folder().join("src/empty").exists());
    assert_eq!(play.finish().sound(), "./empty b''\n./program.py b'\\nimp'\n");
}
