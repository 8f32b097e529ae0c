//! What the reference solutions share: their command line, the clock on the wall, and a question at the terminal.
//!
//! The programs themselves are in `src/bin`, one file each; `README.md` says in which order to read them. What the HTTP
//! servers share stands in [`http`] and [`web`].

pub mod http;
pub mod web;

use std::env;
use std::io::{self, Write};

/// The time of day as the sheet wants it, such as `09:05:30`: 24 hours, always two digits a field.
///
/// `Zoned::now` is the time in this machine's own zone, or in the one that the variable `TZ` names. A plain
/// `SystemTime` would not do: it counts seconds since 1970 in UTC and knows no zones.
pub fn time_of_day() -> String {
    jiff::Zoned::now().strftime("%H:%M:%S").to_string()
}

/// The date and the time as C's `ctime` writes them, such as `Sun Mar  9 14:05:09 2025`: the day of the month is padded by
/// a blank, so that the text is always 24 characters long.
pub fn date_and_time() -> String {
    jiff::Zoned::now().strftime("%a %b %e %H:%M:%S %Y").to_string()
}

/// Asks at the terminal and waits for one line, which comes without its end; `None` once the input has ended (Ctrl-D).
pub fn ask(prompt: &str) -> io::Result<Option<String>> {
    // What is printed waits in a buffer for the end of its line, and a prompt has none.
    let mut terminal = io::stdout();
    terminal.write_all(prompt.as_bytes())?;
    terminal.flush()?;
    let mut line = String::new();
    if io::stdin().read_line(&mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_string()))
}

/// The command line of every program here: `[HOST] [PORT] [MESSAGE]`, each of which may be left out from the right.
#[derive(Debug, PartialEq, Eq)]
pub struct Arguments {
    /// A name or an address: `localhost`, `127.0.0.1`, `::1`.
    pub host: String,
    /// Which of the host's 65,535 mailboxes.
    pub port: u16,
    /// What a client says; a server has no use for it.
    pub message: Option<String>,
}

impl Arguments {
    /// Reads the command line; what is left out is this machine, and the port that the exercise's sheet names.
    pub fn from_command_line(sheet_port: u16) -> Result<Self, String> {
        Self::from_words(env::args().skip(1), "127.0.0.1", sheet_port)
    }

    /// The same for a client whose sheet names a server somewhere on the internet.
    pub fn from_command_line_or(sheet_host: &str, sheet_port: u16) -> Result<Self, String> {
        Self::from_words(env::args().skip(1), sheet_host, sheet_port)
    }

    /// A port is checked here, once: `parse::<u16>` refuses letters, negative numbers and everything above 65,535.
    fn from_words(mut words: impl Iterator<Item = String>, sheet_host: &str, sheet_port: u16) -> Result<Self, String> {
        let host = words.next().unwrap_or_else(|| sheet_host.to_string());
        let port = match words.next() {
            Some(word) => word.parse().map_err(|_| format!("`{word}` is no port; a port is a number up to 65535."))?,
            None => sheet_port,
        };
        Ok(Self { host, port, message: words.next() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Arguments, String> {
        Arguments::from_words(line.split_whitespace().map(str::to_string), "127.0.0.1", 33498)
    }

    #[test]
    fn what_is_left_out_comes_from_the_sheet() {
        let sheet = Arguments { host: "127.0.0.1".to_string(), port: 33498, message: None };
        assert_eq!(read(""), Ok(sheet));
        let full = Arguments { host: "::1".to_string(), port: 9000, message: Some("hello".to_string()) };
        assert_eq!(read("::1 9000 hello"), Ok(full));
    }

    #[test]
    fn a_port_that_is_none_is_named() {
        let complaint = "`70000` is no port; a port is a number up to 65535.".to_string();
        assert_eq!(read("localhost 70000"), Err(complaint));
    }
}
