//! What the pages cost at the server: a process of its own serves a ledger, and is asked over sockets of this
//! machine by whoever is signed in, one page after another or 32 at once. The asking takes its share of the
//! processors; no browser draws anything.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use candour_ledger::{EmbeddedStore, EventStore};
use candour_projections::running::ReadModels;
use chrono::TimeDelta;

use crate::figure::{Figure, Reach};
use crate::ledgers::LONG_CASE;
use crate::measure::{Done, Times, count};
use crate::models::last_recorded;
use crate::population::{case, practitioner};

/// The word that makes this program be the server.
pub(crate) const SERVE: &str = "serve";
/// How often each page is asked for.
const ASKED: u32 = 60;
/// How many connections ask at once.
const CONNECTIONS: u64 = 32;
/// For how long they ask, in seconds.
const SECONDS: u64 = 10;
/// How many cases they ask for in turn: a team's, and not a whole council's.
const CASES: u64 = 400;

/// A server of a ledger, in a process of its own.
struct Serving {
    child: Child,
    address: String,
    cookie: String,
}

impl Serving {
    fn of(ledger: &Path, models: &Path) -> Done<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args([SERVE, "--port", "0", "--json", "--read-only"]);
        command.args(["--requests-per-second", "1000000", "--ledger"]).arg(ledger);
        command.env("CANDOUR_MODELS", models);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut out = BufReader::new(child.stdout.take().ok_or("the server has no output")?);
        let mut said = String::new();
        while !said.ends_with("}\n") {
            if out.read_line(&mut said)? == 0 {
                return Err(format!("the server ended: {said}").into());
            }
        }
        let said: serde_json::Value = serde_json::from_str(&said)?;
        let address = said["listening"].as_str().ok_or("the server says not where it is")?;
        let address = address.trim_start_matches("http://").to_owned();
        Ok(Self { child, address, cookie: String::new() })
    }

    /// Signs somebody in: any practitioner is as good.
    fn sign_in(&mut self, practitioner: &str) -> Done<()> {
        let body = format!("practitioner={practitioner}&to=/cases");
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nhost: {}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        );
        let mut asking = Asking::of(&self.address)?;
        asking.to.write_all(head.as_bytes())?;
        let answer = asking.answer()?;
        let cookie = answer.head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        let cookie = cookie.and_then(|it| it.split(';').next());
        cookie
            .ok_or(format!("nobody was signed in: {}", answer.head))?
            .clone_into(&mut self.cookie);
        Ok(())
    }

    /// Somebody who can sign in, by the page that offers them.
    fn somebody(&self) -> Done<String> {
        let page = Asking::of(&self.address)?.get(&self.address, "", "/sign-in")?;
        let mut values = page.body.split("value=\"").filter_map(|it| it.split('"').next());
        let found = values.find(|it| uuid::Uuid::parse_str(it).is_ok());
        Ok(found.ok_or("nobody can sign in")?.to_owned())
    }

    /// How long a page takes, asked again and again on one connection.
    fn times(&self, path: impl Fn(u32) -> String) -> Done<Times> {
        let mut asking = Asking::of(&self.address)?;
        let mut times = Times::default();
        // The first time is that of reading the case, or of bringing the read models up to date.
        for round in 0..=ASKED {
            let start = Instant::now();
            asking.page(self, &path(round))?;
            if round > 0 {
                times.add(start.elapsed());
            }
        }
        Ok(times)
    }

    /// How many pages a second are answered to many connections at once.
    fn pages_a_second(&self) -> Done<f64> {
        let answered = AtomicU64::new(0);
        let began = Instant::now();
        let all: Done<Vec<()>> = std::thread::scope(|scope| {
            let ask = |first: u64| {
                let answered = &answered;
                scope.spawn(move || self.ask_until(began, first, answered))
            };
            let asking: Vec<_> = (0..CONNECTIONS).map(ask).collect();
            let ended = |it: std::thread::ScopedJoinHandle<'_, Done<()>>| {
                it.join().unwrap_or_else(|panicked| std::panic::resume_unwind(panicked))
            };
            asking.into_iter().map(ended).collect()
        });
        all?;
        let pages = usize::try_from(answered.into_inner())?;
        Ok(count(pages) / began.elapsed().as_secs_f64())
    }

    fn ask_until(&self, began: Instant, first: u64, answered: &AtomicU64) -> Done<()> {
        let mut asking = Asking::of(&self.address)?;
        let mut number = first;
        while began.elapsed() < Duration::from_secs(SECONDS) {
            asking.page(self, &format!("/cases/{}", case(number % CASES)))?;
            answered.fetch_add(1, Ordering::Relaxed);
            number += CONNECTIONS;
        }
        Ok(())
    }

    /// How much memory it has held at most, in MiB.
    fn memory(&self) -> Done<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kibibytes = peak.and_then(|it| it.split_whitespace().next()).unwrap_or("0");
        Ok(count(kibibytes.parse()?) / 1_024.0)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It only reads, so nothing is lost.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A connection on which pages are asked for, one after another.
struct Asking {
    from: BufReader<TcpStream>,
    to: TcpStream,
}

/// What was answered.
struct Answer {
    head: String,
    body: String,
}

impl Asking {
    fn of(address: &str) -> Done<Self> {
        let to = TcpStream::connect(address)?;
        to.set_nodelay(true)?;
        Ok(Self { from: BufReader::new(to.try_clone()?), to })
    }

    fn get(&mut self, address: &str, cookie: &str, path: &str) -> Done<Answer> {
        let head = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\n\r\n");
        self.to.write_all(head.as_bytes())?;
        self.answer()
    }

    fn page(&mut self, of: &Serving, path: &str) -> Done<()> {
        let answer = self.get(&of.address, &of.cookie, path)?;
        if !answer.head.starts_with("HTTP/1.1 200") {
            return Err(format!("{path}: {}", answer.head).into());
        }
        Ok(())
    }

    fn answer(&mut self) -> Done<Answer> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.from.read_line(&mut head)? == 0 {
                return Err("the server ended the connection".into());
            }
        }
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.unwrap_or("0").parse()?];
        self.from.read_exact(&mut body)?;
        Ok(Answer { head, body: String::from_utf8(body)? })
    }
}

/// Makes the read models of a ledger, where they are not there: a server would make them as well, and whoever asks
/// meanwhile would wait.
async fn keep_up(ledger: &Path, models: &Path) -> Done<()> {
    let store: Arc<dyn EventStore> = Arc::new(EmbeddedStore::open_read_only(ledger)?);
    ReadModels::new(store, models).keep_up(|_, _| {}).await?;
    Ok(())
}

/// The figures of the pages of a ledger with a long case, and of the dashboard of an area.
pub(crate) async fn figures(strewn: &Path, area: &Path) -> Done<Vec<Figure>> {
    let models = strewn.with_extension("models");
    keep_up(strewn, &models).await?;
    keep_up(area, &area.with_extension("models")).await?;
    let mut serving = Serving::of(strewn, &models)?;
    serving.sign_in(&practitioner(0, 0).to_string())?;
    let of_case = |end: &str| {
        let path = format!("/cases/{}{end}", case(LONG_CASE));
        serving.times(|_| path.clone())
    };
    let under = |milliseconds| Reach::Under(Duration::from_millis(milliseconds));
    let mut figures = vec![
        Figure::p99("page of a case of 3,000 entries", &of_case("")?, under(50)),
        Figure::p99("its chronology", &of_case("/chronology")?, under(50)),
        Figure::p99("its page of who knew what", &of_case("/knowledge")?, under(100)),
    ];
    let rate = serving.pages_a_second()?;
    let name = "case pages a second, 32 connections";
    figures.push(Figure::many(name, rate, Reach::Many(500.0, "a second")));
    let mut memory = serving.memory()?;
    drop(serving);
    let mut serving = Serving::of(area, &area.with_extension("models"))?;
    let somebody = serving.somebody()?;
    serving.sign_in(&somebody)?;
    let last = last_recorded(&EmbeddedStore::open_read_only(area)?).await?;
    let dashboard = serving.times(|round| {
        let at = last - TimeDelta::days(i64::from(round) * 7);
        format!("/dashboard?at={}", at.format("%Y-%m-%d"))
    })?;
    figures.push(Figure::p99("page of the dashboard, as at many moments", &dashboard, under(50)));
    memory = memory.max(serving.memory()?);
    figures.push(Figure::memory("serving, most memory", memory, Reach::UnderMebibytes(512.0)));
    Ok(figures)
}
