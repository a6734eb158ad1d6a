//! Takes out of a style sheet what is licensed for gov.uk alone: the typeface GDS Transport, and the
//! crest. What is left names Arial, and no picture of theirs. A sheet from which they could not be taken
//! ends the build.

use crate::Failure;

/// What must not be left in a sheet.
const BANNED: [&str; 5] = ["GDS Transport", "@font-face", "govuk-crest", "assets/fonts", "woff"];

/// The names of pictures that must not be laid out.
const BANNED_PICTURES: [&str; 5] = ["crest", "crown", "logotype", "opengraph", "touch-icon"];

/// A style sheet without the typeface and the crest.
pub(crate) fn sheet(name: &str, text: &str) -> Result<String, Failure> {
    let mut left = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("@font-face{") {
        left.push_str(&rest[..at]);
        let end = rest[at..].find('}').ok_or_else(|| format!("{name}: a rule has no end"))?;
        rest = &rest[at + end + 1..];
    }
    left.push_str(rest);
    let left = left
        .replace("GDS Transport,", "")
        .replace("url(/assets/images/govuk-crest.svg)", "none")
        .replace("url(/assets/images/", "url(images/");
    let left = without_map(&left);
    match BANNED.iter().find(|banned| left.contains(**banned)) {
        Some(banned) => {
            Err(format!("{name} still has `{banned}`, which is for gov.uk alone").into())
        }
        None => Ok(left),
    }
}

/// A file without the line that names its map, which is not laid out.
pub(crate) fn without_map(text: &str) -> String {
    let at = text.rfind("//# sourceMappingURL").or_else(|| text.rfind("/*# sourceMappingURL"));
    at.map_or(text, |at| &text[..at]).trim_end().to_owned() + "\n"
}

/// Whether a picture may be laid out: an icon, and none of theirs.
pub(crate) fn picture(name: &str) -> bool {
    let svg = std::path::Path::new(name).extension().is_some_and(|it| it == "svg");
    svg && name.starts_with("icon-") && !BANNED_PICTURES.iter().any(|banned| name.contains(banned))
}
