//! Faults from outside, made for real: processes that are killed, disks that are full. `bench/reliability` makes more of them.

mod disk;
mod import;
mod kill;
#[cfg(target_os = "linux")]
mod sync;
