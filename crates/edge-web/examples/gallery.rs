//! Serves the gallery on a loopback port, with the headers of the product, for the eye and the browser tests:
//! `cargo run -p edge-web --features gallery --example gallery -- 8390`; port 0 is any free one. The address is printed. Pages
//! are `/accounts.html`, `/accounts.en.html`, … A POST is answered like a GET; nothing is kept.

use edge_web::{assets, gallery, ui::Lang};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8390".into());
    let listener = TcpListener::bind(format!("127.0.0.1:{port}"))?;
    writeln!(std::io::stdout(), "http://{}", listener.local_addr()?)?;
    for stream in listener.incoming() {
        std::thread::spawn(|| stream.and_then(answer));
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or("/").split(['?', '#']).next().unwrap_or("/").to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header == "\r\n" {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    std::io::copy(&mut reader.take(length), &mut std::io::sink())?;
    let (kind, body) = respond(&path);
    let keep = if path.starts_with("/assets/") { "max-age=3600" } else { "no-store" };
    let found = if body.is_some() { "200 OK" } else { "404 Not Found" };
    let body = body.unwrap_or_default();
    write!(
        stream,
        "HTTP/1.1 {found}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: {keep}\r\nContent-Security-Policy: {}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len(),
        assets::content_security_policy()
    )?;
    stream.write_all(&body)
}

fn respond(path: &str) -> (&'static str, Option<Vec<u8>>) {
    if let Some(asset) = assets::lookup(path, "") {
        return (asset.content_type, Some(asset.bytes.to_vec()));
    }
    let name = path.trim_start_matches('/');
    let name = if name.is_empty() { "home.html" } else { name };
    let (name, lang) = match name.strip_suffix(".en.html") {
        Some(name) => (name, Lang::En),
        None => (name.trim_end_matches(".html"), Lang::Zh),
    };
    if let Some(page) = gallery::PAGES.iter().find(|page| page.name == name) {
        return ("text/html; charset=utf-8", Some((page.draw)(lang).into_string().into_bytes()));
    }
    let found = gallery::answers(lang).into_iter().find(|(known, _)| *known == name).map(|(_, body)| body.into_bytes());
    let kind = if name == "options" { "application/json" } else { "text/html; charset=utf-8" };
    (kind, found)
}
