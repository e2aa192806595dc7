//! Asking clamd, the ClamAV daemon, by its INSTREAM command: chunks with their length before
//! them, a length of zero at the end, one line back (clamd(8)).

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

const PICKED_UP_WITHIN: Duration = Duration::from_secs(5);
/// A large document with macros of its own takes clamd a while.
const ANSWERED_WITHIN: Duration = Duration::from_secs(60);
const CHUNK: usize = 64 * 1024;
/// An answer is one short line.
const ANSWER_AT_MOST: u64 = 4 * 1024;

/// Where clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// `host:port`.
    Tcp(String),
    /// The path of a socket.
    Unix(String),
}

/// What it says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    Clean,
    /// With the name of what was found.
    Found(String),
}

trait Line: Read + Write {}
impl<T: Read + Write> Line for T {}

impl Clamd {
    /// A path (`/run/clamav/clamd.ctl`, `unix:…`) or `host:port` (`tcp:…`).
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("unix:") {
            return Ok(Self::Unix(path.to_owned()));
        }
        if text.starts_with('/') {
            return Ok(Self::Unix(text.to_owned()));
        }
        let address = text.strip_prefix("tcp:").unwrap_or(text);
        match address.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && port.parse::<u16>().is_ok() => {
                Ok(Self::Tcp(address.to_owned()))
            }
            _ => Err("must be host:port or the path of a socket".into()),
        }
    }

    /// Sends a file through the scanner.
    ///
    /// # Errors
    /// When it does not answer, or says that it could not look.
    pub fn scan(&self, file: &mut File) -> io::Result<Finding> {
        file.seek(SeekFrom::Start(0))?;
        let mut line = self.call()?;
        line.write_all(b"zINSTREAM\0")?;
        let mut chunk = vec![0; CHUNK];
        loop {
            let length = file.read(&mut chunk)?;
            let head = u32::try_from(length).unwrap_or_default().to_be_bytes();
            line.write_all(&head)?;
            if length == 0 {
                break;
            }
            line.write_all(chunk.get(..length).unwrap_or_default())?;
        }
        line.flush()?;
        let mut answer = String::new();
        line.take(ANSWER_AT_MOST).read_to_string(&mut answer)?;
        read(answer.trim_matches(['\0', '\n', ' ']))
    }

    fn call(&self) -> io::Result<Box<dyn Line>> {
        match self {
            Self::Tcp(address) => {
                let mut last = io::Error::new(io::ErrorKind::NotFound, "no such host");
                for address in address.to_socket_addrs()? {
                    match TcpStream::connect_timeout(&address, PICKED_UP_WITHIN) {
                        Ok(stream) => {
                            stream.set_read_timeout(Some(ANSWERED_WITHIN))?;
                            stream.set_write_timeout(Some(ANSWERED_WITHIN))?;
                            return Ok(Box::new(stream));
                        }
                        Err(error) => last = error,
                    }
                }
                Err(last)
            }
            #[cfg(unix)]
            Self::Unix(path) => {
                let stream = std::os::unix::net::UnixStream::connect(path)?;
                stream.set_read_timeout(Some(ANSWERED_WITHIN))?;
                stream.set_write_timeout(Some(ANSWERED_WITHIN))?;
                Ok(Box::new(stream))
            }
            #[cfg(not(unix))]
            Self::Unix(_) => Err(io::ErrorKind::Unsupported.into()),
        }
    }
}

/// `stream: OK`, `stream: Win.Test.EICAR_HDB-1 FOUND`, or a complaint.
fn read(answer: &str) -> io::Result<Finding> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    if said == "OK" {
        Ok(Finding::Clean)
    } else if let Some(name) = said.strip_suffix(" FOUND") {
        Ok(Finding::Found(name.to_owned()))
    } else {
        Err(io::Error::other(format!("clamd: {answer}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_a_path() {
        assert_eq!(
            Clamd::parse("127.0.0.1:3310"),
            Ok(Clamd::Tcp("127.0.0.1:3310".into()))
        );
        assert_eq!(
            Clamd::parse("tcp:av:3310"),
            Ok(Clamd::Tcp("av:3310".into()))
        );
        assert_eq!(
            Clamd::parse("/run/clamav/clamd.ctl"),
            Ok(Clamd::Unix("/run/clamav/clamd.ctl".into()))
        );
        for bad in ["", "av", "av:", ":3310", "av:x"] {
            assert!(Clamd::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_ok_is_clean() {
        assert_eq!(read("stream: OK").unwrap(), Finding::Clean);
        assert_eq!(
            read("stream: Eicar-Test-Signature FOUND").unwrap(),
            Finding::Found("Eicar-Test-Signature".into())
        );
        for bad in [
            "",
            "INSTREAM size limit exceeded. ERROR",
            "stream: ERROR",
            "UNKNOWN COMMAND",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
