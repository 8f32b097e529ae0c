//! Raises a stage: this process becomes the root of a host of its own, with a network that is the whole internet.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nix::sched::{CloneFlags, unshare};

use super::resolver;
use super::setting::Setting;
use crate::program::copy::give;
use crate::program::{Launch, clearing};
use crate::sandbox::step::{Refused, step};
use crate::sandbox::{Level, namespaces, network, view};

/// Where folders of this machine are found once root is given up: a folder that only root could reach has another place.
pub type Places = BTreeMap<PathBuf, PathBuf>;

/// Enters the namespaces of a stage and sets up its network. In `plain` there is nothing to raise. The process must have one thread.
pub fn raise(setting: &Setting) -> Result<Places, Refused> {
    if setting.level == Level::Plain {
        return Ok(Places::new());
    }
    let mut places = Places::new();
    if let Some(uid) = setting.uid {
        step("make a mount namespace", unshare(CloneFlags::CLONE_NEWNS))?;
        namespaces::make_mounts_private()?;
        step("mount the stage's folders", mount_folders(&setting.root))?;
        places = step("place the toolchains", place_folders(setting))?;
        namespaces::drop_root(uid)?;
        namespaces::enter_stage()?;
    } else {
        namespaces::enter_stage()?;
        step("mount the stage's folders", mount_folders(&setting.root))?;
    }
    network::set_up(setting.host_address)?;
    step("set the host's name", nix::unistd::sethostname(&setting.host_name))?;
    Ok(places)
}

/// Where a program's view will be mounted. In `plain`, its private copy of the submission, made here and now.
pub fn place_copy(
    setting: &Setting,
    launch: &Launch,
    files: &[(PathBuf, Vec<u8>)],
    shared: bool,
) -> io::Result<PathBuf> {
    if setting.level == Level::Full {
        return Ok(setting.root.join("view"));
    }
    let copy = setting.root.join(&launch.role);
    if !shared {
        // A program that is started anew gets a fresh copy.
        clearing::remove(&copy)?;
        fs::create_dir(&copy)?;
        view::copy_folder(&launch.folder, &copy)?;
        view::place_files(view::placed(files), &copy)?;
        if let Some(uid) = setting.uid {
            give(&copy, uid)?;
        }
    }
    Ok(copy)
}

/// The files of a host that its programs read: names, users, the resolver.
pub fn host_files(setting: &Setting) -> Vec<(PathBuf, String)> {
    let (name, address) = (&setting.host_name, setting.host_address);
    [
        ("/etc/hosts", format!("127.0.0.1 localhost\n{address} {name}\n")),
        ("/etc/hostname", format!("{name}\n")),
        ("/etc/resolv.conf", format!("nameserver {}\n", resolver::ADDRESS)),
        (
            "/etc/nsswitch.conf",
            "passwd: files\ngroup: files\nhosts: files dns\nservices: files\nprotocols: files\n".to_owned(),
        ),
        (
            "/etc/passwd",
            format!(
                "root:x:0:0:root:/root:/bin/sh\nstudent:x:{user}:{user}:student:{home}:/bin/sh\n",
                user = namespaces::USER,
                home = view::HOME
            ),
        ),
        ("/etc/group", format!("root:x:0:\nstudent:x:{}:\n", namespaces::USER)),
    ]
    .map(|(path, text)| (PathBuf::from(path), text))
    .into()
}

fn mount_folders(root: &Path) -> io::Result<()> {
    view::mount_small(root)?;
    fs::create_dir(root.join("view"))?;
    fs::create_dir(root.join("places"))
}

/// Binds every folder that a program needs to a place that anybody can reach: it may lie below a home that is closed.
fn place_folders(setting: &Setting) -> io::Result<Places> {
    let mut places = Places::new();
    for launch in setting.programs.values().chain(setting.scripts.values().flatten()) {
        for folder in launch.toolchain.iter().chain([&launch.folder]).filter(|folder| folder.is_dir()) {
            if places.contains_key(folder) {
                continue;
            }
            let place = setting.root.join("places").join(places.len().to_string());
            fs::create_dir(&place)?;
            view::bind(folder, &place)?;
            places.insert(folder.clone(), place);
        }
    }
    Ok(places)
}
