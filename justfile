# Recipes for daily work; `just` lists them.

_list:
    @just --list --unsorted

# Plays an exercise with a submission: `just check time-echo path/to/folder`
[group('grade')]
check exercise submission:
    cargo run -q -p harness -- check {{exercise}} {{submission}}

# Grades the class of the fixtures
[group('grade')]
grade out='results':
    cargo run --release -p harness -- grade time-echo fixtures/class --out {{out}}

# Holds the spec of an exercise against its submissions
[group('grade')]
audit *exercises: reference
    cargo run --release -p harness -- audit {{exercises}}

# Builds the reference programs
[group('grade')]
reference:
    cargo build --release -p reference

# Measures processor time a check, whole classes, what hangs, what is left
[group('work')]
bench *arguments:
    cargo bench -p harness --bench figures -- {{arguments}}

# All tests, or those that match
[group('work')]
test *filter:
    cargo test --workspace {{filter}}

# What a program meets on the stage
[group('work')]
sandbox:
    cargo test -p harness --test sandbox

# Format, clippy, and the rules of the house
[group('work')]
lint:
    cargo fmt --all --check
    cargo clippy --workspace --all-targets -- -D warnings
    cargo test -p harness --test tidy

# Exactly what CI runs
[group('work')]
ci:
    .ci/run
