//! A client that fetches a page, finds the link in it, and fetches that page too ("Python Network Programming", Following Links).
//!
//! # What it does
//!
//! A page on the web is text in which some parts are links (HTML, the element `a`):
//!
//! ```text
//! <a href="http://www.dr-chuck.com/page2.htm">Second Page</a>
//! ```
//!
//! A browser shows `Second Page`; on a click it takes the URL between the quotation marks and sends the next GET request. This
//! program does the clicking by itself, once. A program that goes on for ever, and notes which words it finds where, is the
//! beginning of a search engine.
//!
//! Where the link leads is only known once the first page is there. It may be to another host, so the second request has a
//! connection of its own.
//!
//! Try it: `cargo run --bin follow_links_client`, or with a page of your own: `… follow_links_client http://127.0.0.1:8000/a.html`

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "printing the pages is what the program is for")]

use std::env;
use std::error::Error;
use std::io::Read;
use std::process::ExitCode;

/// The page on the sheet.
const PAGE: &str = "http://www.dr-chuck.com/page1.htm";

/// How long a page may take, in seconds.
const PATIENCE: u64 = 30;

/// How much of a page is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("follow_links_client: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Two pages, of which the first says where the second is.
fn run() -> Result<(), Box<dyn Error>> {
    let url = env::args().nth(1).unwrap_or_else(|| PAGE.to_string());
    let first = fetch(&url)?;
    show(&first);

    let link = link_in(&first).ok_or("there is no link on that page")?;
    let second = fetch(link)?;
    show(&second);
    Ok(())
}

/// The body of a page, as text.
fn fetch(url: &str) -> Result<String, Box<dyn Error>> {
    let page = minreq::get(url).with_timeout(PATIENCE).send_lazy().map_err(|error| format!("{url}: {error}"))?;
    if page.status_code != 200 {
        return Err(format!("{url}: {} {}", page.status_code, page.reason_phrase).into());
    }
    let mut text = String::new();
    page.take(LARGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// Prints a page as the sheet does: its lines, without the blanks at both their ends.
fn show(page: &str) {
    for line in page.lines() {
        println!("{}", line.trim());
    }
}

/// What stands between the quotation marks behind the first `href=`.
///
/// That is enough for a page like this one. HTML allows much more: single quotation marks, links that name only a file
/// and mean the same host, comments with links that are none. For pages of others, take a library.
fn link_in(page: &str) -> Option<&str> {
    // The element's name and its `href` may stand on two lines, so the whole page is searched, and not line by line.
    let (_, behind) = page.split_once("href=\"")?;
    let (link, _) = behind.split_once('"')?;
    Some(link)
}

#[cfg(test)]
mod tests {
    use super::link_in;

    #[test]
    fn the_first_link_is_found() {
        let page = "<p>Go to <a\nhref=\"http://a.example/b.htm\">b</a> or <a href=\"c\">c</a>.";
        assert_eq!(link_in(page), Some("http://a.example/b.htm"));
        assert_eq!(link_in("<p>href</p>"), None);
    }
}
