//! A program works in a private copy of its folder: what it does there is gone with the stage.

use std::fs;

use harness::event::EventKind;

use crate::stage::Stage;

#[test]
fn what_a_program_writes_to_its_folder_stays_on_its_stage() {
    let source = "
import os
open('guests.txt', 'a').write('mallory')
open('new.txt', 'w').write('new')
os.remove('program.py')
print(open('guests.txt').read(), sorted(os.listdir()))
input()
";
    let stage = Stage::client(source).steps("[wait_until: next_second, type: done, expect_exit: { code: 0 }]");
    fs::write(stage.folder.join("guests.txt"), "ada, ").expect("a file");
    let folder = stage.folder.clone();
    let mut play = stage.start();
    // It has done all that by now, and still lives.
    play.until(|kind| matches!(kind, EventKind::Passed { .. }));
    let mut left: Vec<_> = fs::read_dir(&folder).expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    left.sort();
    assert_eq!(left, ["guests.txt", "program.py"]);
    assert_eq!(fs::read_to_string(folder.join("guests.txt")).expect("a file"), "ada, ");
    assert_eq!(play.finish().sound(), "ada, mallory ['guests.txt', 'new.txt']\n");
}
