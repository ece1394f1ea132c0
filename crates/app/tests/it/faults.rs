//! Faults from outside, made for real: processes that are killed, disks that are full. `scripts` and `bench/reliability` make more of them.

mod disk;
mod import;
mod kill;
