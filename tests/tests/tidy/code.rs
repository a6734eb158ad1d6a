//! The code of a Rust file without its comments and literals, so that a check for a word of code
//! is not misled by prose about it.
//!
//! It is not a parser: it knows comments, strings and characters, and where brackets pair up.

/// Replaces comments and the insides of literals by spaces. Lines and columns stay as they were.
pub(crate) fn code_of(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    let mut before = ' ';
    while at < chars.len() {
        let hidden = hidden_len(&chars[at..], before);
        for &hidden in &chars[at..at + hidden] {
            code.push(if hidden == '\n' { '\n' } else { ' ' });
        }
        at += hidden;
        if hidden > 0 {
            before = ' ';
        } else {
            before = chars[at];
            code.push(before);
            at += 1;
        }
    }
    code
}

/// How many characters from here on are a comment or a literal: none, if neither starts here.
fn hidden_len(rest: &[char], before: char) -> usize {
    match rest {
        ['/', '/', ..] => rest.iter().position(|&c| c == '\n').unwrap_or(rest.len()),
        ['/', '*', ..] => block_comment_len(rest),
        ['"', ..] => quoted_len(rest, '"'),
        ['r', '"' | '#', ..] if !is_name(before) || matches!(before, 'b' | 'c') => raw_len(rest),
        ['\'', '\\', ..] => quoted_len(rest, '\''),
        ['\'', _, '\'', ..] => 3,
        _ => 0,
    }
}

fn block_comment_len(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

fn quoted_len(rest: &[char], quote: char) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

fn raw_len(rest: &[char]) -> usize {
    let hashes = rest[1..].iter().take_while(|&&c| c == '#').count();
    if rest.get(1 + hashes) != Some(&'"') {
        return 0; // a raw identifier
    }
    let end: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = 2 + hashes;
    rest[body..]
        .windows(end.len())
        .position(|window| window == end)
        .map_or(rest.len(), |found| body + found + end.len())
}

pub(crate) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The line, counted from one, that a byte of the text is on.
pub(crate) fn line_at(text: &str, byte: usize) -> usize {
    text[..byte].matches('\n').count() + 1
}

/// A call of a macro found in code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Call<'a> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) arguments: &'a str,
}

/// Finds the calls of a macro, by its name without the `!`. The text is as [`code_of`] leaves it.
pub(crate) fn calls<'a>(code: &'a str, name: &str) -> Vec<Call<'a>> {
    let opening = format!("{name}!(");
    code.match_indices(&opening)
        .filter(|(start, _)| !code[..*start].ends_with(is_name))
        .map(|(start, _)| {
            let inside = start + opening.len();
            let length = closing(&code[inside..]);
            let arguments = &code[inside..inside + length];
            Call { start, end: (inside + length + 1).min(code.len()), arguments }
        })
        .collect()
}

/// The text up to the first comma that is in no bracket.
pub(crate) fn first_argument(arguments: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in arguments.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return arguments[..at].trim(),
            _ => {}
        }
    }
    arguments.trim()
}

/// Where the bracket that was opened just before this text is closed.
pub(crate) fn closing(text: &str) -> usize {
    let mut depth = 1_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

#[test]
fn comments_and_literals_are_hidden_and_the_rest_is_kept() {
    let seen = [
        ("let a = 1; // note", "let a = 1;        "),
        ("/* a /* b */ c */ d", "                  d"),
        (r#"f("a \" b", 'x', '\'')"#, "f(        ,    ,     )"),
        (r##"f(r#"a "b" c"#, br"d")"##, "f(            , b    )"),
        ("fn f<'a>(r#type: &'a str)", "fn f<'a>(r#type: &'a str)"),
        ("let for_ = var\"x\";", "let for_ = var   ;"),
        ("\"a\nb\" c", "  \n   c"),
        ("\"never closed", "             "),
    ];
    for (text, code) in seen {
        assert_eq!(code_of(text), code, "{text}");
    }
}

#[test]
fn a_call_is_found_with_its_arguments_and_only_by_its_whole_name() {
    let code = "prop_assert!(a); assert!(f(b, c), d);";
    let arguments = "f(b, c), d";
    assert_eq!(calls(code, "assert"), vec![Call { start: 17, end: 36, arguments }]);
    assert_eq!(first_argument(arguments), "f(b, c)");
    assert_eq!(line_at("a\nb\nc", 4), 3);
}
