//! Names of delivered files. They come from outside.

use oneatlas::wire::search::{download_link, property};
use serde_json::Value;

/// What a double click would run, or what this program writes itself. Such a file is kept, under an ending of its own.
const NOT_OPENED: [&str; 38] = [
    "app", "appimage", "bat", "chm", "cmd", "com", "command", "cpl", "deb", "desktop", "dll", "dmg", "exe",
    "hta", "htm", "html", "jar", "js", "jse", "lnk", "msc", "msi", "part", "pif", "pkg", "ps1", "py", "reg",
    "rpm", "scr", "sh", "svg", "url", "vbe", "vbs", "webloc", "wsf", "wsh",
];

/// A name for a delivered file: the vendor's where it is harmless, else one made of ids.
pub(super) fn file_name(feature: &Value) -> String {
    let vendors = download_link(feature).and_then(|link| link.resource_id).and_then(|name| harmless(&name));
    vendors.unwrap_or_else(|| {
        let reference = property(feature, "customerReference").unwrap_or_else(|| "delivery".to_owned());
        let id = property(feature, "id").unwrap_or_default();
        let text = format!("{reference}_{id}");
        let plain: String = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' })
            .collect();
        format!("{}.zip", plain.chars().take(120).collect::<String>())
    })
}

/// The last part only, no control or reserved characters, no Windows device, no hidden file, nothing that a double click
/// runs. `None` when nothing useful is left.
fn harmless(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|c| !c.is_control() && c.is_ascii() && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*'))
        .take(150)
        .collect();
    // Windows drops dots and blanks at the end, so that they would hide the real ending.
    let plain = plain.trim_matches(['.', ' ']);
    if plain.len() < 3 || is_device(last) || is_device(plain) {
        return None;
    }
    let (_, ending) = plain.rsplit_once('.')?;
    let runs = NOT_OPENED.contains(&ending.trim().to_ascii_lowercase().as_str());
    Some(if runs { format!("{plain}.download") } else { plain.to_owned() })
}

/// Whether Windows takes it for a device, whatever its ending: `CON.zip`, `CON .zip`, `com\u{b9}.zip`.
fn is_device(name: &str) -> bool {
    let stem = name.trim_start_matches(['.', ' ']).split('.').next().unwrap_or_default();
    let stem = stem.trim_end().to_uppercase();
    if matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$" | "CLOCK$") {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).unwrap_or_default();
    let mut digits = number.chars();
    let is_digit =
        digits.next().is_some_and(|digit| matches!(digit, '0'..='9' | '\u{b9}' | '\u{b2}' | '\u{b3}'));
    is_digit && digits.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_from_outside_stay_inside_the_folder() {
        assert_eq!(harmless("WO_000018017_1.zip").as_deref(), Some("WO_000018017_1.zip"));
        assert_eq!(harmless("../../etc/passwd.zip").as_deref(), Some("passwd.zip"));
        assert_eq!(harmless("..\\..\\x.zip").as_deref(), Some("x.zip"));
        assert_eq!(harmless("a\u{202e}piz.zip").as_deref(), Some("apiz.zip"));
        assert_eq!(harmless("COMB.zip").as_deref(), Some("COMB.zip"));
        for bad in ["..", "CON.zip", "lpt1.zip", "", "noending", "/"] {
            assert_eq!(harmless(bad), None, "{bad}");
        }
    }

    #[test]
    fn devices_of_windows_are_no_names() {
        for bad in [
            "CON .zip",
            "con.tar.zip",
            " nul.zip",
            ".aux.zip",
            "COM0.zip",
            "com9 .zip",
            "COM\u{b9}.zip",
            "lpt\u{b3}.tif",
            "conin$.zip",
            "PRN  .zip",
        ] {
            assert_eq!(harmless(bad), None, "{bad}");
        }
    }

    #[test]
    fn what_a_double_click_runs_is_renamed() {
        for ending in ["exe", "bat", "cmd", "lnk", "desktop", "scr", "js", "vbs", "ps1", "com", "msi", "part"]
        {
            for name in [format!("scene.{ending}"), format!("scene.zip.{}", ending.to_uppercase())] {
                assert_eq!(harmless(&name), Some(format!("{name}.download")));
            }
        }
        assert_eq!(harmless("scene.exe. .").as_deref(), Some("scene.exe.download"));
        assert_eq!(harmless("scene.exe\u{200b}").as_deref(), Some("scene.exe.download"));
        assert_eq!(harmless("scene. exe").as_deref(), Some("scene. exe.download"));
        assert_eq!(harmless("scene.zip:evil.exe").as_deref(), Some("scene.zipevil.exe.download"));
        for good in ["scene.zip", "scene.tif", "exe.zip", "DIM_SPOT7.XML", "scene.jp2"] {
            assert_eq!(harmless(good).as_deref(), Some(good));
        }
    }
}
