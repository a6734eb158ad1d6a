//! Which files become assets, under which names: our own always, those of the packages where there are
//! any. Names are those under which they are served.

use std::fs;
use std::path::Path;

use crate::{Failure, strip};

/// An asset.
pub(crate) struct Asset {
    /// The name under which it is served.
    pub(crate) name: String,
    /// What kind of file it is.
    pub(crate) media_type: &'static str,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";
const TEXT: &str = "text/plain; charset=utf-8";

const OURS: [(&str, &str, &str); 7] = [
    ("candour.css", CSS, "styles/candour.css"),
    ("charts.css", CSS, "styles/charts.css"),
    ("plain.css", CSS, "styles/plain.css"),
    ("candour.js", SCRIPT, "scripts/candour.js"),
    ("drafts.js", SCRIPT, "scripts/drafts.js"),
    ("live.js", SCRIPT, "scripts/live.js"),
    ("icon.svg", SVG, "styles/icon.svg"),
];

const SHEETS: [(&str, &str); 2] = [
    ("govuk-frontend.css", "govuk-frontend/dist/govuk/govuk-frontend.min.css"),
    ("moj-frontend.css", "@ministryofjustice/frontend/moj/moj-frontend.min.css"),
];

const SCRIPTS: [(&str, &str); 3] = [
    ("govuk-frontend.js", "govuk-frontend/dist/govuk/govuk-frontend.min.js"),
    ("moj-frontend.js", "@ministryofjustice/frontend/moj/moj-frontend.min.js"),
    ("htmx.js", "htmx.org/dist/htmx.min.js"),
];

const PICTURES: &str = "@ministryofjustice/frontend/moj/assets/images";

/// A text as an asset.
pub(crate) fn text_of(name: &str, text: String) -> Asset {
    Asset { name: name.to_owned(), media_type: TEXT, bytes: text.into_bytes() }
}

/// All assets, in the order of their names.
pub(crate) fn laid_out(home: &Path, packages: Option<&Path>) -> Result<Vec<Asset>, Failure> {
    let mut assets = Vec::new();
    for (name, media_type, file) in OURS {
        let bytes = text(&home.join(file))?.into_bytes();
        assets.push(Asset { name: name.to_owned(), media_type, bytes });
    }
    if let Some(packages) = packages {
        for (name, file) in SHEETS {
            let bytes = strip::sheet(name, &text(&packages.join(file))?)?.into_bytes();
            assets.push(Asset { name: name.to_owned(), media_type: CSS, bytes });
        }
        for (name, file) in SCRIPTS {
            let bytes = strip::without_map(&text(&packages.join(file))?).into_bytes();
            assets.push(Asset { name: name.to_owned(), media_type: SCRIPT, bytes });
        }
        pictures(&packages.join(PICTURES), &mut assets)?;
    }
    assets.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(assets)
}

fn pictures(folder: &Path, assets: &mut Vec<Asset>) -> Result<(), Failure> {
    for file in fs::read_dir(folder).map_err(|error| failed(folder, &error))? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if strip::picture(&name) {
            let bytes = text(&file.path())?.into_bytes();
            assets.push(Asset { name: format!("images/{name}"), media_type: SVG, bytes });
        }
    }
    Ok(())
}

fn text(file: &Path) -> Result<String, Failure> {
    fs::read_to_string(file).map_err(|error| failed(file, &error))
}

fn failed(file: &Path, error: &std::io::Error) -> Failure {
    format!("reading {}: {error}", file.display()).into()
}
