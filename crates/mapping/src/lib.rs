//! A stretch of a file, mapped into memory to be written.
//!
//! A journal record is some 250 bytes, and the kernel takes about a microsecond to `write` them, a tenth of a whole redirect; copying them
//! into a mapped page takes a twentieth of that, and they survive the end of the process just the same. That is what this crate is for, and
//! the only one in which unsafe code may stand. What could go wrong with a mapping, and why it does not here:
//!
//! - **Two who hold the same memory.** Nothing is ever read through a [`Window`], and no reference to its memory is given out: bytes are copied
//!   in by pointer. Whoever reads the file does so by system calls.
//! - **A page that is not there**, for which the kernel ends the process. A window is opened only within what was reserved, on file systems
//!   where a reserved block is a block ([`keeps_reserved_room`]), and every page of it is asked for at once: where one cannot be had, opening
//!   fails and its caller writes the other way. The file must not be cut below a window that is open; so whoever cuts closes it first.
//!
//! Which bytes go where, and what to do where no window can be had, is left to the caller.

use memmap2::{Advice, MmapOptions, MmapRaw};
use rustix::fs::fstatfs;
use std::fs::File;
use std::io;

/// A stretch of a file in memory.
#[derive(Debug)]
pub struct Window {
    memory: MmapRaw,
    start: u64,
}

impl Window {
    /// Maps `length` bytes of a file that is open for reading and writing, from `start`, a multiple of a page. The file must be that long, with
    /// room reserved.
    ///
    /// # Errors
    /// Where the system refuses, or has no page for a part of it.
    pub fn open(file: &File, start: u64, length: usize) -> io::Result<Self> {
        let memory = MmapOptions::new().offset(start).len(length).map_raw(file)?;
        memory.advise(Advice::PopulateWrite)?;
        Ok(Self { memory, start })
    }

    /// Copies as many of the bytes as fall into the window to `offset` of the file, and says how many: 0 where `offset` lies outside.
    #[must_use]
    pub fn write(&mut self, bytes: &[u8], offset: u64) -> usize {
        let Some(at) = offset.checked_sub(self.start).and_then(|at| usize::try_from(at).ok()) else { return 0 };
        let length = bytes.len().min(self.memory.len().saturating_sub(at));
        if length > 0 {
            // SAFETY: `at + length` is within the mapping, which lives as long as `self`. `bytes` cannot be part of it, since no reference to it is
            // ever made. `&mut self` keeps other writers of this process out, and what others do to the file is bytes for bytes.
            unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), self.memory.as_mut_ptr().add(at), length) };
        }
        length
    }
}

/// True where the file system is known to keep what it reserved: a write to a reserved block needs no other. File systems that copy on write,
/// or that are served from elsewhere, may run out of room all the same.
#[must_use]
pub fn keeps_reserved_room(file: &File) -> bool {
    const EXT: u64 = 0xEF53;
    const XFS: u64 = 0x5846_5342;
    const TMPFS: u64 = 0x0102_1994;
    fstatfs(file).is_ok_and(|found| matches!(found.f_type as u64, EXT | XFS | TMPFS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    const PAGES: u64 = 64 * 1024;

    fn file() -> File {
        let file = tempfile::tempfile().expect("a file");
        file.set_len(3 * PAGES).expect("room");
        file
    }

    #[test]
    fn what_is_written_is_in_the_file_and_nothing_else() {
        let file = file();
        let mut window = Window::open(&file, PAGES, PAGES as usize).expect("a window");
        let cases = [(PAGES - 1, 0), (0, 0), (PAGES, 5), (2 * PAGES - 2, 2), (2 * PAGES, 0), (u64::MAX, 0)];
        for (offset, taken) in cases {
            assert_eq!(window.write(b"bytes", offset), taken, "{offset}");
        }
        assert_eq!(window.write(b"", PAGES), 0);
        let mut found = Vec::new();
        (&file).read_to_end(&mut found).expect("read");
        let mut expected = vec![0; 3 * PAGES as usize];
        expected[PAGES as usize..][..5].copy_from_slice(b"bytes");
        expected[2 * PAGES as usize - 2..][..2].copy_from_slice(b"by");
        assert!(found == expected);
    }

    #[test]
    fn there_is_no_window_behind_the_end_of_a_file() {
        assert!(Window::open(&file(), 2 * PAGES, 2 * PAGES as usize).is_err());
    }
}
