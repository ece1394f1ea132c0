//! Makes the files browsers fetch: joins our style sheets and modules, takes third parties' files as they are (after their
//! checksum), names each after its content, writes the names into the files that refer to them, compresses them three ways
//! and hands all of it to `src/assets.rs` as a table of bytes. No network, no Node.

use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, env, fmt::Write as _, fs, io::Write as _, path::Path};

/// The order of the sheets is the order of the cascade within a layer.
const CSS: &str = "tokens base layout controls marks form menu dialog table cards list filter board record timeline state wizard chart home gate \
                   docs print";
/// Each module may use what stands before it.
const JS: &str = "dom trusted overlays toast shell palette table edit peek board filter forms upload draft combo rich range charts live";

fn main() {
    println!("cargo::rerun-if-changed=assets");
    let mut site = Site::default();
    let vendor = vendored();
    for (name, bytes) in &vendor {
        if !matches!(name.as_str(), "htmx.js" | "hx-preload.js") {
            site.add(name, bytes.clone());
        }
    }
    site.add("favicon.svg", read("assets/favicon.svg"));
    site.add("theme.js", plain(&text("assets/js/theme-early.js")).into_bytes());
    let css: String = CSS.split_whitespace().map(|name| plain(&text(&format!("assets/css/{name}.css")))).collect();
    site.add("app.css", css.into_bytes());
    let library = |name: &str| String::from_utf8(vendor[name].clone()).expect("vendored scripts are UTF-8");
    let own: String = JS.split_whitespace().map(module).collect();
    site.add("app.js", format!("{}\n{own}{}", library("htmx.js"), library("hx-preload.js")).into_bytes());
    site.write();
}

fn read(path: &str) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text(path: &str) -> String {
    String::from_utf8(read(path)).unwrap_or_else(|_| panic!("{path} is not UTF-8"))
}

/// Every file of `assets/vendor/manifest.toml`, its checksum compared.
fn vendored() -> BTreeMap<String, Vec<u8>> {
    let manifest = text("assets/vendor/manifest.toml");
    let files = manifest.split("[[file]]").skip(1).map(|entry| {
        let value = |key: &str| {
            let line = entry.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"'));
            line.unwrap_or_else(|| panic!("manifest.toml: a file without {key}")).to_owned()
        };
        let (path, wanted) = (value("path"), value("sha256"));
        let bytes = read(&format!("assets/vendor/{path}"));
        let found = hex(&bytes, 32);
        assert!(
            found == wanted,
            "assets/vendor/{path}: checksum {found}, the manifest says {wanted}; run scripts/vendor/fetch"
        );
        (path, bytes)
    });
    files.filter(|(path, _)| path != "licences.txt").collect()
}

fn hex(bytes: &[u8], length: usize) -> String {
    Sha256::digest(bytes).iter().take(length).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// A module in the joined script: a scope of its own that hands out what it exports. Its `import` lines go, for what it uses
/// stands before it under the same name.
fn module(name: &str) -> String {
    let source = plain(&text(&format!("assets/js/{name}.js")));
    let mut exports = Vec::new();
    let mut body = String::new();
    for line in source.lines().filter(|line| !line.starts_with("import ")) {
        let exported = line.strip_prefix("export ");
        if let Some(declaration) = exported {
            let named = declaration.trim_start_matches("async ").split([' ', '(']).nth(1);
            exports.push(named.unwrap_or_else(|| panic!("assets/js/{name}.js: cannot read {line}")).to_owned());
        }
        body += exported.unwrap_or(line);
        body.push('\n');
    }
    let names = exports.join(",");
    match exports.is_empty() {
        true => format!("{{\n{body}}}\n"),
        false => format!("const {{{names}}} = (() => {{\n{body}return {{{names}}}\n}})()\n"),
    }
}

/// Without comment lines, indentation and empty lines; what is left is for the compressor.
fn plain(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut comment = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("/*") {
            comment = true;
        }
        if !comment && !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
        if comment && line.ends_with("*/") {
            comment = false;
        }
    }
    out
}

/// The files so far: plain name → name with the hash of its content, and the bytes.
#[derive(Default)]
struct Site {
    files: BTreeMap<String, (String, Vec<u8>)>,
}

impl Site {
    /// Adds a file. `/assets/<name>` of a file added before is replaced by its hashed address.
    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        let bytes = match String::from_utf8(bytes) {
            Ok(mut text) if name.starts_with("app.") => {
                for (other, (hashed, _)) in &self.files {
                    text = text.replace(&format!("/assets/{other}"), &format!("/assets/{hashed}"));
                }
                text.into_bytes()
            }
            Ok(text) => text.into_bytes(),
            Err(binary) => binary.into_bytes(),
        };
        let (stem, kind) = name.rsplit_once('.').expect("assets have an extension");
        let hashed = format!("{stem}.{}.{kind}", hex(&bytes, 8));
        self.files.insert(name.to_owned(), (hashed, bytes));
    }

    fn write(self) {
        let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
        let out = Path::new(&out);
        let mut table = String::from(
            "/// Name, address, type, and the bytes as they are, br, gzip, zstd.\npub(super) static FILES: &[File] = &[\n",
        );
        for (name, (hashed, bytes)) in &self.files {
            let keep = |suffix: &str, bytes: &[u8]| {
                let path = out.join(format!("{name}{suffix}"));
                fs::write(&path, bytes).expect("OUT_DIR is writable");
                format!("include_bytes!({:?})", path.display().to_string())
            };
            let plain = keep("", bytes);
            let squeezed = if name.ends_with(".woff2") {
                "None".to_owned()
            } else {
                format!(
                    "Some([{}, {}, {}])",
                    keep(".br", &brotli(bytes)),
                    keep(".gz", &gzip(bytes)),
                    keep(".zst", &zstd::encode_all(bytes.as_slice(), 19).expect("memory is enough"))
                )
            };
            let kind = match name.rsplit_once('.').map(|(_, kind)| kind) {
                Some("css") => "text/css; charset=utf-8",
                Some("js") => "text/javascript; charset=utf-8",
                Some("svg") => "image/svg+xml",
                Some("woff2") => "font/woff2",
                other => panic!("{name}: no content type for {other:?}"),
            };
            let _ = writeln!(
                table,
                "    File {{ name: {name:?}, path: \"/assets/{hashed}\", content_type: {kind:?}, plain: {plain}, squeezed: {squeezed} }},"
            );
        }
        table.push_str("];\n\n/// The icons of the sprite, sorted.\npub(super) static ICONS: &[&str] = &[\n");
        let sprite = String::from_utf8_lossy(&self.files["icons.svg"].1).into_owned();
        for id in sprite.split("<symbol id=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            let _ = writeln!(table, "    {id:?},");
        }
        table.push_str("];\n");
        fs::write(out.join("assets.rs"), table).expect("OUT_DIR is writable");
    }
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
    writer.write_all(bytes).expect("memory is enough");
    drop(writer);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).expect("memory is enough");
    writer.finish().expect("memory is enough")
}
