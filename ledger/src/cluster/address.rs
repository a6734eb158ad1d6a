//! The address of a cluster as an operator writes it: hosts, TLS, who signs in, and the limits that the
//! servers were set up with. It is read here and not by the client, which sends a name or a password as
//! it stands in the address and is silent about words that it does not know. Nothing here connects.

use std::fmt::{self, Write};
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The port of a server, unless one is given.
const PORT: u16 = 2_113;
/// What an append may hold, in bytes, unless the address says otherwise: servers before version 26 take
/// one mebibyte, and count what they put around it.
pub(super) const APPEND_BYTES_USUAL: usize = 1_000_000;
/// No append may be larger, whatever the address says: the client reads no larger message.
pub(super) const APPEND_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The longest prefix of a namespace.
const NAMESPACE_BYTES_MAX: usize = 24;
/// The two ways in which an address begins.
const SCHEMES: [(&str, bool); 2] = [("esdb://", false), ("esdb+discover://", true)];

/// Whether a text is the address of a cluster, and not the path of a directory.
pub fn is_cluster_address(text: &str) -> bool {
    SCHEMES.iter().any(|(scheme, _)| text.starts_with(scheme))
}

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its name or number on the network.
    pub name: String,
    /// Its port.
    pub port: u16,
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.name, self.port)
    }
}

/// How the servers are known to be the right ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tls {
    /// Not at all: for tests, and for a cluster on the same machine.
    Off,
    /// By certificates that the system trusts.
    System,
    /// By certificates that the authority in this file signed.
    Authority(PathBuf),
}

/// The name and the password with which a node signs in. Neither is ever printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    user: String,
    password: String,
}

impl Credentials {
    /// Takes a name and a password.
    pub fn new(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { user: user.into(), password: password.into() }
    }

    /// Reads a file of two lines: `user NAME` and `password WORD`. Each goes to the end of its line.
    ///
    /// # Errors
    /// Fails where the file cannot be read, or has not these two lines.
    pub fn read(file: &Path) -> Result<Self, AddressError> {
        let wrong = |why: String| AddressError::Credentials { file: file.to_owned(), why };
        let text = fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        let after = |word: &str| {
            text.lines().find_map(|line| line.strip_prefix(word)).map(ToOwned::to_owned)
        };
        match (after("user "), after("password ")) {
            (Some(user), Some(password)) => Ok(Self { user, password }),
            (_, _) => {
                Err(wrong("it needs a line `user NAME` and a line `password WORD`".to_owned()))
            }
        }
    }

    pub(super) fn user(&self) -> &str {
        &self.user
    }

    pub(super) fn password(&self) -> &str {
        &self.password
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(..)")
    }
}

/// The address of a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClusterAddress {
    /// Its servers, or some of them; with [`Self::discover`] the one name that stands for all.
    pub hosts: Vec<Host>,
    /// Whether the name stands for all servers, in the domain name system.
    pub discover: bool,
    /// How the servers are known.
    pub tls: Tls,
    /// The file from which name and password are read, where the address names one.
    pub credentials_file: Option<PathBuf>,
    /// Letters before the name of every stream: empty for a ledger in use.
    pub namespace: String,
    /// The most bytes that one append may have.
    pub append_bytes_max: usize,
}

/// Why a text is not the address of a cluster that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin as one.
    #[error("the address of a cluster begins with esdb:// or esdb+discover://")]
    Scheme,
    /// A name or a password stands in it, where processes, logs and histories show it.
    #[error(
        "the address has a name or a password in it, which lists of processes and the histories of shells \
         show; put them into a file and name it with credentials=FILE, or set CANDOUR_CLUSTER_USER and \
         CANDOUR_CLUSTER_PASSWORD"
    )]
    Password,
    /// A host is missing, or its port is no number.
    #[error("{given:?} is not a host, or a host and a port")]
    Host {
        /// What was given.
        given: String,
    },
    /// A setting is not known, or not with this value.
    #[error("{name}={value} is not a setting of an address; there are {SETTINGS}")]
    Setting {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
    },
    /// Something follows the hosts that is no setting.
    #[error("an address has no path: {given:?}")]
    Path {
        /// What was given.
        given: String,
    },
    /// The file with the name and the password cannot be used.
    #[error("the credentials in {} cannot be used: {why}", file.display())]
    Credentials {
        /// The file.
        file: PathBuf,
        /// Why.
        why: String,
    },
    /// The file with the authority's certificates cannot be used.
    #[error("the certificates in {} cannot be used: {why}", file.display())]
    Authority {
        /// The file.
        file: PathBuf,
        /// Why.
        why: String,
    },
}

/// The settings, for whoever got one wrong.
const SETTINGS: &str = "tls=true|false, tlsCAFile=FILE, credentials=FILE, namespace=LETTERS and \
    maxAppendBytes=NUMBER";

impl FromStr for ClusterAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut schemes = SCHEMES.iter();
        let found = schemes.find_map(|(scheme, all)| Some((text.strip_prefix(scheme)?, *all)));
        let (rest, discover) = found.ok_or(AddressError::Scheme)?;
        let (hosts, settings) = rest.split_once('?').unwrap_or((rest, ""));
        let hosts = hosts.strip_suffix('/').unwrap_or(hosts);
        if hosts.contains('@') {
            return Err(AddressError::Password);
        }
        if let Some((_, path)) = hosts.split_once('/') {
            return Err(AddressError::Path { given: path.to_owned() });
        }
        let mut address = Self {
            hosts: hosts.split(',').map(host).collect::<Result<_, _>>()?,
            discover,
            tls: Tls::System,
            credentials_file: None,
            namespace: String::new(),
            append_bytes_max: APPEND_BYTES_USUAL,
        };
        if discover && address.hosts.len() > 1 {
            return Err(AddressError::Host { given: hosts.to_owned() });
        }
        for setting in settings.split('&').filter(|setting| !setting.is_empty()) {
            let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
            address.set(name, value)?;
        }
        Ok(address)
    }
}

impl ClusterAddress {
    fn set(&mut self, name: &str, value: &str) -> Result<(), AddressError> {
        let wrong = || AddressError::Setting { name: name.to_owned(), value: value.to_owned() };
        match (name.to_ascii_lowercase().as_str(), value) {
            ("tls", "true") => {}
            ("tls", "false") => self.tls = Tls::Off,
            ("tlscafile", file) if !file.is_empty() && self.tls != Tls::Off => {
                self.tls = Tls::Authority(PathBuf::from(file));
            }
            ("credentials", file) if !file.is_empty() => {
                self.credentials_file = Some(PathBuf::from(file));
            }
            ("namespace", letters) if is_namespace(letters) => {
                letters.clone_into(&mut self.namespace);
            }
            ("maxappendbytes", number) => {
                let bytes = number.parse().ok();
                let bytes = bytes.filter(|bytes| (10_000..=APPEND_BYTES_MAX).contains(bytes));
                self.append_bytes_max = bytes.ok_or_else(wrong)?;
            }
            (_, _) => return Err(wrong()),
        }
        Ok(())
    }

    /// The same cluster with a prefix before the name of every stream.
    ///
    /// # Errors
    /// Refuses what is not lower-case letters.
    pub fn in_namespace(mut self, letters: &str) -> Result<Self, AddressError> {
        self.set("namespace", letters)?;
        Ok(self)
    }

    /// What the client is told: everything but who signs in, which is said with each question.
    pub(super) fn for_client(&self) -> Result<String, AddressError> {
        let scheme = SCHEMES[usize::from(self.discover)].0;
        let hosts: Vec<String> = self.hosts.iter().map(Host::to_string).collect();
        let tls = match &self.tls {
            // Without a file the client reads the system's certificates even where it has no use for
            // them, and ends in a panic where they cannot be read. This one has none.
            Tls::Off => "tls=false&tlsCAFile=/dev/null".to_owned(),
            Tls::System => "tls=true".to_owned(),
            Tls::Authority(file) => {
                let file = readable_authority(file)?;
                format!("tls=true&tlsCAFile={}", percent(&file.to_string_lossy()))
            }
        };
        Ok(format!(
            "{scheme}{}?{tls}&nodePreference=leader&maxDiscoverAttempts=2&discoveryInterval=20\
             &gossipTimeout=3000&keepAliveInterval=10000&keepAliveTimeout=10000&connectionName=candour",
            hosts.join(",")
        ))
    }
}

impl fmt::Display for ClusterAddress {
    /// The hosts alone: what identifies a cluster to whoever reads a message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(SCHEMES[usize::from(self.discover)].0)?;
        for (number, host) in self.hosts.iter().enumerate() {
            if number > 0 {
                f.write_str(",")?;
            }
            write!(f, "{host}")?;
        }
        Ok(())
    }
}

fn is_namespace(letters: &str) -> bool {
    let lower = letters.bytes().all(|byte| byte.is_ascii_lowercase());
    lower && letters.len() <= NAMESPACE_BYTES_MAX
}

fn host(given: &str) -> Result<Host, AddressError> {
    let wrong = || AddressError::Host { given: given.to_owned() };
    let (name, port) = match given.rsplit_once(':') {
        Some((name, port)) => (name, port.parse().map_err(|_| wrong())?),
        None => (given, PORT),
    };
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if name.is_empty() || !name.bytes().all(letters) {
        return Err(wrong());
    }
    Ok(Host { name: name.to_owned(), port })
}

/// The client ends in a panic over a file that it cannot read, so it is read here first.
fn readable_authority(file: &Path) -> Result<&Path, AddressError> {
    let wrong = |why: String| AddressError::Authority { file: file.to_owned(), why };
    let text = fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    if text.contains("-----BEGIN CERTIFICATE-----") {
        return Ok(file);
    }
    Err(wrong("there is no certificate in it".to_owned()))
}

/// The text with every byte that an address may not have written as its number.
fn percent(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            // Writing to a text never fails.
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

#[cfg(test)]
mod tests;
