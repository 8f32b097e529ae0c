//! The limits of a program, in words.

use crate::verdict::Limit;

/// What a program that was stopped at this limit had done, as a verb without its subject, and what to look for.
pub fn limit(limit: Limit) -> (&'static str, &'static str) {
    match limit {
        Limit::Time => (
            "took longer than a check may take",
            "Look for the place where it waits for something that does not come, or does something over and over.",
        ),
        Limit::Processor => (
            "used up its processor time",
            "That is almost always an endless loop. A common one: at the end of the data, `recv` returns an empty result at once, each time it is called.",
        ),
        Limit::Memory => (
            "used more memory than allowed",
            "Look for something that grows with every round of a loop, or for reading without an end.",
        ),
        Limit::Processes => (
            "started more processes or threads than allowed",
            "Look for a `fork` or a new thread in a loop that does not wait for a client first.",
        ),
        Limit::Files => ("wrote more to files than allowed", "Look for a loop that writes to a file without an end."),
        Limit::Output => (
            "printed more than allowed",
            "Look for a loop that prints without an end, often one that does not notice the end of the data.",
        ),
        Limit::Sent => (
            "sent more on one connection than allowed",
            "Look for a loop that sends without an end, often one that does not wait for the next message first.",
        ),
        Limit::Descriptors => (
            "opened more files and connections than allowed",
            "Look for a loop that opens something in every round and closes it in none.",
        ),
    }
}
