//! Bytes that a spec writes as hexadecimal digits or base 64.

use super::Binary;

/// The bytes; or what is wrong with the digits.
pub fn decode(binary: &Binary) -> Result<Vec<u8>, String> {
    match binary {
        Binary::Hex(digits) => hex(digits),
        Binary::Base64(digits) => base64(digits),
    }
}

fn hex(digits: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<u32> = digits
        .chars()
        .filter(|digit| !digit.is_whitespace())
        .map(|digit| digit.to_digit(16).ok_or_else(|| format!("`{digit}` is no hexadecimal digit")))
        .collect::<Result<_, _>>()?;
    if !digits.len().is_multiple_of(2) {
        return Err("a byte is two hexadecimal digits; one is left over".to_owned());
    }
    Ok(digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap_or(0)).collect())
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(digits: &str) -> Result<Vec<u8>, String> {
    let digits: String = digits.split_whitespace().collect();
    let core = digits.trim_end_matches('=');
    if !digits.len().is_multiple_of(4) || digits.len() - core.len() > 2 {
        return Err("base 64 comes in groups of four digits, the last one padded with `=`".to_owned());
    }
    let mut bytes = Vec::new();
    let (mut pending, mut bits) = (0_u32, 0_u32);
    for digit in core.bytes() {
        let value = ALPHABET
            .iter()
            .position(|known| *known == digit)
            .ok_or_else(|| format!("`{}` is no base 64 digit", char::from(digit)))?;
        pending = (pending << 6) | u32::try_from(value).unwrap_or(0);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((pending >> bits) & 0xff).unwrap_or(0));
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{Binary, decode};

    #[test]
    fn both_forms_are_read() {
        assert_eq!(decode(&Binary::Hex("00 ff 0A".to_owned())), Ok(vec![0, 255, 10]));
        assert_eq!(decode(&Binary::Base64("aGVyb24=".to_owned())), Ok(b"heron".to_vec()));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(decode(&Binary::Hex("0g".to_owned())), Err("`g` is no hexadecimal digit".to_owned()));
        assert_eq!(
            decode(&Binary::Hex("abc".to_owned())),
            Err("a byte is two hexadecimal digits; one is left over".to_owned())
        );
        assert_eq!(
            decode(&Binary::Base64("aGVyb24".to_owned())),
            Err("base 64 comes in groups of four digits, the last one padded with `=`".to_owned())
        );
    }
}
