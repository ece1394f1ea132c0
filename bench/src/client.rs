//! One browser: a connection that is kept open, a cookie, plain HTTP/1.1. Small and blocking, so that it costs the two cores little.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

pub struct Client {
    stream: BufReader<TcpStream>,
    host: String,
    cookie: String,
    body: Vec<u8>,
}

/// A request of one path: method, path with query, body as JSON.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: &'static str,
    pub path: String,
    pub json: Option<String>,
    /// a page for a person, not JSON for a program
    pub page: bool,
}

impl Client {
    pub fn connect(address: SocketAddr, cookie: String) -> std::io::Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(150)))?;
        Ok(Client {
            stream: BufReader::with_capacity(64 << 10, stream),
            host: address.to_string(),
            cookie,
            body: Vec::new(),
        })
    }

    /// Status and body.
    pub fn ask(&mut self, asked: &Asked) -> std::io::Result<(u16, &[u8])> {
        let body = asked.json.as_deref().unwrap_or_default();
        let accept = if asked.page { "text/html" } else { "application/json" };
        let mut head = format!(
            "{} {} HTTP/1.1\r\nhost: {}\r\ncookie: {}\r\naccept: {accept}\r\nsec-fetch-site: same-origin\r\n",
            asked.method, asked.path, self.host, self.cookie
        );
        if asked.json.is_some() {
            head.push_str(&format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        head.push_str(body);
        self.stream.get_mut().write_all(head.as_bytes())?;
        self.answer()
    }

    fn answer(&mut self) -> std::io::Result<(u16, &[u8])> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        let (mut length, mut chunked) = (0, false);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let head = line.trim_end().to_ascii_lowercase();
            if head.is_empty() {
                break;
            }
            if let Some(value) = head.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
            chunked |= head.starts_with("transfer-encoding:") && head.contains("chunked");
        }
        self.body.clear();
        if !chunked {
            self.body.resize(length, 0);
            self.stream.read_exact(&mut self.body)?;
            return Ok((status, &self.body));
        }
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let size = usize::from_str_radix(line.trim(), 16).unwrap_or(0);
            let start = self.body.len();
            self.body.resize(start + size, 0);
            self.stream.read_exact(&mut self.body[start..])?;
            line.clear();
            self.stream.read_line(&mut line)?;
            if size == 0 {
                return Ok((status, &self.body));
            }
        }
    }
}
