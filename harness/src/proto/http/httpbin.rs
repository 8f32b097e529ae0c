//! What the public service httpbin.org answers: it tells whoever asks what it was asked.

use serde_json::{Map, Value, json};

use super::{Request, form_fields};

/// An answer: the status code, the media type, and the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub code: u16,
    /// Header lines that belong to the body.
    pub fields: Vec<(String, Vec<u8>)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What it answers to a request that came from this address. `/get`, `/post`, `/put` and their like tell what was asked, and so does
/// every other path, with every method: which request was awaited is for a check to say, and a mistake in it is to be lost
/// once, not once more in what the program makes of a refusal. `/status/N` answers with that code.
pub fn answer(request: &Request, origin: &str) -> Answer {
    if let Some(code) = request.target().path.strip_prefix("/status/") {
        return match code.parse() {
            Ok(code @ 100..600) => page(code, ""),
            _ => page(400, "Invalid status code"),
        };
    }
    let mut body = serde_json::to_vec_pretty(&mirrored(request, origin)).unwrap_or_default();
    body.push(b'\n');
    Answer { code: 200, fields: vec![("Content-Type".to_owned(), b"application/json".to_vec())], body }
}

fn page(code: u16, text: &str) -> Answer {
    let fields = vec![("Content-Type".to_owned(), b"text/html; charset=utf-8".to_vec())];
    Answer { code, fields, body: text.as_bytes().to_vec() }
}

/// What was asked, as it is told.
fn mirrored(request: &Request, origin: &str) -> Value {
    let target = request.target();
    let headers: Vec<(String, String)> =
        request.head.fields.iter().map(|field| (title(&field.name), text(&field.value))).collect();
    let header = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let host = target.authority.or(header("Host")).unwrap_or_default();
    let query = target.query.map_or_else(String::new, |query| format!("?{query}"));
    let mut told = json!({
        "args": gathered(form_fields(target.query.unwrap_or_default().as_bytes())),
        "origin": origin,
        "url": format!("http://{host}{}{query}", target.path),
    });
    if request.method != "GET" {
        let is_form = header("Content-Type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let (data, form) =
            if is_form { (String::new(), form_fields(&request.body)) } else { (text(&request.body), Vec::new()) };
        told["json"] = serde_json::from_str(&data).unwrap_or(Value::Null);
        told["data"] = data.into();
        told["form"] = gathered(form);
        told["files"] = json!({});
    }
    told["headers"] = headers.into_iter().map(|(name, value)| (name, Value::from(value))).collect::<Map<_, _>>().into();
    told
}

/// Fields by their names; of a name that comes several times, all values in a list.
fn gathered(fields: Vec<(String, String)>) -> Value {
    let mut all: Map<String, Value> = Map::new();
    for (name, value) in fields {
        match all.get_mut(&name) {
            None => drop(all.insert(name, value.into())),
            Some(Value::Array(values)) => values.push(value.into()),
            Some(one) => *one = json!([one.take(), value]),
        }
    }
    all.into()
}

/// The name of a header line as it is mostly written: `Content-Type`.
fn title(name: &str) -> String {
    let word = |word: &str| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + &rest.to_lowercase()
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::{Reading, read_request};
    use super::{Answer, answer};

    fn asked(request: &str) -> Answer {
        match read_request(request.as_bytes(), true) {
            Reading::Whole(request) => answer(&request, "192.0.2.7"),
            Reading::Unfinished { lacks } => panic!("{lacks}"),
            Reading::Broken(broken) => panic!("{}", broken.rule),
        }
    }

    fn told(request: &str) -> Value {
        serde_json::from_slice(&asked(request).body).expect("JSON")
    }

    #[test]
    fn a_request_is_mirrored() {
        assert_eq!(
            told("GET /get?key1=0&key2=1&key2=%32+b HTTP/1.1\r\nhost: httpbin.org\r\naccept: */*\r\n\r\n"),
            json!({
                "args": { "key1": "0", "key2": ["1", "2 b"] },
                "headers": { "Accept": "*/*", "Host": "httpbin.org" },
                "origin": "192.0.2.7",
                "url": "http://httpbin.org/get?key1=0&key2=1&key2=%32+b",
            })
        );
    }

    #[test]
    fn a_body_is_told_as_data_as_json_and_as_a_form() {
        let posted = |method: &str, kind: &str, body: &str| {
            let path = method.to_lowercase();
            let length = body.len();
            let told = told(&format!(
                "{method} /{path} HTTP/1.1\r\nHost: httpbin.org\r\n{kind}Content-Length: {length}\r\n\r\n{body}"
            ));
            ["data", "json", "form"].map(|field| told[field].clone())
        };
        let json = r#"{"key1": 0}"#;
        assert_eq!(posted("POST", "", json), [json!(json), json!({ "key1": 0 }), json!({})]);
        assert_eq!(posted("PUT", "", "plain"), [json!("plain"), Value::Null, json!({})]);
        let form = "Content-Type: application/x-www-form-urlencoded\r\n";
        assert_eq!(
            posted("POST", form, "key1=0&key2=1"),
            [json!(""), Value::Null, json!({ "key1": "0", "key2": "1" })]
        );
    }

    #[test]
    fn a_status_is_answered_and_every_other_path_mirrors() {
        let code = |line: &str| asked(&format!("{line} HTTP/1.1\r\nHost: httpbin.org\r\n\r\n")).code;
        let asked_for = ["GET /status/418", "PUT /status/204", "GET /status/x", "GET /status/99", "GET /", "POST /get"];
        assert_eq!(asked_for.map(code), [418, 204, 400, 400, 200, 200]);
    }
}
