//! Finds the translation files at build, so that adding `locales/<language>/<room>.ftl` needs no code.
//! Writes `$OUT_DIR/locales.rs`: one constant per language, `&[(file name, text)]`, read by `words::catalogue`.

use std::{env, fs, io, path::Path};

fn main() -> io::Result<()> {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let mut code = String::new();
    for (name, folder) in [("ZH", "zh-CN"), ("EN", "en")] {
        let folder = Path::new("locales").join(folder).canonicalize()?;
        println!("cargo::rerun-if-changed={}", folder.display());
        let mut files: Vec<_> =
            fs::read_dir(&folder)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<_>>()?;
        files.retain(|path| path.extension().is_some_and(|ending| ending == "ftl"));
        files.sort();
        code.push_str(&format!("pub(super) const {name}: &[(&str, &str)] = &[\n"));
        for path in files {
            let file = path.file_name().and_then(|file| file.to_str()).expect("a file found by its ending has a name");
            code.push_str(&format!("    ({file:?}, include_str!({path:?})),\n"));
        }
        code.push_str("];\n");
    }
    fs::write(Path::new(&out).join("locales.rs"), code)
}
