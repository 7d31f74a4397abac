//! From a JSON pointer to the line and column in the document's text.

/// Line and column, both from 1, of the value at `pointer`; of the innermost value around it where the text has none.
///
/// `text` must be JSON, as a document that was parsed is.
pub fn locate(text: &str, pointer: &str) -> (usize, usize) {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0 };
    let mut place = scanner.blank();
    for step in pointer.split('/').skip(1) {
        let step = step.replace("~1", "/").replace("~0", "~");
        match scanner.enter(&step) {
            Some(inner) => place = inner,
            None => break,
        }
    }
    let before = text.get(..place).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.get(line_start..).map_or(0, |part| part.chars().count()) + 1;
    (line, column)
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Skips white space; the answer is the place of what follows.
    fn blank(&mut self) -> usize {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
        self.at
    }

    /// Goes to the member `step` of the object or list at this place; the last one when a key is there twice.
    fn enter(&mut self, step: &str) -> Option<usize> {
        self.blank();
        let is_object = match self.peek()? {
            b'{' => true,
            b'[' => false,
            _ => return None,
        };
        self.at += 1;
        let mut found = None;
        let mut index = 0_usize;
        loop {
            self.blank();
            if matches!(self.peek()?, b'}' | b']') {
                break;
            }
            let matches = if is_object {
                let key = self.string()?;
                self.blank();
                self.at += 1;
                key == step
            } else {
                index.to_string() == step
            };
            let place = self.blank();
            if matches {
                found = Some(place);
            }
            self.value()?;
            self.blank();
            if self.peek()? == b',' {
                self.at += 1;
            }
            index += 1;
        }
        self.at = found?;
        found
    }

    /// Reads a string with its escapes.
    fn string(&mut self) -> Option<String> {
        let from = self.at;
        self.skip_string()?;
        serde_json::from_slice(self.bytes.get(from..self.at)?).ok()
    }

    fn skip_string(&mut self) -> Option<()> {
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        Some(())
    }

    /// Skips one value of any kind.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.skip_string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return Some(()),
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return Some(()),
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\n  \"a\": [1, \"x,]\\\"\", {\"b/c\": true}],\n  \"é\": \"ü\", \"d\": {}\n}";

    #[test]
    fn pointers_find_their_line_and_column() {
        for (pointer, place) in [
            ("", (1, 1)),
            ("/a", (2, 8)),
            ("/a/0", (2, 9)),
            ("/a/1", (2, 12)),
            ("/a/2/b~1c", (2, 29)),
            ("/é", (3, 8)),
            ("/d", (3, 18)),
        ] {
            assert_eq!(locate(TEXT, pointer), place, "{pointer}");
        }
    }

    #[test]
    fn what_is_not_there_is_shown_at_what_is_around_it() {
        assert_eq!(locate(TEXT, "/d/missing"), (3, 18));
        assert_eq!(locate(TEXT, "/a/9"), (2, 8));
        assert_eq!(locate(TEXT, "/a/0/deeper"), (2, 9));
        assert_eq!(locate("", "/a"), (1, 1));
    }
}
