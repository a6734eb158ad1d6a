//! What an address may say, and what is refused before anything is asked.

use super::*;

fn address(text: &str) -> Result<ClusterAddress, AddressError> {
    text.parse()
}

#[test]
fn an_address_says_hosts_and_settings() {
    let host = |name: &str, port| Host { name: name.to_owned(), port };
    let plain = ClusterAddress {
        hosts: vec![host("one.example", 2_113)],
        discover: false,
        tls: Tls::System,
        credentials_file: None,
        namespace: String::new(),
        append_bytes_max: APPEND_BYTES_USUAL,
    };
    assert_eq!(address("esdb://one.example"), Ok(plain.clone()));
    let full = "esdb://one:1,two:2/?tlsCAFile=/etc/ca.pem&credentials=/run/secret&namespace=trial\
                &maxAppendBytes=50000";
    let wanted = ClusterAddress {
        hosts: vec![host("one", 1), host("two", 2)],
        tls: Tls::Authority(PathBuf::from("/etc/ca.pem")),
        credentials_file: Some(PathBuf::from("/run/secret")),
        namespace: "trial".to_owned(),
        append_bytes_max: 50_000,
        ..plain
    };
    assert_eq!(address(full), Ok(wanted.clone()));
    assert_eq!(wanted.to_string(), "esdb://one:1,two:2");
}

#[test]
fn a_password_in_an_address_is_refused_and_not_repeated() {
    let refused = address("esdb://admin:changeit@one");
    assert_eq!(refused, Err(AddressError::Password));
    assert_eq!(format!("{:?}", Credentials::new("admin", "changeit")), "Credentials(..)");
}

#[test]
fn what_an_address_does_not_have_is_refused() {
    let setting = |name: &str, value: &str| AddressError::Setting {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let host = |given: &str| AddressError::Host { given: given.to_owned() };
    let cases = [
        ("https://one", AddressError::Scheme),
        ("esdb://", host("")),
        ("esdb://one:port", host("one:port")),
        ("esdb://o ne", host("o ne")),
        ("esdb+discover://one,two", host("one,two")),
        ("esdb://one/path", AddressError::Path { given: "path".to_owned() }),
        ("esdb://one?tls=no", setting("tls", "no")),
        ("esdb://one?tlsVerifyCert=false", setting("tlsVerifyCert", "false")),
        ("esdb://one?namespace=Trial", setting("namespace", "Trial")),
        ("esdb://one?maxAppendBytes=17000000", setting("maxAppendBytes", "17000000")),
    ];
    for (given, wanted) in cases {
        assert_eq!(address(given), Err(wanted), "{given}");
    }
}

#[test]
fn the_client_is_told_of_a_file_only_when_it_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("the authority.pem");
    let given =
        ClusterAddress { tls: Tls::Authority(file.clone()), ..address("esdb://one").unwrap() };
    let missing = given.for_client();
    assert_eq!(missing.map_err(|error| error.to_string().contains("cannot be used")), Err(true));
    fs::write(&file, "no certificate").unwrap();
    let why = "there is no certificate in it".to_owned();
    assert_eq!(given.for_client(), Err(AddressError::Authority { file: file.clone(), why }));
    fs::write(&file, "-----BEGIN CERTIFICATE-----\n").unwrap();
    let told = given.for_client().unwrap();
    assert!(told.contains("the%20authority.pem&"));
}

#[test]
fn credentials_are_two_lines_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    fs::write(&file, "user ledger\npassword p@ss/w rd\n").unwrap();
    assert_eq!(Credentials::read(&file), Ok(Credentials::new("ledger", "p@ss/w rd")));
    fs::write(&file, "user ledger\n").unwrap();
    let why = "it needs a line `user NAME` and a line `password WORD`".to_owned();
    assert_eq!(Credentials::read(&file), Err(AddressError::Credentials { file, why }));
}
