//! What every layer speaks: names, ids, values, money, time, problems. Knows no I/O at all; used by every other crate.
