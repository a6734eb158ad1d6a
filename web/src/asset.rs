//! The files that pages are dressed with, as the build laid them out: style sheets, scripts and icons.
//! Their addresses carry a version, so that whoever has fetched one never has to ask for it again.

mod laid_out {
    include!(concat!(env!("OUT_DIR"), "/assets.rs"));
}

/// A file that pages are dressed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// The name that ends its address.
    pub name: &'static str,
    /// What kind of file it is.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

/// What a package from outside says of itself, to be passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its licence, by its short name.
    pub licence: &'static str,
    /// Whose it is.
    pub author: &'static str,
    /// The text of the licence; empty where the package brings none.
    pub text: &'static str,
}

/// A crate that the program is built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BuiltFrom {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its licence, as it names it.
    pub licence: &'static str,
}

/// The name of the file with the texts of the licences of all crates.
pub const CRATES: &str = "crates.txt";

/// The path under which all of them are served.
pub const PATH: &str = "/assets";

/// Whether the build had the packages that pages are dressed with. Without, pages are plain.
pub const fn dressed() -> bool {
    laid_out::DRESSED
}

/// The version of all of them together.
pub const fn version() -> &'static str {
    laid_out::VERSION
}

/// The file of this name and version.
pub fn asset(version: &str, name: &str) -> Option<Asset> {
    if version != laid_out::VERSION {
        return None;
    }
    all().find(|it| it.name == name)
}

/// All of them.
pub fn all() -> impl Iterator<Item = Asset> {
    let all = laid_out::ASSETS.iter();
    all.map(|&(name, media_type, bytes)| Asset { name, media_type, bytes })
}

/// The address of a file.
pub fn address(name: &str) -> String {
    format!("{PATH}/{}/{name}", laid_out::VERSION)
}

/// What the packages say of themselves.
pub fn notices() -> impl Iterator<Item = Notice> {
    laid_out::NOTICES.iter().map(|&(name, version, licence, author, text)| Notice {
        name,
        version,
        licence,
        author,
        text,
    })
}

/// The crates that the program is built from, by name; none where the build was not told of them.
pub fn crates() -> impl ExactSizeIterator<Item = BuiltFrom> {
    let crates = laid_out::CRATES.iter();
    crates.map(|&(name, version, licence)| BuiltFrom { name, version, licence })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_build_had_the_packages() {
        assert!(dressed(), "npm is needed to build and test all of it: see docs/web.md");
        let names: Vec<&str> = all().map(|it| it.name).filter(|it| !it.contains('/')).collect();
        let expected = [
            "candour.css",
            "candour.js",
            "charts.css",
            "crates.txt",
            "drafts.js",
            "govuk-frontend.css",
            "govuk-frontend.js",
            "htmx.js",
            "icon.svg",
            "live.js",
            "moj-frontend.css",
            "moj-frontend.js",
            "plain.css",
        ];
        assert_eq!(names, expected);
    }

    #[test]
    fn every_crate_is_named_with_its_licence_and_its_text() {
        let chrono = crates().find(|it| it.name == "chrono").map(|it| it.licence);
        assert_eq!(chrono, Some("MIT OR Apache-2.0"));
        let unnamed: Vec<&str> =
            crates().filter(|it| it.licence.is_empty()).map(|it| it.name).collect();
        assert_eq!(unnamed, Vec::<&str>::new());
        assert_eq!(crates().filter(|it| it.name.starts_with("candour")).count(), 0);
        let texts = String::from_utf8_lossy(asset(version(), CRATES).unwrap().bytes);
        let missing: Vec<&str> = crates()
            .filter(|it| !texts.contains(&format!("{} {}", it.name, it.version)))
            .map(|it| it.name)
            .collect();
        assert_eq!(missing, Vec::<&str>::new());
        assert!(texts.contains("Permission is hereby granted, free of charge"));
    }

    #[test]
    fn no_typeface_and_no_crest_is_left() {
        for asset in all() {
            let text = String::from_utf8_lossy(asset.bytes);
            for banned in ["GDS Transport", "@font-face", "govuk-crest", ".woff"] {
                assert!(!text.contains(banned), "{} has {banned}", asset.name);
            }
        }
    }

    #[test]
    fn every_picture_that_a_sheet_names_is_there() {
        for sheet in all().filter(|it| it.media_type.starts_with("text/css")) {
            let text = String::from_utf8_lossy(sheet.bytes);
            for part in text.split("url(").skip(1).filter(|it| !it.starts_with("\"data:")) {
                let name = part.split(')').next().unwrap_or_default();
                let found = asset(version(), name).map(|it| it.name);
                assert_eq!(found, Some(name), "{} names {name}", sheet.name);
            }
        }
    }

    #[test]
    fn an_asset_of_another_version_is_not_served() {
        assert_eq!(asset("0", "candour.css"), None);
        assert_eq!(asset(version(), "candour.css").map(|it| it.name), Some("candour.css"));
        assert_eq!(asset(version(), "../Cargo.toml"), None);
    }
}
