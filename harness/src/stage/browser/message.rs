//! What a browser and its driver say to each other: JSON with a NUL behind each message (the `DevTools` protocol over pipes).

use serde_json::Value;

/// Something that the browser has said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Message {
    /// The answer to a command.
    Answer {
        /// The command's number.
        to: u64,
        /// What came of it, or why it was refused.
        answer: Result<Value, String>,
    },
    /// Something has happened.
    Event {
        /// What: `Page.loadEventFired`.
        method: String,
        /// More about it.
        parameters: Value,
    },
}

/// Bytes that have come and are no whole message yet.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    bytes: Vec<u8>,
    /// How many of them hold no end.
    searched: usize,
}

impl Inbox {
    /// Adds bytes, and takes out the messages that are whole now. What is none is left out.
    pub(super) fn take(&mut self, bytes: &[u8]) -> Vec<Message> {
        self.bytes.extend_from_slice(bytes);
        let mut messages = Vec::new();
        let mut from = 0;
        while let Some(at) = self.bytes[from.max(self.searched)..].iter().position(|byte| *byte == 0) {
            let end = from.max(self.searched) + at;
            messages.extend(serde_json::from_slice(&self.bytes[from..end]).ok().and_then(message));
            from = end + 1;
            self.searched = from;
        }
        self.bytes.drain(..from);
        self.searched = self.bytes.len();
        messages
    }
}

/// A command with its end.
pub(super) fn framed(command: &Value) -> Vec<u8> {
    let mut bytes = command.to_string().into_bytes();
    bytes.push(0);
    bytes
}

fn message(mut value: Value) -> Option<Message> {
    if let Some(to) = value["id"].as_u64() {
        let answer = match value["error"].get("message") {
            Some(why) => Err(why.as_str().unwrap_or_default().to_owned()),
            None => Ok(value["result"].take()),
        };
        return Some(Message::Answer { to, answer });
    }
    let method = value["method"].as_str()?.to_owned();
    Some(Message::Event { method, parameters: value["params"].take() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Inbox, Message, framed};

    #[test]
    fn messages_come_in_pieces_and_several_at_once() {
        let mut inbox = Inbox::default();
        let answer = Message::Answer { to: 7, answer: Ok(json!({ "a": "\0" })) };
        let event =
            Message::Event { method: "Page.loadEventFired".to_owned(), parameters: json!({ "timestamp": 1.5 }) };
        assert_eq!(inbox.take(b"{\"id\":7,\"resu"), []);
        assert_eq!(
            inbox.take(
                b"lt\":{\"a\":\"\\u0000\"}}\0{\"method\":\"Page.loadEventFired\",\"params\":{\"timestamp\":1.5}}\0{"
            ),
            [answer, event]
        );
        assert_eq!(inbox.take(b"\"id\":8,\"error\":{\"code\":-1,\"message\":\"no\"}}"), []);
        assert_eq!(inbox.take(b"\0"), [Message::Answer { to: 8, answer: Err("no".to_owned()) }]);
    }

    #[test]
    fn what_is_no_message_is_left_out() {
        assert_eq!(Inbox::default().take(b"oh\0[]\0{\"x\":1}\0"), []);
    }

    #[test]
    fn a_command_ends_with_a_nul() {
        assert_eq!(framed(&json!({ "id": 1 })), b"{\"id\":1}\0");
    }
}
