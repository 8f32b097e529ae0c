//! What the two web servers do for one client: find the file that it asks for, and send it.
//!
//! # From a target to a file
//!
//! A client asks for `/pictures/a%20cat.png?size=small`. The part behind the `?` is for programs, not for files. In the
//! rest, `%20` stands for a blank. What then remains is looked for in the server's folder.
//!
//! It is never looked for outside. `/../../etc/passwd` is a path like any other, and so is a link somewhere in the folder
//! that leads out of it. Searching the text for `..` does not find all of those. So the system is asked where the file
//! really is, and the answer must lie in the folder.

use std::fs::{self, File};
use std::io::{self, Read};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::http::{Request, Trouble, percent_decode, refuse, respond, write_head};

/// The files of one folder, and of the folders in it.
#[derive(Debug)]
pub struct Site {
    root: PathBuf,
}

impl Site {
    /// The files of a folder.
    pub fn new(folder: &Path) -> io::Result<Self> {
        // The folder's own true place, so that it can be compared with those of the files.
        Ok(Self { root: fs::canonicalize(folder)? })
    }

    /// Serves one client: one request, one response. Returns what to tell the operator.
    ///
    /// Every wait has a limit, for a client that says nothing as well as for one that does not read.
    pub fn serve(&self, mut client: TcpStream, patience: Duration) -> io::Result<String> {
        client.set_read_timeout(Some(patience))?;
        client.set_write_timeout(Some(patience))?;
        match Request::read(&mut client) {
            Ok(request) => {
                let status = self.answer(&request, client)?;
                Ok(format!("{} {} → {status}", request.method, request.target))
            }
            Err(Trouble::Silence) => Ok("left without a word".to_string()),
            Err(Trouble::Refused(status)) => {
                refuse(client, status)?;
                Ok(format!("no request to serve → {status}"))
            }
            Err(Trouble::Lost(error)) => Err(error),
        }
    }

    /// Answers a request; returns the status of the response.
    fn answer(&self, request: &Request, mut client: TcpStream) -> io::Result<&'static str> {
        // HEAD asks for the head of the response that GET would get.
        if request.method != "GET" && request.method != "HEAD" {
            let status = "501 Not Implemented";
            respond(&mut client, status, "I only give files out: GET or HEAD.\n")?;
            return Ok(status);
        }
        let path = request.path_and_query().0;
        let Some((file, length)) = self.find(path).and_then(open) else {
            let status = "404 Not Found";
            respond(&mut client, status, "404 Not Found: there is no such file here.\n")?;
            return Ok(status);
        };

        // The file goes out as it is, byte for byte: a picture is no text. It is copied piece by piece, so its size does not
        // matter. It may grow meanwhile, so no more than the announced length is sent.
        let status = "200 OK";
        write_head(&mut client, status, media_type(path), length)?;
        if request.method == "GET" {
            io::copy(&mut file.take(length), &mut client)?;
        }
        Ok(status)
    }

    /// Where the file is; `None` if there is none, or none that anybody is to see.
    fn find(&self, path: &str) -> Option<PathBuf> {
        let path = percent_decode(path)?;
        // A target always begins with `/`. On a disk, that would be the root of all files.
        let place = self.root.join(path.trim_start_matches('/'));
        // Follows every `..` and every link, and fails where nothing is.
        let place = fs::canonicalize(place).ok()?;
        place.starts_with(&self.root).then_some(place)
    }
}

/// Opens a file, and says how long it is. A folder is no file.
fn open(place: PathBuf) -> Option<(File, u64)> {
    // Asked before it is opened: opening some things, such as a pipe, waits for somebody at their other end.
    let metadata = fs::metadata(&place).ok().filter(fs::Metadata::is_file)?;
    Some((File::open(place).ok()?, metadata.len()))
}

/// What is in the file, which a browser learns from the header `Content-Type` alone, and never from the file's name.
fn media_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => "text/html; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("json") => "application/json",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/x-icon",
        Some("pdf") => "application/pdf",
        // Just bytes; a browser offers to save them.
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_outside_the_folder_is_found() {
        // This crate's own folder: it is there wherever the tests run.
        let site = Site::new(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
        let found = |path| site.find(path).is_some();
        for inside in ["/lib.rs", "/bin/netcat.rs", "/bin/../lib.rs", "/%6cib.rs", "//lib.rs"] {
            assert!(found(inside), "{inside}");
        }
        for outside in ["/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "//etc/passwd", "/missing", "/%00"]
        {
            assert!(!found(outside), "{outside}");
        }
    }
}
