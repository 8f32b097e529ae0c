//! Programs that nobody wrote for the exercises (netcats, socat, inetd, nmap, …) are judged as their lists name them.
#![expect(clippy::expect_used, reason = "these are tests: what is not as expected fails them")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::cargo::cargo_bin_cmd;
use harness::program::needs::NEEDS;
use serde::Deserialize;

#[path = "machine/mod.rs"]
mod machine;

fn peers() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures/peers")
}

/// The exercises that have a list of peers: a new folder is played without being named here.
fn exercises() -> Vec<String> {
    let folders = fs::read_dir(peers()).expect("the folder").map(|entry| entry.expect("an entry").path());
    let lists = folders.filter(|folder| folder.join("audit.yaml").is_file());
    let mut names: Vec<String> = lists.filter_map(|folder| Some(folder.file_name()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

#[test]
fn every_peer_is_judged_as_it_is_named() {
    if !machine::is_full(env!("CARGO_BIN_EXE_harness").as_ref()) {
        return machine::not_tested("the peers, because this machine refuses namespaces");
    }
    let exercises = exercises();
    assert!(exercises.len() >= 10, "the lists are found: {exercises:?}");
    let mut command = cargo_bin_cmd!("harness");
    command.args(["audit", "--jobs", "8"]).args(&exercises).arg("--fixtures").arg(peers());
    let ran = command.timeout(Duration::from_secs(600)).output().expect("it runs");
    let matrices = String::from_utf8_lossy(&ran.stdout);
    assert_eq!(ran.status.code(), Some(0), "{}\n{matrices}", String::from_utf8_lossy(&ran.stderr));
    for peer in left_out(&matrices) {
        machine::not_tested(&format!("the peer {peer} See `.ci/install-peers`."));
    }
}

/// The lines that say which peers were left out, and why: `socat: This machine has no …`.
fn left_out(matrices: &str) -> impl Iterator<Item = &str> {
    let told = matrices.split("Left out on this machine:\n").skip(1);
    told.flat_map(|told| told.lines().take_while(|line| !line.is_empty()).map(str::trim))
}

#[test]
fn what_was_left_out_is_read_from_the_matrix() {
    let matrix = "a  left out\n\nLeft out on this machine:\n  a: This machine has no `x`.\n  b: This machine has no `y`.\n\n1 submission\n";
    let other = "Left out on this machine:\n  c: This machine has no `z`.\n\n1 submission\n";
    let matrices = format!("{matrix}\n{other}");
    let told: Vec<_> = left_out(&matrices).collect();
    assert_eq!(told, ["a: This machine has no `x`.", "b: This machine has no `y`.", "c: This machine has no `z`."]);
    assert_eq!(left_out("a  .\n\n1 submission\n").count(), 0);
}

#[derive(Deserialize)]
struct List {
    peers: Vec<Peer>,
}

#[derive(Deserialize)]
struct Peer {
    slug: String,
    #[serde(default)]
    needs: Vec<String>,
}

/// What is spelled wrong in a list would be left out on every machine.
#[test]
fn every_need_is_a_toolchain_or_has_its_package() {
    let packages: BTreeMap<String, String> = read(&peers().join("packages.yaml"));
    let is_toolchain = |need: &str| NEEDS.iter().any(|known| known.tools.iter().any(|tools| tools.contains(&need)));
    let mut needed = BTreeSet::new();
    for exercise in exercises() {
        let list: List = read(&peers().join(&exercise).join("audit.yaml"));
        for peer in list.peers {
            assert!(!peer.needs.is_empty(), "{exercise}/{}: name the program that it is", peer.slug);
            for need in peer.needs {
                let known = is_toolchain(&need) || packages.contains_key(&need);
                assert!(
                    known,
                    "{exercise}/{}: name the package of `{need}` in fixtures/peers/packages.yaml",
                    peer.slug
                );
                needed.insert(need);
            }
        }
    }
    let unused: Vec<&String> = packages.keys().filter(|name| !needed.contains(*name)).collect();
    assert!(unused.is_empty(), "no peer needs {unused:?} of fixtures/peers/packages.yaml");
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    let text = fs::read_to_string(path).expect("a file");
    serde_yaml::from_str(&text).expect("its form")
}
