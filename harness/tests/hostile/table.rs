//! What is told about each hostile submission: the limit it went over, or what its attempt came to.

/// Each submission's folder, and a part of what the report says of one of its checks.
pub(crate) const TOLD: &[(&str, &str)] = &[
    // Processes and processors.
    ("fork-bomb", "started more processes or threads than allowed"),
    ("thread-bomb", "started more processes or threads than allowed"),
    ("spins-in-many-processes", "used up its processor time"),
    ("ignores-every-signal", "busy computing"),
    // Memory.
    ("memory-flood", "used more memory than allowed"),
    ("memory-of-many", "used more memory than allowed"),
    ("shared-memory-flood", "used more memory than allowed"),
    ("memory-in-the-kernel", "opened more files and connections than allowed"),
    ("memory-in-files-without-a-name", "Function not implemented"),
    ("crashes-all-the-time", "an endless loop"),
    // Files.
    ("disk-flood", "wrote more to files than allowed"),
    ("one-huge-file", "wrote more to files than allowed"),
    ("endless-files", "wrote more to files than allowed"),
    ("deep-tree", "wrote more to files than allowed"),
    ("build-floods-the-disk", "wrote more to files than allowed"),
    ("build-leaves-a-maze", "wrote more to files than allowed"),
    ("too-many-files", "The folder holds more than 20000 files"),
    ("too-deep-a-folder", "A path in the folder is longer than 1024 bytes"),
    ("too-large-a-file", "The files are larger than 256 MiB together"),
    // Output and traffic.
    ("endless-stdout", "printed more than allowed"),
    ("endless-stderr", "printed more than allowed"),
    ("endless-answer", "sent more on one connection than allowed"),
    ("dial-flood", "opened more files and connections than allowed"),
    // A message comes, and a dial: what they do after that is read no further.
    ("endless-message", "no server"),
    ("dials-everywhere", "no server"),
    ("slow-drip", "sleeping"),
    ("resets", "cut the connection with a reset"),
    ("descriptors-run-out", "cut the connection with a reset"),
    // Reaching for others.
    ("kills-everything", "was ended by SIG"),
    ("stops-itself", "did not answer"),
    ("keeps-the-port", "12:34:56"),
    ("forged-results", "ended by itself with exit code 0 before it listened"),
    ("build-writes-elsewhere", "that is all"),
    ("traces-others", "reached []"),
    ("breaks-out", "broken []"),
    ("calls-home", "answers []"),
    ("reads-the-answers", "found []"),
    ("links-elsewhere", "no server"),
    ("pipe-for-a-program", "no server"),
    // Words that act on whoever reads them.
    ("terminal-escapes", "differs from the first byte on"),
    ("formulas", "differs from"),
];
