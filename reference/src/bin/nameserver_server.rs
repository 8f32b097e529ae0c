//! A server that knows the first names of computer scientists, and learns new ones ("Internet Protocols", Problem 3).
//!
//! # The protocol
//!
//! HTTP on TCP port 8000; the names stand in parameters, and the method says what is to be done with them.
//!
//! * `GET /?lastname=Hopper` gets `Grace`. Whom nobody knows gets the status `404 Not Found`.
//! * `GET /?prefix=Ho` gets everybody whose last name begins so, as a JSON object: `{"Hoare":"Tony","Hopper":"Grace"}`.
//!   If that is nobody, the object is empty, `{}`: a search that finds nothing has still been answered.
//! * `PUT /` with `lastname=Liskov&firstname=Barbara` adds a person, or gives a known one another first name. The
//!   parameters stand in the body, as a form sends them, or behind the `?`. PUT twice is the same as PUT once; that is the
//!   difference between PUT and POST (RFC 9110, section 9.2.2).
//!
//! # Parameters
//!
//! In `lastname=O%27Neil&firstname=Mary+Ann`, an `&` separates the pairs and a `=` the name of each from its value. What
//! would be in the way is written otherwise: a blank as `+` or `%20`, everything else as `%` and two hexadecimal digits.
//! So first the text is split, and then each part is decoded. The other way round, an `&` in a name would split it.
//!
//! Try it: `cargo run --bin nameserver_server`, and in another terminal `curl 'http://localhost:8000/?lastname=Hopper'`,
//! `curl -X PUT -d lastname=Liskov -d firstname=Barbara http://localhost:8000/`, `curl 'http://localhost:8000/?prefix=L'`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a server tells its operator what happens")]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::time::Duration;

use reference::Arguments;
use reference::http::{Request, Trouble, percent_decode, refuse, write_head};
use serde_json::json;

/// The port on the sheet.
const PORT: u16 = 8000;

/// How long one client may keep all others waiting without sending or reading anything.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whom the server knows when it starts: last name and first name. What it learns, it forgets when it is stopped.
const KNOWN: [(&str, &str); 9] = [
    ("Dijkstra", "Edsger"),
    ("Hamilton", "Margaret"),
    ("Hoare", "Tony"),
    ("Hopper", "Grace"),
    ("Knuth", "Donald"),
    ("Lovelace", "Ada"),
    ("Shannon", "Claude"),
    ("Turing", "Alan"),
    ("von Neumann", "John"),
];

/// First names by last names. The map keeps them in order.
type People = BTreeMap<String, String>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("nameserver_server: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Listens, and serves one client after the other until the program is stopped.
fn run() -> Result<(), Box<dyn Error>> {
    let Arguments { host, port, .. } = Arguments::from_command_line(PORT)?;
    let listener = TcpListener::bind((host.as_str(), port))
        .map_err(|error| format!("I cannot listen on {host}, port {port}: {error}"))?;
    println!("Listening on {}", listener.local_addr()?);

    // Outside of the loop: what one client adds, all later ones find.
    let mut people: People = KNOWN.iter().map(|(last, first)| ((*last).to_string(), (*first).to_string())).collect();
    loop {
        let (client, address) = listener.accept()?;
        match serve(client, &mut people) {
            Ok(story) => println!("{address}: {story}"),
            Err(error) => eprintln!("{address} was lost: {error}"),
        }
    }
}

/// One request and its response; returns what to tell the operator.
fn serve(mut client: TcpStream, people: &mut People) -> io::Result<String> {
    client.set_read_timeout(Some(PATIENCE))?;
    client.set_write_timeout(Some(PATIENCE))?;
    let request = match Request::read(&mut client) {
        Ok(request) => request,
        Err(Trouble::Silence) => return Ok("left without a word".to_string()),
        Err(Trouble::Refused(status)) => {
            refuse(client, status)?;
            return Ok(format!("no request to serve → {status}"));
        }
        Err(Trouble::Lost(error)) => return Err(error),
    };

    let Answer { status, media_type, text } = answer(&request, people);
    write_head(&mut client, status, media_type, text.len() as u64)?;
    client.write_all(text.as_bytes())?;
    Ok(format!("{} {} → {status}", request.method, request.target))
}

/// What goes back.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: &'static str,
    media_type: &'static str,
    text: String,
}

impl Answer {
    fn text(status: &'static str, text: &str) -> Self {
        Self { status, media_type: "text/plain; charset=utf-8", text: text.to_string() }
    }
}

/// Does what the method says, with the names in the parameters.
fn answer(request: &Request, people: &mut People) -> Answer {
    let (_, query) = request.path_and_query();
    let form = String::from_utf8_lossy(&request.body);
    let parameters = [parameters(query), parameters(&form)].concat();
    let get = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());

    match (request.method.as_str(), get("lastname"), get("prefix"), get("firstname")) {
        ("GET", Some(last), None, _) => match people.get(last) {
            Some(first) => Answer::text("200 OK", first),
            None => Answer::text("404 Not Found", "I know nobody of that name."),
        },
        ("GET", None, Some(prefix), _) => {
            let found: People = people
                .iter()
                .filter(|(last, _)| last.starts_with(prefix))
                .map(|(last, first)| (last.clone(), first.clone()))
                .collect();
            Answer { status: "200 OK", media_type: "application/json", text: json!(found).to_string() }
        }
        ("PUT", Some(last), _, Some(first)) => match people.insert(last.to_string(), first.to_string()) {
            None => Answer::text("201 Created", "Pleased to meet you."),
            Some(_) => Answer::text("200 OK", "I have changed the name."),
        },
        ("GET", ..) => Answer::text("400 Bad Request", "Ask for one of `lastname` and `prefix`."),
        ("PUT", ..) => Answer::text("400 Bad Request", "Send me `lastname` and `firstname`."),
        _ => Answer::text("501 Not Implemented", "I know GET and PUT."),
    }
}

/// Splits `a=b&c=d` into its pairs, and decodes them. What cannot be decoded is left out.
fn parameters(text: &str) -> Vec<(String, String)> {
    let decode = |part: &str| percent_decode(&part.replace('+', " "));
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(name, value)| Some((decode(name)?, decode(value)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(people: &mut People, method: &str, target: &str, body: &str) -> (&'static str, String) {
        let (method, target, body) = (method.to_string(), target.to_string(), body.as_bytes().to_vec());
        let Answer { status, text, .. } = answer(&Request { method, target, body }, people);
        (status, text)
    }

    #[test]
    fn what_is_put_is_got() {
        let people = &mut People::new();
        assert_eq!(ask(people, "PUT", "/", "lastname=O%27Neil+%26+Co&firstname=Mary+Ann").0, "201 Created");
        assert_eq!(ask(people, "GET", "/?lastname=O'Neil%20%26%20Co", ""), ("200 OK", "Mary Ann".to_string()));
        assert_eq!(ask(people, "PUT", "/?lastname=Zuse&firstname=K.", "").0, "201 Created");
        assert_eq!(ask(people, "PUT", "/", "lastname=Zuse&firstname=Konrad").0, "200 OK");
        assert_eq!(ask(people, "GET", "/?prefix=Z", ""), ("200 OK", r#"{"Zuse":"Konrad"}"#.to_string()));
        // A part of a name that is not its beginning finds nobody.
        assert_eq!(ask(people, "GET", "/?prefix=use", ""), ("200 OK", "{}".to_string()));
        assert_eq!(ask(people, "GET", "/?lastname=Zu", "").0, "404 Not Found");
    }
}
