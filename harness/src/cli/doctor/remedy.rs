//! What to do about a refusal, by what the machine says about itself.

use super::machine::Machine;
use crate::sandbox::probe::{Answer, Service};

/// What to do so that the first thing that was refused is granted; a paragraph each.
pub(super) fn remedies(refusal: &Answer, machine: &Machine) -> Vec<String> {
    let answer = refusal.refused.as_deref().unwrap_or_default();
    if answer.contains("os error 38") {
        return vec![format!(
            "This kernel ({}) does not know what is asked of it. Use Linux 5.12 or newer, on a machine that emulates none of it.",
            machine.system
        )];
    }
    if refusal.service == Service::Proc {
        let flag = "Docker: `--security-opt systempaths=unconfined`.";
        return vec![format!("Parts of /proc are covered in this container, so no new one may be mounted. {flag}")];
    }
    let mut remedies = Vec::new();
    if is_about_namespaces(refusal.service) {
        remedies.extend(settings(machine));
    }
    if matches!(refusal.service, Service::Blocked | Service::Fetch) && machine.ptrace_restricted {
        let scope = "Let processes look at those they have started:\n  sudo sysctl -w kernel.yama.ptrace_scope=1";
        remedies.push(scope.to_owned());
    }
    if machine.in_container {
        remedies.push(CONTAINER.to_owned());
    } else if machine.filtered && remedies.is_empty() {
        remedies.push(FILTERED.to_owned());
    }
    if remedies.is_empty() {
        remedies.push(format!(
            "Nothing that is known here explains it. Ask whoever runs this machine why `{}` is refused.",
            refusal.service.words()
        ));
    }
    remedies
}

/// Whether everybody may do it but for a user namespace's rights.
fn is_about_namespaces(service: Service) -> bool {
    service >= Service::Users && !matches!(service, Service::Filter | Service::Fetch | Service::Blocked)
}

/// The settings of the machine that keep user namespaces from ordinary users.
fn settings(machine: &Machine) -> Vec<String> {
    let mut settings = Vec::new();
    if machine.userns_limited_to_none {
        settings.push("This machine allows no user namespaces at all. Allow them:\n  sudo sysctl -w user.max_user_namespaces=15000".to_owned());
    }
    if machine.userns_switched_off {
        settings.push("Ordinary users may make no user namespaces. Let them:\n  sudo sysctl -w kernel.unprivileged_userns_clone=1".to_owned());
    }
    if machine.restricted_by_apparmor {
        let harness = machine.harness.display();
        settings.push(format!(
            "AppArmor lets only programs with a profile use user namespaces (Ubuntu 23.10 and later). Give the harness one:
  sudo tee /etc/apparmor.d/harness <<'END'
  abi <abi/4.0>,
  profile harness \"{harness}\" flags=(unconfined) {{
    userns,
  }}
  END
  sudo apparmor_parser -r /etc/apparmor.d/harness
Or lift the rule for all programs:
  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        ));
    }
    settings
}

const CONTAINER: &str = "\
This is a container, and its rules refuse it. Start the container with
  docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined …
If that is not enough, add `--cap-add SYS_ADMIN` or, on a machine that is for this alone, `--privileged`.";

const FILTERED: &str = "\
A filter of system calls stands over this process and may refuse it: `RestrictNamespaces=` of a systemd service,
or the sandbox of a CI runner. Run the harness outside of it.";

#[cfg(test)]
mod tests {
    use super::remedies;
    use crate::cli::doctor::machine::Machine;
    use crate::sandbox::probe::{Answer, Service};

    fn remedy(service: Service, refused: &str, machine: Machine) -> String {
        remedies(&Answer { service, refused: Some(refused.to_owned()) }, &machine).join("\n\n")
    }

    const EPERM: &str = "Operation not permitted (os error 1)";

    #[test]
    fn ubuntu_is_told_its_profile() {
        let ubuntu =
            Machine { restricted_by_apparmor: true, harness: "/home/a b/harness".into(), ..Machine::default() };
        assert_eq!(
            remedy(Service::UserMap, EPERM, ubuntu),
            "AppArmor lets only programs with a profile use user namespaces (Ubuntu 23.10 and later). Give the harness one:
  sudo tee /etc/apparmor.d/harness <<'END'
  abi <abi/4.0>,
  profile harness \"/home/a b/harness\" flags=(unconfined) {
    userns,
  }
  END
  sudo apparmor_parser -r /etc/apparmor.d/harness
Or lift the rule for all programs:
  sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        );
    }

    #[test]
    fn each_refusal_leads_to_what_lifts_it() {
        let docker = Machine { in_container: true, filtered: true, ..Machine::default() };
        let debian = Machine { userns_switched_off: true, ..Machine::default() };
        let hardened = Machine { userns_limited_to_none: true, ..Machine::default() };
        let yama = Machine { ptrace_restricted: true, ..Machine::default() };
        let service = Machine { filtered: true, ..Machine::default() };
        for (asked, machine, said) in [
            (Service::Users, docker.clone(), "--security-opt seccomp=unconfined --security-opt apparmor=unconfined"),
            (Service::RootMounts, docker.clone(), "--cap-add SYS_ADMIN"),
            (Service::Proc, docker, "systempaths=unconfined"),
            (Service::Users, debian, "kernel.unprivileged_userns_clone=1"),
            (Service::Users, hardened, "user.max_user_namespaces=15000"),
            (Service::Blocked, yama, "kernel.yama.ptrace_scope=1"),
            (Service::Users, service, "RestrictNamespaces="),
            (Service::Users, Machine::default(), "why `user namespace` is refused"),
        ] {
            let told = remedy(asked, EPERM, machine);
            assert!(told.contains(said), "{asked:?}: {told}");
        }
        let old = Machine { system: "Linux 4.19.0 x86_64".to_owned(), ..Machine::default() };
        assert!(remedy(Service::ReadOnly, "Function not implemented (os error 38)", old).contains("Linux 4.19.0"));
    }
}
