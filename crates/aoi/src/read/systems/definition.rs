//! What a definition in WKT says of itself, in any of its dialects: names, numbers of registries, ellipsoid, units, shift.

use super::shift::{Ellipsoid, Shift};

/// A definition is a few hundred letters; a longer or deeper one is no definition.
const LONGEST: usize = 20_000;
const DEEPEST: usize = 24;
const PROJECTED: [&str; 3] = ["PROJCS", "PROJCRS", "PROJECTEDCRS"];
const GEOGRAPHIC: [&str; 7] =
    ["GEOGCS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS", "BASEGEOGCRS", "BASEGEODCRS"];
const DATUMS: [&str; 4] = ["DATUM", "GEODETICDATUM", "TRF", "ENSEMBLE"];

/// A definition as it is written.
#[derive(Debug, Default)]
pub(super) struct Definition<'a> {
    /// The text of the system itself, without heights or a shift that are put round it.
    pub(super) text: &'a str,
    pub(super) name: &'a str,
    /// The number that EPSG or ESRI has for the whole.
    pub(super) code: Option<u32>,
    /// The same for the geographic system within a projected one.
    pub(super) base: Option<u32>,
    /// The names of the geographic system and of its datum.
    pub(super) datums: Vec<&'a str>,
    pub(super) ellipsoid: Option<Ellipsoid>,
    /// The shift that is written down with it.
    pub(super) shift: Option<Shift>,
    /// Degrees in a unit of a geographic system; `None` for a projected one.
    pub(super) degree: Option<f64>,
    /// The unit of a projected system by its name, and metres in it.
    pub(super) unit: Option<(&'a str, f64)>,
}

impl<'a> Definition<'a> {
    /// Reads a definition; `None` when it is no system of a map.
    ///
    /// # Errors
    /// When it is too large to be one.
    pub(super) fn read(text: &'a str) -> Result<Option<Definition<'a>>, String> {
        let text = text.trim();
        let depth = text.bytes().scan(0_usize, |depth, byte| {
            *depth = match byte {
                b'[' | b'(' => *depth + 1,
                b']' | b')' => depth.saturating_sub(1),
                _ => *depth,
            };
            Some(*depth)
        });
        if text.len() > LONGEST || depth.max().unwrap_or(0) > DEEPEST {
            return Err("its definition is far too long".to_owned());
        }
        Ok(Node::read(text).and_then(|root| Definition::of(&root)))
    }

    fn of(root: &Node<'a>) -> Option<Definition<'a>> {
        if root.is(&["BOUNDCRS"]) {
            let source = root.child(&["SOURCECRS"])?.nodes.first()?;
            let shift = root.child(&["ABRIDGEDTRANSFORMATION"]).and_then(abridged);
            let found = Definition::of(source)?;
            return Some(Definition { shift: shift.or(found.shift.clone()), ..found });
        }
        let projected = root.is(&PROJECTED);
        if !projected && !root.is(&GEOGRAPHIC) {
            // Heights come with a system of a map in them.
            return root.child(&PROJECTED).or_else(|| root.child(&GEOGRAPHIC)).and_then(Definition::of);
        }
        let base = if projected { root.child(&GEOGRAPHIC)? } else { root };
        let datum = base.child(&DATUMS);
        let shape = datum.and_then(|datum| datum.child(&["SPHEROID", "ELLIPSOID"]));
        let towgs84 = datum.and_then(|datum| datum.child(&["TOWGS84"]));
        let unit = |node: &Node<'a>| {
            let unit = node.child(&["UNIT", "LENGTHUNIT", "ANGLEUNIT"]).or_else(|| {
                let system = node.child(&["AXIS"])?;
                system.child(&["UNIT", "LENGTHUNIT", "ANGLEUNIT"])
            })?;
            Some((unit.name(), unit.number(1).filter(|size| *size > 0.0)?))
        };
        Some(Definition {
            text: root.text,
            name: root.name(),
            code: root.code(),
            base: if projected { base.code() } else { None },
            datums: [Some(base), datum].into_iter().flatten().map(Node::name).collect(),
            ellipsoid: shape.and_then(|shape| Some(Ellipsoid::new(shape.number(1)?, shape.number(2)?))),
            shift: towgs84.and_then(|node| Shift::stated(&node.numbers())),
            degree: (!projected).then(|| unit(base).map_or(1.0, |(_, size)| size.to_degrees())),
            unit: if projected { unit(root) } else { None },
        })
    }
}

/// The shift of a bound system: its parameters are named in words.
fn abridged(node: &Node<'_>) -> Option<Shift> {
    let words = [
        "x-axis translation",
        "y-axis translation",
        "z-axis translation",
        "x-axis rotation",
        "y-axis rotation",
        "z-axis rotation",
        "scale difference",
    ];
    let mut numbers = [0.0; 7];
    let mut found = 0;
    for parameter in node.nodes.iter().filter(|node| node.is(&["PARAMETER"])) {
        let name = parameter.name().to_ascii_lowercase();
        if let Some(place) = words.iter().position(|word| name.starts_with(word)) {
            numbers[place] = parameter.number(1)?;
            found += 1;
        }
    }
    let method = node.child(&["METHOD"]).map(|method| method.name().to_ascii_lowercase())?;
    if method.contains("coordinate frame") {
        numbers[3..6].iter_mut().for_each(|turn| *turn = -*turn);
    }
    // Written as a factor, or as parts in a million.
    if (0.9..1.1).contains(&numbers[6]) {
        numbers[6] = (numbers[6] - 1.0) * 1e6;
    }
    (found >= 3).then(|| Shift::stated(&numbers)).flatten()
}

/// `WORD["text", 1, WORD[…]]`.
struct Node<'a> {
    text: &'a str,
    word: &'a str,
    /// Texts and numbers, in their order.
    values: Vec<&'a str>,
    nodes: Vec<Node<'a>>,
}

impl<'a> Node<'a> {
    fn read(text: &'a str) -> Option<Node<'a>> {
        Node::parse(text).map(|(node, _)| node)
    }

    /// A node at the start of a text, and what follows it. What breaks off ends there. The depth is known to be small.
    fn parse(text: &'a str) -> Option<(Node<'a>, &'a str)> {
        let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
        let word = &text[..end];
        let mut rest = text[end..].trim_start().strip_prefix(['[', '('])?;
        let mut node = Node { text, word, values: Vec::new(), nodes: Vec::new() };
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if let Some(after) = rest.strip_prefix([']', ')']) {
                node.text = &text[..text.len() - after.len()];
                return Some((node, after));
            }
            if let Some(quoted) = rest.strip_prefix('"') {
                let end = quoted.find('"').unwrap_or(quoted.len());
                node.values.push(&quoted[..end]);
                rest = quoted.get(end + 1..).unwrap_or_default();
            } else if let Some((inner, after)) = Node::parse(rest) {
                node.nodes.push(inner);
                rest = after;
            } else {
                let end = rest.find([',', ']', ')', '[', '(', '"']).unwrap_or(rest.len());
                if end == 0 {
                    return (!rest.is_empty() || !node.values.is_empty()).then_some((node, ""));
                }
                node.values.push(rest[..end].trim());
                rest = &rest[end..];
            }
        }
    }

    fn is(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.word.eq_ignore_ascii_case(word))
    }

    fn child(&self, words: &[&str]) -> Option<&Node<'a>> {
        self.nodes.iter().find(|node| node.is(words))
    }

    fn name(&self) -> &'a str {
        self.values.first().copied().unwrap_or_default()
    }

    fn number(&self, place: usize) -> Option<f64> {
        self.values.get(place)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    fn numbers(&self) -> Vec<f64> {
        self.values.iter().filter_map(|number| number.parse().ok()).collect()
    }

    /// The number of a registry that is known here.
    fn code(&self) -> Option<u32> {
        self.nodes.iter().filter(|node| node.is(&["AUTHORITY", "ID"])).find_map(|node| {
            let known = ["EPSG", "ESRI"].iter().any(|known| node.name().eq_ignore_ascii_case(known));
            node.values.get(1).filter(|_| known)?.parse().ok()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Definition<'_> {
        Definition::read(text).unwrap().unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn both_dialects_say_what_they_are() {
        let old = read(
            r#"PROJCS["x",GEOGCS["GCS_y",DATUM["D_y",SPHEROID["Bessel",6377397.155,299.1528128],TOWGS84[1,2,3]],UNIT["Degree",0.0174532925199433],AUTHORITY["EPSG","4326"]],UNIT["Foot_US",0.3048006096],AUTHORITY["EPSG","32633"]]"#,
        );
        assert_eq!((old.name, old.code, old.base), ("x", Some(32_633), Some(4_326)));
        assert_eq!(
            (old.datums.as_slice(), old.unit),
            (&["GCS_y", "D_y"][..], Some(("Foot_US", 0.304_800_609_6)))
        );
        assert_eq!(old.shift.unwrap().numbers[..4], [1.0, 2.0, 3.0, 0.0]);
        assert!(old.ellipsoid.unwrap().is_like(Ellipsoid::new(6_377_397.155, 299.152_812_8)));
        let new = read(r#"PROJCRS["x",BASEGEOGCRS["y"],ID["EPSG",32633]]"#);
        assert_eq!((new.name, new.code, new.degree), ("x", Some(32_633), None));
        let grads = read(r#"GEOGCRS["z",ANGLEUNIT["grad",0.015707963267949]]"#);
        assert!((grads.degree.unwrap() - 0.9).abs() < 1e-9);
        assert_eq!(read(r#"PROJCS["x",GEOGCS["y",AUTHORITY["EPSG","4326"]]]"#).code, None);
    }

    #[test]
    fn what_stands_round_a_system_is_looked_through() {
        let high = read(r#"COMPD_CS["a + b",PROJCS["a",GEOGCS["c"]],VERT_CS["b"]]"#);
        assert_eq!((high.name, high.text), ("a", r#"PROJCS["a",GEOGCS["c"]]"#));
        let bound = read(
            r#"BOUNDCRS[SOURCECRS[GEOGCRS["a"]],TARGETCRS[GEOGCRS["WGS 84"]],ABRIDGEDTRANSFORMATION["t",METHOD["Coordinate Frame rotation"],PARAMETER["X-axis translation",1],PARAMETER["Y-axis translation",2],PARAMETER["Z-axis translation",3],PARAMETER["Z-axis rotation",4],PARAMETER["Scale difference",1.000005]]]"#,
        );
        let numbers = bound.shift.unwrap().numbers;
        assert_eq!((bound.name, numbers[5]), ("a", -4.0));
        assert!((numbers[6] - 5.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_none_or_breaks_off_is_not_followed() {
        for text in ["", "PROJCS", "PROJCS[", "LOCAL_CS[\"x\"]", "]]", "A[B[C[", "PROJCS[\"x", "é[\"x\"]"] {
            assert!(Definition::read(text).unwrap().is_none_or(|found| found.code.is_none()), "{text}");
        }
        assert!(Definition::read(&"A[".repeat(9_000)).is_err());
        assert!(Definition::read(&"A".repeat(30_000)).is_err());
    }
}
