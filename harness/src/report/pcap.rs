//! A check as a pcapng file: the frames of its stage's own loopback, with the steps of the spec as comments of the packets.
//!
//! Format: <https://ietf-opsawg-wg.github.io/draft-ietf-opsawg-pcap/draft-ietf-opsawg-pcapng.html>.

use std::io::{self, Write};

use super::summary::{CheckReport, Report};
use super::words::Story;
use crate::event::EventKind;
use crate::text::{Medium, safe};

/// The whole file; nothing where no frame was captured.
pub fn bytes(check: &CheckReport, report: &Report) -> io::Result<Option<Vec<u8>>> {
    let frames = frames(check);
    if frames.is_empty() {
        return Ok(None);
    }
    let mut file = Vec::new();
    let about = format!("{} of {}: {}", check.facts.id, report.exercise, check.facts.title);
    section(&mut file, &about, &report.harness)?;
    interface(&mut file)?;
    // A time that cannot be read is the beginning of all times.
    let began = report.started.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_microsecond);
    let began = u64::try_from(began).unwrap_or(0);
    for frame in frames {
        packet(&mut file, began + frame.at, frame.bytes, &frame.comments)?;
    }
    Ok(Some(file))
}

/// A frame, and what is to be said of it.
struct Frame<'a> {
    /// Microseconds since the run began.
    at: u64,
    bytes: &'a [u8],
    comments: Vec<String>,
}

fn frames(check: &CheckReport) -> Vec<Frame<'_>> {
    let captured = check.timeline.iter().filter_map(|event| {
        let EventKind::Captured { at, frame } = &event.kind else { return None };
        Some(Frame { at: *at, bytes: &frame.0, comments: Vec::new() })
    });
    let mut frames: Vec<Frame<'_>> = captured.collect();
    frames.sort_by_key(|frame| frame.at);
    for event in &check.timeline {
        let Some(comment) = comment(check, &event.kind) else { continue };
        // A step ends with the last packet before its end.
        let after = frames.partition_point(|frame| frame.at <= event.at);
        if let Some(frame) = frames.get_mut(after.saturating_sub(1)) {
            frame.comments.push(safe(&comment, Medium::Terminal));
        }
    }
    frames
}

/// What is said of a packet beside it: which step it was part of, and what was found.
fn comment(check: &CheckReport, kind: &EventKind) -> Option<String> {
    if let EventKind::StepDone { line, step } = kind {
        Some(format!("{step} (line {line} of the spec)"))
    } else if let EventKind::Found(finding) = kind {
        Some(format!("{} (line {} of the spec)", Story::of_finding(check, finding).title, finding.line))
    } else if let EventKind::Faulted(fault) = kind {
        Some(Story::of_fault(fault).title)
    } else {
        None
    }
}

const SECTION: u32 = 0x0A0D_0D0A;
const INTERFACE: u32 = 1;
const PACKET: u32 = 6;
/// Written in the file's own byte order.
const MAGIC: u32 = 0x1A2B_3C4D;
/// The link type of Ethernet; the loopback has such frames, with empty addresses.
const ETHERNET: u16 = 1;
/// Bytes of a frame that are kept at most: all of them.
const SNAPLEN: u32 = 256 << 10;

/// Codes of options.
const COMMENT: u16 = 1;
const INTERFACE_NAME: u16 = 2;
const APPLICATION: u16 = 4;
const RESOLUTION: u16 = 9;

fn section(file: &mut Vec<u8>, about: &str, harness: &str) -> io::Result<()> {
    let mut body = Vec::new();
    body.write_all(&MAGIC.to_le_bytes())?;
    body.write_all(&1_u16.to_le_bytes())?;
    body.write_all(&0_u16.to_le_bytes())?;
    // The section's length is not told.
    body.write_all(&u64::MAX.to_le_bytes())?;
    option(&mut body, COMMENT, safe(about, Medium::Terminal).as_bytes())?;
    option(&mut body, APPLICATION, format!("harness {}", safe(harness, Medium::Terminal)).as_bytes())?;
    block(file, SECTION, body)
}

fn interface(file: &mut Vec<u8>) -> io::Result<()> {
    let mut body = Vec::new();
    body.write_all(&ETHERNET.to_le_bytes())?;
    body.write_all(&[0; 2])?;
    body.write_all(&SNAPLEN.to_le_bytes())?;
    option(&mut body, INTERFACE_NAME, b"lo")?;
    // Microseconds.
    option(&mut body, RESOLUTION, &[6])?;
    block(file, INTERFACE, body)
}

fn packet(file: &mut Vec<u8>, at: u64, frame: &[u8], comments: &[String]) -> io::Result<()> {
    let length = u32::try_from(frame.len()).map_err(io::Error::other)?.to_le_bytes();
    let at = at.to_le_bytes();
    let mut body = Vec::new();
    body.write_all(&0_u32.to_le_bytes())?;
    // The upper half of the time comes first.
    body.write_all(&at[4..])?;
    body.write_all(&at[..4])?;
    body.write_all(&length)?;
    body.write_all(&length)?;
    padded(&mut body, frame)?;
    for comment in comments {
        option(&mut body, COMMENT, comment.as_bytes())?;
    }
    block(file, PACKET, body)
}

/// A block of this type: options end with an empty one, and the length stands at both ends.
fn block(file: &mut Vec<u8>, kind: u32, mut body: Vec<u8>) -> io::Result<()> {
    body.write_all(&[0; 4])?;
    let length = u32::try_from(body.len() + 12).map_err(io::Error::other)?.to_le_bytes();
    file.write_all(&kind.to_le_bytes())?;
    file.write_all(&length)?;
    file.write_all(&body)?;
    file.write_all(&length)
}

fn option(body: &mut Vec<u8>, code: u16, value: &[u8]) -> io::Result<()> {
    // What is longer than an option can be is cut.
    let value = &value[..value.len().min(usize::from(u16::MAX) - 3)];
    body.write_all(&code.to_le_bytes())?;
    body.write_all(&u16::try_from(value.len()).map_err(io::Error::other)?.to_le_bytes())?;
    padded(body, value)
}

/// Everything begins at a multiple of four bytes.
fn padded(body: &mut Vec<u8>, bytes: &[u8]) -> io::Result<()> {
    body.write_all(bytes)?;
    body.write_all(&[0; 3][..bytes.len().next_multiple_of(4) - bytes.len()])
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::bytes;
    use crate::event::{Event, EventKind};
    use crate::text::Bytes;

    #[test]
    fn frames_stand_in_blocks_with_their_comments() {
        let mut report = sample::report();
        report.started = "1970-01-01T00:00:01Z".to_owned();
        let mut check = report.checks[0].clone();
        assert_eq!(bytes(&check, &report).expect("written"), None, "nothing was captured");
        let event = |at, kind| Event { at, check: Some(0), kind };
        check.timeline = vec![
            event(30, EventKind::StepDone { line: 7, step: "send".to_owned() }),
            event(99, EventKind::Captured { at: 20, frame: Bytes(vec![1, 2, 3, 4, 5]) }),
            event(99, EventKind::Captured { at: 40, frame: Bytes(vec![6]) }),
        ];
        let file = bytes(&check, &report).expect("written").expect("a file");
        let word = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((word(0), word(8)), (0x0A0D_0D0A, 0x1A2B_3C4D));
        let packet = word(4) as usize + word(word(4) as usize + 4) as usize;
        assert_eq!((word(packet), word(packet + 16), word(packet + 20)), (6, 1_000_020, 5));
        assert_eq!(file[packet + 28..packet + 36], [1, 2, 3, 4, 5, 0, 0, 0]);
        let comment = b"send (line 7 of the spec)";
        assert!(file[packet + 40..].starts_with(comment));
        let next = packet + word(packet + 4) as usize;
        assert_eq!((word(next), word(next + 16), word(next - 4)), (6, 1_000_040, word(packet + 4)));
        assert_eq!(next + word(next + 4) as usize, file.len());
    }
}
