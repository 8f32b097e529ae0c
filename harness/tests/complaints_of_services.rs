//! What authors are told about the services of a server: each mistake, and every complaint about it.

mod told;

use told::told;

/// The first four lines of a sound spec.
const HEAD: &str = "format: 1\nexercise: x\ntitle: X\nsheet: S\n";

/// A server with two services, in line 5.
const TWO: &str =
    "programs: { server: { files: [s.*], services: { echo: { port: 7 }, quote: { port: 17, files: [q.*] } } } }\n";

/// Stands for `<CHECK>` in the cases below.
const CHECK: &str = "checks:\n  - { id: a, title: A, program: server, service: echo, points: 1, because: b, hint: h, steps: [connect] }\n";

fn all(cases: &[(&str, &str, &[&str])]) {
    for (mistake, rest, complaints) in cases {
        let text = format!("{HEAD}{}", rest.replace("<CHECK>", CHECK).replace("<TWO>", TWO));
        assert_eq!(told(&text), *complaints, "{mistake}");
    }
}

#[test]
fn services_of_a_server() {
    all(&[
        ("none", "<TWO><CHECK>", &[]),
        (
            "a bad name, port 0, the same port twice and a bad pattern",
            "programs: { server: { files: [s.*], services: { Echo: { port: 0 }, echo: { port: 7 }, quote: { port: 7, files: [\"q[\"] } } } }\n<CHECK>",
            &[
                "5:55 `Echo` cannot be the name of a service. Use small letters, digits and `-`.",
                "5:63 no program can listen on port 0. Give the port of the exercise's table.",
                "5:102 `echo` and `quote` have the same port. Give each a port of its own.",
                "5:113 `q[` is not the pattern of a file name: unclosed character class; missing ']'. `*` stands for any characters, `?` for one, `[ab]` for one of these.",
            ],
        ),
        (
            "services of a client",
            "programs: { server: { files: [s.*] }, client: { files: [c.*], services: { echo: { port: 7 } } } }\nchecks:\n  - { id: a, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }\n",
            &["5:81 a client offers no services. Put `services` below the server."],
        ),
        (
            "a message that any of them may answer",
            "programs: { server: { files: [s.*], line_end_probe: hello, services: { echo: { port: 7 } } } }\n<CHECK>",
            &[
                "5:53 it is open which of the services would answer this message. Leave `line_end_probe` out, and let the checks send whole lines.",
            ],
        ),
    ]);
}

#[test]
fn checks_of_a_service() {
    all(&[
        (
            "a service that there is not",
            "<TWO>checks:\n  - { id: a, title: A, program: server, service: qoute, points: 1, because: b, hint: h, steps: [connect] }\n",
            &["7:50 the server has no service `qoute`. Did you mean `quote`?"],
        ),
        (
            "no service",
            "<TWO>checks:\n  - { id: a, title: A, program: server, points: 1, because: b, hint: h, steps: [connect] }\n",
            &[
                "7:33 it is open which of the server's services this check is about. Add `service: echo`, or which one it is.",
            ],
        ),
        (
            "a service where there are none",
            "programs: { server: { files: [s.*] } }\n<CHECK>",
            &[
                "7:50 the server of this exercise offers no services. Add `services: { echo: { port: 7 } }` below the server, or leave this out.",
            ],
        ),
        (
            "a service of a client",
            "programs: { server: { files: [s.*], services: { echo: { port: 7 } } }, client: { files: [c.*] } }\nchecks:\n  - { id: a, title: A, program: client, service: echo, points: 1, because: b, hint: h, steps: [accept] }\n",
            &["7:50 a service is what a server offers to the harness. Say `program: server`, or leave `service` out."],
        ),
    ]);
}

#[test]
fn too_many_printing_characters() {
    all(&[(
        "more than there are",
        "<TWO>checks:\n  - { id: a, title: A, program: server, service: echo, points: 1, because: b, hint: h, steps: [connect, { expect: { printing: { different: 96 } } }] }\n",
        &["7:129 there cannot be 96 different printing characters. ASCII has 95 of them, the blank included."],
    )]);
}
