//! The query language of the order search and of the catalogue's full text: `(field:value) AND (other:*part*)`, as
//! Lucene writes it.

use serde_json::Value;

use crate::amounts;

/// A query, read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    /// Everything.
    All,
    /// A field that fits a pattern; without a field, a word anywhere.
    Term {
        field: Option<String>,
        pattern: String,
    },
    And(Box<Expression>, Box<Expression>),
    Or(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Word(String),
}

/// Reads a query in which each term names its field; the error says what was wrong.
pub(crate) fn parse(text: &str) -> Result<Expression, String> {
    read(text, false)
}

/// Reads a query in which a term may be a word alone; the error says what was wrong.
pub(crate) fn parse_words(text: &str) -> Result<Expression, String> {
    read(text, true)
}

fn read(text: &str, words: bool) -> Result<Expression, String> {
    let tokens = tokens(text)?;
    if tokens.is_empty()
        || tokens == [Token::Word("*".to_owned())]
        || tokens == [Token::Word("*:*".to_owned())]
    {
        return Ok(Expression::All);
    }
    let mut parser = Parser { tokens: &tokens, field: None, words };
    let expression = parser.either()?;
    match parser.tokens.first() {
        None => Ok(expression),
        Some(token) => Err(format!("{token:?} was not expected in q")),
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '(' => tokens.push(Token::Open),
            ')' => tokens.push(Token::Close),
            blank if blank.is_whitespace() => {}
            first => {
                let mut word = String::new();
                let mut quoted = first == '"';
                if !quoted {
                    word.push(first);
                }
                while let Some(next) = letters.peek().copied() {
                    if !quoted && (next.is_whitespace() || matches!(next, '(' | ')')) {
                        break;
                    }
                    letters.next();
                    match next {
                        '"' => quoted = !quoted,
                        '\\' => word.extend(letters.next()),
                        other => word.push(other),
                    }
                }
                if quoted {
                    return Err("a quotation mark is not closed in q".to_owned());
                }
                tokens.push(match word.as_str() {
                    "AND" | "&&" => Token::And,
                    "OR" | "||" => Token::Or,
                    "NOT" => Token::Not,
                    _ => Token::Word(word),
                });
            }
        }
    }
    Ok(tokens)
}

struct Parser<'a> {
    tokens: &'a [Token],
    /// The field before a group, as in `status:(A OR B)`.
    field: Option<String>,
    /// Words without a field are taken.
    words: bool,
}

impl Parser<'_> {
    fn take(&mut self) -> Option<&Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn either(&mut self) -> Result<Expression, String> {
        let mut left = self.both()?;
        while self.tokens.first() == Some(&Token::Or) {
            self.take();
            left = Expression::Or(Box::new(left), Box::new(self.both()?));
        }
        Ok(left)
    }

    fn both(&mut self) -> Result<Expression, String> {
        let mut left = self.one()?;
        // Terms side by side mean the same as AND.
        while !matches!(self.tokens.first(), None | Some(Token::Or | Token::Close)) {
            if self.tokens.first() == Some(&Token::And) {
                self.take();
            }
            left = Expression::And(Box::new(left), Box::new(self.one()?));
        }
        Ok(left)
    }

    fn one(&mut self) -> Result<Expression, String> {
        match self.take().cloned() {
            Some(Token::Open) => {
                let inner = self.either()?;
                match self.take() {
                    Some(Token::Close) => Ok(inner),
                    _ => Err("a bracket is not closed in q".to_owned()),
                }
            }
            Some(Token::Not) => Ok(Expression::Not(Box::new(self.one()?))),
            Some(Token::Word(word)) => self.term(&word),
            Some(token) => Err(format!("{token:?} was not expected in q")),
            None => Err("q ends in the middle".to_owned()),
        }
    }

    fn term(&mut self, word: &str) -> Result<Expression, String> {
        if let Some(field) = self.field.clone() {
            return Ok(Expression::Term { field: Some(field), pattern: word.to_owned() });
        }
        let Some((field, pattern)) = word.split_once(':') else {
            if self.words {
                return Ok(Expression::Term { field: None, pattern: word.to_owned() });
            }
            return Err(format!("'{word}' in q is not field:value"));
        };
        if pattern.is_empty() && self.tokens.first() == Some(&Token::Open) {
            self.field = Some(field.to_owned());
            let group = self.one();
            self.field = None;
            return group;
        }
        Ok(Expression::Term { field: Some(field.to_owned()), pattern: pattern.to_owned() })
    }
}

impl Expression {
    /// Whether a record fits.
    pub(crate) fn fits(&self, record: &Value) -> bool {
        self.holds(&mut |field, pattern| {
            field.and_then(|field| text_of(record, field)).is_some_and(|text| glob(pattern, &text))
        })
    }

    /// Whether it holds, where `test` decides about each term.
    pub(crate) fn holds(&self, test: &mut impl FnMut(Option<&str>, &str) -> bool) -> bool {
        match self {
            Self::All => true,
            Self::Term { field, pattern } => test(field.as_deref(), pattern),
            Self::And(a, b) => a.holds(test) && b.holds(test),
            Self::Or(a, b) => a.holds(test) || b.holds(test),
            Self::Not(inner) => !inner.holds(test),
        }
    }
}

/// The value of a field, which the search may call by another name than the record does.
fn text_of(record: &Value, field: &str) -> Option<String> {
    let path = match field {
        "cis.quotation" => "quotationId",
        "technicalProduct.source.id" => "source",
        "technicalProduct.sensor.id" => "mission",
        "technicalProduct.target.id" => "target",
        other => other,
    };
    let value = path.split('.').try_fold(record, |value, key| value.get(key))?;
    match value {
        Value::String(text) => Some(amounts::unmarked(text).to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// Whether a text fits a pattern with `*` for anything and `?` for one letter.
pub(crate) fn glob(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p + 1, t));
                p += 1;
            }
            Some(letter) if *letter == '?' || *letter == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match star {
                Some((after, from)) => {
                    star = Some((after, from + 1));
                    p = after;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fits(query: &str) -> bool {
        let record = json!({
            "customerReference": "job-2026-0001", "quotationStatus": "ACCEPTED", "contractId": "CTR26000042",
            "status": "IN_PROGRESS", "source": "archive", "quotationId": "QUO26000244", "orderLineId": 1,
        });
        parse(query).unwrap().fits(&record)
    }

    #[test]
    fn the_published_examples_are_understood() {
        assert!(fits(
            "(quotationStatus:ACCEPTED) AND (contractId:CTR26000042) AND (status:IN_PROGRESS) AND \
             (technicalProduct.source.id:archive) AND (customerReference:*job-2026*)"
        ));
        assert!(!fits("(customerReference:*job*) AND (quotationStatus:SENT) AND (contractId:CTR26000042)"));
        assert!(fits("(cis.quotation:QUO26000244)") && fits("orderLineId:1"));
    }

    #[test]
    fn the_rest_of_the_language_works() {
        assert!(
            fits("status:(DELIVERED OR IN_PROGRESS)")
                && fits("NOT status:DELIVERED")
                && fits("*")
                && fits("")
        );
        assert!(
            fits("status:DELIVERED OR customerReference:\"job-2026-0001\"")
                && fits("customerReference:job-????-0001")
        );
        assert!(!fits("status:in_progress") && !fits("colour:red"));
    }

    #[test]
    fn what_is_no_query_is_refused() {
        for text in ["(status:A", "status", "status:A AND", "status:\"A", ")"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
