//! Changes to the limits that a program runs under.

use serde::Deserialize;

use crate::sandbox::Limits;

/// The limits that an exercise, a program or a check changes; each one not named stays as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LimitChanges {
    /// See [`Limits::step_seconds`].
    pub step_seconds: Option<u32>,
    /// See [`Limits::check_seconds`].
    pub check_seconds: Option<u32>,
    /// See [`Limits::processor_seconds`].
    pub processor_seconds: Option<u32>,
    /// See [`Limits::processes`].
    pub processes: Option<u32>,
    /// See [`Limits::memory_mib`].
    pub memory_mib: Option<u32>,
    /// See [`Limits::files_mib`].
    pub files_mib: Option<u32>,
    /// See [`Limits::output_kib`].
    pub output_kib: Option<u32>,
}

impl LimitChanges {
    /// These limits with the changes made.
    pub fn over(self, limits: Limits) -> Limits {
        Limits {
            step_seconds: self.step_seconds.unwrap_or(limits.step_seconds),
            check_seconds: self.check_seconds.unwrap_or(limits.check_seconds),
            processor_seconds: self.processor_seconds.unwrap_or(limits.processor_seconds),
            processes: self.processes.unwrap_or(limits.processes),
            memory_mib: self.memory_mib.unwrap_or(limits.memory_mib),
            files_mib: self.files_mib.unwrap_or(limits.files_mib),
            output_kib: self.output_kib.unwrap_or(limits.output_kib),
        }
    }

    /// These changes, and those of a wider scope where there are none here.
    #[must_use]
    pub fn or(self, wider: Self) -> Self {
        Self {
            step_seconds: self.step_seconds.or(wider.step_seconds),
            check_seconds: self.check_seconds.or(wider.check_seconds),
            processor_seconds: self.processor_seconds.or(wider.processor_seconds),
            processes: self.processes.or(wider.processes),
            memory_mib: self.memory_mib.or(wider.memory_mib),
            files_mib: self.files_mib.or(wider.files_mib),
            output_kib: self.output_kib.or(wider.output_kib),
        }
    }

    /// The name of the first limit that would leave nothing at all.
    pub fn nothing_left(self) -> Option<&'static str> {
        let named = [
            ("step_seconds", self.step_seconds),
            ("check_seconds", self.check_seconds),
            ("processor_seconds", self.processor_seconds),
            ("processes", self.processes),
            ("memory_mib", self.memory_mib),
            ("files_mib", self.files_mib),
            ("output_kib", self.output_kib),
        ];
        named.into_iter().find(|(_, limit)| *limit == Some(0)).map(|(name, _)| name)
    }
}
