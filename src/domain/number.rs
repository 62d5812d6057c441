//! Numbers as people read them.

/// `1,234,567`: numbers that are compared are read in groups.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 call`, `1,204 calls`.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// At most five characters: `999`, `12.3k`, `412k`, `1.2M`. Rounded down, so that a column of them is never too high.
pub fn short(number: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(1_000_000_000_000, "T"), (1_000_000_000, "G"), (1_000_000, "M"), (1_000, "k")];
    if number < 10_000 {
        return grouped(number);
    }
    let (worth, unit) = UNITS.into_iter().find(|(worth, _)| number >= *worth).unwrap_or(UNITS[3]);
    match (number / worth, number % worth * 10 / worth) {
        (whole, tenth) if whole < 100 => format!("{whole}.{tenth}{unit}"),
        (whole, _) => format!("{whole}{unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_groups_of_three() {
        let all = [0, 12, 999, 1_000, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn one_is_one_and_none_are_many() {
        assert_eq!([0, 1, 1_204].map(|number| counted(number, "call", "calls")), ["0 calls", "1 call", "1,204 calls"]);
    }

    #[test]
    fn a_narrow_column_stays_narrow() {
        let all = [0, 9_999, 10_000, 12_345, 99_999, 412_999, 1_250_000, 7_000_000_000].map(short);
        assert_eq!(all, ["0", "9,999", "10.0k", "12.3k", "99.9k", "412k", "1.2M", "7.0G"]);
    }
}
