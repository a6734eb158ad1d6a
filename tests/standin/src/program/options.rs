//! How the program is started: what its arguments say.
//!
//! It reads a handful of words; what they do is in the library.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use candour_standin::{Beginning, Commits, Login, Settings, Transport};

/// What the program says to whoever does not know its arguments.
pub(crate) const USAGE: &str = "\
usage: candour-standin [--nodes COUNT] [--tls FILE] [--login USER:PASSWORD] [--down]
                       [--shared-commits] [--append-bytes-max BYTES] [--stop-after SECONDS]

Serves the protocol of EventStoreDB on ports of this machine, from memory, for tests. Prints what a
client connects to, then takes an order from each line of its input. It stops when its input ends, or
after so many seconds: 600, unless told. With --tls it writes the certificate to trust to FILE.";

const STOP_AFTER: Duration = Duration::from_mins(10);

/// What the arguments say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) settings: Settings,
    /// Where the certificate of the authority is written, if there is TLS.
    pub(crate) authority: Option<PathBuf>,
    /// After how long the program stops by itself.
    pub(crate) stop_after: Duration,
}

/// An argument that says nothing.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not understood\n\n{USAGE}")]
pub(crate) struct NotUnderstood(pub(crate) String);

impl Options {
    /// Reads the arguments that follow the program's name.
    pub(crate) fn read(arguments: impl IntoIterator<Item = String>) -> Result<Self, NotUnderstood> {
        let mut options =
            Self { settings: Settings::default(), authority: None, stop_after: STOP_AFTER };
        let settings = &mut options.settings;
        let mut arguments = arguments.into_iter();
        while let Some(name) = arguments.next() {
            match &*name {
                "--nodes" => settings.nodes = value(&name, arguments.next().as_ref())?,
                "--append-bytes-max" => {
                    settings.append_bytes_max = value(&name, arguments.next().as_ref())?;
                }
                "--tls" => {
                    settings.transport = Transport::Tls;
                    options.authority = Some(value(&name, arguments.next().as_ref())?);
                }
                "--login" => settings.login = Some(login(&name, arguments.next().as_ref())?),
                "--down" => settings.beginning = Beginning::Down,
                "--shared-commits" => settings.commits = Commits::Shared,
                "--stop-after" => {
                    let seconds = value(&name, arguments.next().as_ref())?;
                    options.stop_after = Duration::from_secs(seconds);
                }
                _ => return Err(NotUnderstood(name)),
            }
        }
        Ok(options)
    }
}

fn value<T: FromStr>(name: &str, value: Option<&String>) -> Result<T, NotUnderstood> {
    let unclear = || NotUnderstood(format!("{name} {}", value.map_or("", String::as_str)));
    value.and_then(|it| it.parse().ok()).ok_or_else(unclear)
}

fn login(name: &str, given: Option<&String>) -> Result<Login, NotUnderstood> {
    let given: String = value(name, given)?;
    let (user, password) = given.split_once(':').ok_or_else(|| NotUnderstood(name.to_owned()))?;
    Ok(Login { user: user.to_owned(), password: password.to_owned() })
}

#[cfg(test)]
mod tests {
    //! What arguments come to.

    use super::*;

    fn read(arguments: &str) -> Result<Options, String> {
        let words = arguments.split_whitespace().map(str::to_owned);
        Options::read(words).map_err(|NotUnderstood(what)| what)
    }

    #[test]
    fn arguments_say_how_the_stand_in_is_to_be() {
        let said = "--nodes 3 --tls ca.pem --login a:b:c --down --shared-commits \
                    --append-bytes-max 9 --stop-after 7";
        let settings = Settings {
            nodes: 3,
            transport: Transport::Tls,
            beginning: Beginning::Down,
            login: Some(Login { user: "a".to_owned(), password: "b:c".to_owned() }),
            commits: Commits::Shared,
            append_bytes_max: 9,
            ..Settings::default()
        };
        let stop_after = Duration::from_secs(7);
        let wanted = Options { settings, authority: Some("ca.pem".into()), stop_after };
        assert_eq!(read(said), Ok(wanted));
        let settings = Settings::default();
        assert_eq!(read(""), Ok(Options { settings, authority: None, stop_after: STOP_AFTER }));
    }

    #[test]
    fn an_argument_that_says_nothing_is_named() {
        let unclear = ["--nodes", "--nodes many", "--login nobody", "extra"];
        let named = ["--nodes ", "--nodes many", "--login", "extra"];
        assert_eq!(unclear.map(read), named.map(|it| Err(it.to_owned())));
    }
}
