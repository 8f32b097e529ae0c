//! Links in archives: those that stay inside are kept, and nothing is written through any.

use tar::EntryType::{self, Char, Fifo, Link, Regular, Symlink};

use super::tests::unpacked;
use crate::class::hand_ins::packing::entry;

fn told(entries: &[(&str, EntryType, &str)]) -> Result<Vec<String>, String> {
    let mut writer = tar::Builder::new(Vec::new());
    for (name, kind, target) in entries {
        entry(&mut writer, name, *kind, target, if *kind == Regular { b"x" } else { b"" });
    }
    unpacked("a.tar", &writer.into_inner().expect("a tar"))
}

#[test]
fn links_that_stay_inside_are_kept_and_those_to_nowhere_are_not() {
    let entries = [
        ("www/old.html", Symlink, "index.html"),
        ("www/index.html", Regular, ""),
        ("site", Symlink, "www/../www"),
        ("copy.html", Link, "www/index.html"),
        ("broken", Symlink, "nothing"),
    ];
    let names = ["copy.html", "site", "www/index.html", "www/old.html"].map(str::to_owned).to_vec();
    assert_eq!(told(&entries), Ok(names));
}

#[test]
fn links_that_leave_are_refused_also_by_way_of_others() {
    assert_eq!(
        told(&[("a", Symlink, "/etc/passwd")]),
        Err("Its entry `a` is a link to `/etc/passwd`, out of its folder.".to_owned())
    );
    assert_eq!(
        told(&[("d/a", Symlink, "../../x")]),
        Err("Its entry `d/a` is a link to `../../x`, out of its folder.".to_owned())
    );
    assert_eq!(
        told(&[("d/e/f", Regular, ""), ("d/up", Symlink, "."), ("d/e/out", Symlink, "../../up/up/..")]),
        Ok(vec!["d/e/f".to_owned(), "d/up".to_owned()])
    );
    assert_eq!(
        told(&[
            ("a/b/c", Regular, ""),
            ("here", Symlink, "a"),
            ("a/top", Symlink, "../here/.."),
            ("a/b/out", Symlink, "../top/..")
        ]),
        Err("Its entry `a/b/out` is a link that leads out of its folder by way of others.".to_owned())
    );
    assert_eq!(
        told(&[("a", Link, "../../etc/passwd")]),
        Err("Its entry `a` is a hard link to `../../etc/passwd`, out of its folder.".to_owned())
    );
}

#[test]
fn nothing_is_written_through_a_link() {
    assert_eq!(
        told(&[("a", Symlink, "b"), ("b/x", Regular, ""), ("a/x", Regular, "")]),
        Err("Its entry `a` is a link and a folder.".to_owned())
    );
    assert_eq!(
        told(&[("b/x", Regular, ""), ("a", Symlink, "b"), ("a/y", Symlink, "../b")]),
        Err("Its entry `a` is a link and a folder.".to_owned())
    );
    assert_eq!(told(&[("a", Symlink, "b"), ("a", Regular, "")]), Ok(vec!["a".to_owned()]));
    assert_eq!(
        told(&[("a", Link, "b"), ("b", Regular, "")]),
        Err("Its entry `a` is a hard link to `b`, which is no file before it.".to_owned())
    );
}

#[test]
fn devices_and_pipes_are_refused() {
    assert_eq!(told(&[("dev", Char, "")]), Err("Its entry `dev` is no ordinary file: a device or a pipe.".to_owned()));
    assert_eq!(
        told(&[("pipe", Fifo, "")]),
        Err("Its entry `pipe` is no ordinary file: a device or a pipe.".to_owned())
    );
}
