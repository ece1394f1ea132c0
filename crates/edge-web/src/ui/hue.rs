//! Colour as a hue: tags, avatars, dots, stages and timeline icons share one OKLCH formula and differ in the angle only.
//! The classes `h1` … `h8` are defined in `assets/css/tokens.css`. Used by every component with a colour of its own.

/// Eight hues and the neutral grey. Metadata stores the lower-case name ("blue").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Hue {
    #[default]
    Grey,
    Red,
    Amber,
    Green,
    Teal,
    Cyan,
    Blue,
    Violet,
    Pink,
}

impl Hue {
    /// The eight real hues in the order of their classes.
    pub const ALL: [Hue; 8] =
        [Hue::Red, Hue::Amber, Hue::Green, Hue::Teal, Hue::Cyan, Hue::Blue, Hue::Violet, Hue::Pink];

    /// The class that sets `--h`; grey is `n`.
    pub fn class(self) -> &'static str {
        match self {
            Hue::Grey => "n",
            Hue::Red => "h1",
            Hue::Amber => "h2",
            Hue::Green => "h3",
            Hue::Teal => "h4",
            Hue::Cyan => "h5",
            Hue::Blue => "h6",
            Hue::Violet => "h7",
            Hue::Pink => "h8",
        }
    }

    /// The hue of a metadata name; an unknown name is grey.
    pub fn named(name: &str) -> Hue {
        match name {
            "red" => Hue::Red,
            "amber" | "orange" | "yellow" => Hue::Amber,
            "green" => Hue::Green,
            "teal" => Hue::Teal,
            "cyan" => Hue::Cyan,
            "blue" => Hue::Blue,
            "violet" | "purple" => Hue::Violet,
            "pink" => Hue::Pink,
            _ => Hue::Grey,
        }
    }

    /// A hue that is always the same for the same text (FNV-1a), so a person keeps their colour on every page and node.
    pub fn of(text: &str) -> Hue {
        let hash =
            text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
        Hue::ALL[((hash ^ (hash >> 32)) % 8) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_keeps_its_hue() {
        assert_eq!(Hue::of("林书遥"), Hue::of("林书遥"));
        let spread: std::collections::HashSet<_> = (0..100).map(|n| Hue::of(&format!("客户{n}"))).collect();
        assert_eq!(spread.len(), 8);
    }
}
