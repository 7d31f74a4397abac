//! Tables and numbers as people read them in a terminal.

use cartnudge::replay::Group;

/// Lines that were left out for one reason.
pub fn examples(group: &Group) -> String {
    let mut text = String::new();
    if group.first.is_empty() {
        return text;
    }
    text.push_str(&format!("\n\n  skipped: {}", group.meaning));
    for one in &group.first {
        text.push_str(&format!("\n    line {:>7}  {}", one.line, one.found));
    }
    let shown = u64::try_from(group.first.len()).unwrap_or(u64::MAX);
    if group.count > shown {
        text.push_str(&format!("\n    and {} more", thousands(group.count - shown)));
    }
    text
}

/// A name and its cells.
pub fn row(name: &str, cells: &[String]) -> Vec<String> {
    [name.to_owned()].into_iter().chain(cells.iter().cloned()).collect()
}

/// Rows with their first column to the left and the others to the right.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| rows.iter().filter_map(|row| Some(row.get(column)?.chars().count())).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("  {cell:>width$}"),
        });
        cells.collect::<String>().trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A share in percent; a dash where it isn't known.
pub fn percent(share: Option<f64>) -> String {
    share.map_or("–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A whole number.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_thousands_separators() {
        for (number, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (525_461, "525,461"), (1_234_567, "1,234,567")]
        {
            assert_eq!(thousands(number), text);
        }
    }

    #[test]
    fn columns_are_aligned() {
        let rows = [row("band", &["carts".to_owned()]), row("  high", &["7".to_owned()])];
        assert_eq!(table(&rows), "band    carts\n  high      7");
    }
}
