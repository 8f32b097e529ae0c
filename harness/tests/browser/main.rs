//! The pages in a real Chromium: opened, clicked, in both themes, on a small screen, printed, and nothing to complain about.

#![expect(clippy::expect_used, reason = "what helps tests may fail as they do")]
#![expect(clippy::print_stderr, reason = "whoever runs the tests must hear what was not played")]

mod devtools;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use devtools::Opened;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn harness(arguments: &[&str]) {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("harness");
    let ran =
        command.args(arguments).current_dir(project()).timeout(Duration::from_secs(120)).output().expect("it runs");
    assert!(matches!(ran.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&ran.stderr));
}

/// Opens a page, or says that nobody can.
fn opened(page: &Path) -> Option<Opened> {
    let opened = Opened::file(page);
    if opened.is_none() {
        eprintln!("There is no Chromium or Chrome here: the pages were not looked at.");
    }
    opened
}

/// Nothing reaches beyond the screen, in either theme, and the themes differ.
fn fits_every_screen(page: &mut Opened) {
    let mut grounds = Vec::new();
    for (width, theme) in [(1200, "light"), (1200, "dark"), (360, "light"), (360, "dark")] {
        page.show(width, theme);
        let beyond = page.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assert_eq!(beyond, 0, "at {width} pixels, {theme}");
        grounds.push(page.ask("getComputedStyle(document.body).backgroundColor"));
    }
    assert!(grounds[0] == grounds[2] && grounds[1] == grounds[3] && grounds[0] != grounds[1], "{grounds:?}");
}

#[test]
fn the_page_of_a_submission_is_opened_clicked_and_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = folder.path().join("tim.html");
    harness(&["check", "time-echo", "fixtures/class/tim", "--seed", "5", "--html", &page.display().to_string()]);
    let Some(mut page) = opened(&page) else { return };
    assert_eq!(page.ask("document.querySelectorAll('details.fail[open]').length"), 2);
    let of_a_pass = "document.querySelector('details.pass').open";
    assert_eq!(page.ask(of_a_pass), false);
    page.ask("document.querySelector('details.pass summary').click()");
    assert_eq!(page.ask(of_a_pass), true);
    // It is asked, it answers, and what is said next finds nobody.
    let arrows = "[...document.querySelectorAll('#every-block .arrow')].slice(0, 3).map(it => it.className).join(',')";
    assert_eq!(page.ask(arrows), "arrow right,arrow right,arrow left");
    assert_eq!(page.ask("document.querySelector('#every-block li.found').innerText.includes('not the second')"), true);
    // Who cannot see the arrow is told who speaks.
    let spoken = "document.querySelector('#every-block .arrow .spoken').textContent";
    assert_eq!(page.ask(spoken), "client (the harness) to server (the program): ");
    fits_every_screen(&mut page);
    page.print();
    let shown = "[...document.querySelectorAll('details:not([open]) .inner')].every(it => it.checkVisibility() || it.offsetHeight > 0)";
    assert_eq!(page.ask(shown), true);
    assert!(page.complaints.is_empty(), "{:?}", page.complaints);
}

#[test]
fn the_page_of_a_class_leads_to_everybody() {
    let folder = tempfile::tempdir().expect("a folder");
    let class = folder.path().join("class");
    for (name, of) in [("ada", "ada"), ("<i>grace #1", "grace"), ("hopper & co", "grace")] {
        fs::create_dir_all(class.join(name)).expect("made");
        for file in fs::read_dir(project().join("fixtures/class").join(of)).expect("a submission").flatten() {
            fs::copy(file.path(), class.join(name).join(file.file_name())).expect("copied");
        }
    }
    let (class, out) = (class.display().to_string(), folder.path().join("out"));
    harness(&["grade", "time-echo", &class, "--out", &out.display().to_string(), "--quiet"]);
    let Some(mut page) = opened(&out.join("report.html")) else { return };
    assert_eq!(page.ask("document.querySelectorAll('.everybody tbody tr').length"), 3);
    let links = page.ask("[...document.querySelectorAll('a')].map(it => decodeURI(it.href)).join('\\n')");
    let links: Vec<&str> = links.as_str().expect("links").lines().collect();
    assert!(links.len() >= 3);
    let lead_somewhere = "Promise.all([...document.querySelectorAll('a')].map(it => new URL(it.href).pathname)).then(it => it.map(decodeURIComponent))";
    for path in page.ask(lead_somewhere).as_array().expect("paths") {
        assert!(Path::new(path.as_str().expect("a path")).is_file(), "{path}");
    }
    // The two that fail in the same way are told together.
    assert_eq!(page.ask("document.querySelectorAll('details.check.fail').length > 0"), true);
    page.ask("document.querySelector('details.check.fail summary').click()");
    assert_eq!(page.ask("document.querySelector('details.check.fail').innerText.includes('hopper & co')"), true);
    assert_eq!(page.ask("document.querySelector('i.grace') === null && document.querySelectorAll('th i').length"), 0);
    fits_every_screen(&mut page);
    assert!(page.complaints.is_empty(), "{:?}", page.complaints);
}
