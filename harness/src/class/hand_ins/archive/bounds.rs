//! What an archive may hold.

/// Limits of one archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::class::hand_ins) struct Bounds {
    /// Bytes of all unpacked files together, and of the archive itself.
    pub(super) bytes: u64,
    /// Files, folders and links.
    pub(super) entries: u64,
    /// How many times as large as the archive its files may be together, once they are larger than [`Bounds::HARMLESS`].
    pub(super) ratio: Option<u64>,
}

impl Bounds {
    /// Of one submission. A program of a course has some dozen files and seldom a MiB; deflate packs sources about 5 to 1,
    /// logs and bitmaps up to 50 to 1, and nothing but a repetition 100 to 1.
    pub(in crate::class::hand_ins) const SUBMISSION: Self =
        Self { bytes: 200 << 20, entries: 20_000, ratio: Some(100) };
    /// Of a class. The archive comes from the instructor's own LMS, and what each submission may hold is held later.
    pub(in crate::class::hand_ins) const CLASS: Self = Self { bytes: 16 << 30, entries: 1_000_000, ratio: None };
    /// Bytes that are no harm, however well they were packed.
    pub(super) const HARMLESS: u64 = 10 << 20;
    /// Folders within one another.
    pub(super) const DEPTH: usize = 32;
    /// Bytes of one name in a path, which is what file systems take.
    pub(super) const NAME: usize = 255;
    /// Bytes of what a link leads to.
    pub(super) const TARGET: u64 = 4096;

    /// The limit of bytes as people say it.
    pub(super) fn in_words(self) -> String {
        if self.bytes >= 1 << 30 { format!("{} GiB", self.bytes >> 30) } else { format!("{} MiB", self.bytes >> 20) }
    }

    /// Bytes of a tar that holds no more than is allowed, with its headers.
    pub(super) fn of_a_tar(self) -> u64 {
        self.bytes + (self.entries + 10) * 2048
    }
}
