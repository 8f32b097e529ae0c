//! Complaints in one line each, for tables of mistakes.

use harness::spec::load;
use harness::text::Complaint;

/// Each complaint in one line: line, column, title, remedy.
pub(crate) fn told(text: &str) -> Vec<String> {
    let complaints = load(text, &|_| None).err().unwrap_or_default();
    let line = |complaint: &Complaint| {
        let place = complaint.place;
        format!("{}:{} {}. {}", place.line, place.column, complaint.title, complaint.remedy).trim_end().to_owned()
    };
    complaints.iter().map(line).collect()
}
