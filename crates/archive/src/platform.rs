//! Satellites by their names: the vendor's codes and the words people use.

use serde::{Deserialize, Serialize};

/// A constellation that can be searched for and ordered, in the vendor's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "UPPERCASE")]
pub enum Constellation {
    /// SPOT 6 and 7, 1.5 m.
    Spot,
    /// Pléiades 1A and 1B, 0.5 m.
    Phr,
    /// Pléiades Neo 3 and 4, 0.3 m.
    Pneo,
}

impl Constellation {
    /// All of them, in the order they are shown.
    pub const ALL: [Constellation; 3] = [Constellation::Pneo, Constellation::Phr, Constellation::Spot];

    /// The vendor's code.
    pub fn as_str(self) -> &'static str {
        match self {
            Constellation::Spot => "SPOT",
            Constellation::Phr => "PHR",
            Constellation::Pneo => "PNEO",
        }
    }

    /// Reads the vendor's code, in the spellings that were seen.
    pub fn parse(text: &str) -> Option<Constellation> {
        match text.trim().to_ascii_uppercase().as_str() {
            "SPOT" => Some(Constellation::Spot),
            "PHR" | "PLEIADES" => Some(Constellation::Phr),
            "PNEO" | "PLEIADESNEO" => Some(Constellation::Pneo),
            _ => None,
        }
    }
}

/// The constellation of a scene, which may be one that Swath does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "UPPERCASE")]
pub enum SceneConstellation {
    /// SPOT 6 and 7.
    Spot,
    /// Pléiades.
    Phr,
    /// Pléiades Neo.
    Pneo,
    /// Something else.
    #[serde(rename = "other")]
    Other,
}

impl SceneConstellation {
    /// The one that can be ordered, when it is known.
    pub fn known(self) -> Option<Constellation> {
        match self {
            SceneConstellation::Spot => Some(Constellation::Spot),
            SceneConstellation::Phr => Some(Constellation::Phr),
            SceneConstellation::Pneo => Some(Constellation::Pneo),
            SceneConstellation::Other => None,
        }
    }
}

impl From<Option<Constellation>> for SceneConstellation {
    fn from(known: Option<Constellation>) -> SceneConstellation {
        match known {
            Some(Constellation::Spot) => SceneConstellation::Spot,
            Some(Constellation::Phr) => SceneConstellation::Phr,
            Some(Constellation::Pneo) => SceneConstellation::Pneo,
            None => SceneConstellation::Other,
        }
    }
}

/// Which of the vendor's two systems sells a scene.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
pub enum Backend {
    /// SPOT and Pléiades.
    Legacy,
    /// Pléiades Neo.
    Neo,
}

impl From<SceneConstellation> for Backend {
    fn from(constellation: SceneConstellation) -> Backend {
        match constellation {
            SceneConstellation::Pneo => Backend::Neo,
            _ => Backend::Legacy,
        }
    }
}

/// The name of a satellite from the vendor's code, such as `Pléiades 1B` from `PHR1B`. A code that is not known is given
/// back as it is.
pub fn platform_name(code: &str) -> String {
    let code = code.trim();
    let upper = code.to_ascii_uppercase().replace([' ', '-', '_'], "");
    let named = |prefix: &str, name: &str| {
        let rest = upper.strip_prefix(prefix)?;
        let plain = !rest.is_empty() && rest.len() <= 2 && rest.chars().all(|c| c.is_ascii_alphanumeric());
        plain.then(|| format!("{name} {rest}"))
    };
    named("PNEO", "Pléiades Neo")
        .or_else(|| named("PHR", "Pléiades"))
        .or_else(|| named("SPOT", "SPOT"))
        .unwrap_or_else(|| if code.is_empty() { "unknown satellite".to_owned() } else { code.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn satellites_are_called_as_people_call_them() {
        let names = ["PHR1A", "PHR1B", "SPOT6", "SPOT7", "PNEO3", "PNEO4"].map(platform_name);
        assert_eq!(
            names,
            ["Pléiades 1A", "Pléiades 1B", "SPOT 6", "SPOT 7", "Pléiades Neo 3", "Pléiades Neo 4"]
        );
        assert_eq!(platform_name("SENTINEL2"), "SENTINEL2");
        assert_eq!(platform_name(" "), "unknown satellite");
    }

    #[test]
    fn a_constellation_crosses_in_the_vendors_code() {
        assert_eq!(serde_json::to_string(&SceneConstellation::Pneo).unwrap(), "\"PNEO\"");
        assert_eq!(serde_json::to_string(&SceneConstellation::Other).unwrap(), "\"other\"");
        assert_eq!(serde_json::to_string(&Backend::Neo).unwrap(), "\"neo\"");
        let all = Constellation::ALL.map(|one| Constellation::parse(one.as_str()));
        assert_eq!(all, Constellation::ALL.map(Some));
    }
}
