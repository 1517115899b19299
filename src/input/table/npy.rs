//! NumPy's `.npy` files: a magic string, a header with type and shape, the numbers (NumPy
//! Enhancement Proposal 1).

use std::io::{self, BufRead, Write};

use super::head::{Head, Wrong};
use crate::input::InputError;

/// The first bytes of every `.npy` file.
pub(super) const MAGIC: &[u8] = b"\x93NUMPY";
/// Prefix of error messages.
const FORMAT: &str = "npy: ";
/// Longest header (bytes).
const HEADER_BYTES_MAX: usize = 65_536;
/// Most columns; an array with more is probably transposed.
const COLUMNS_MAX: usize = 1024;
/// Alignment of the first number in the file (bytes), as NumPy writes it.
const ALIGNMENT: usize = 64;

/// The kind of a number type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Float,
    Signed,
    Unsigned,
}

/// The type of an array's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Type {
    kind: Kind,
    bytes: usize,
    big_endian: bool,
}

/// An array whose header has been read.
pub(super) struct Array<'a> {
    name: &'a str,
    reader: &'a mut dyn BufRead,
    number: Type,
    rows: u64,
    columns: usize,
}

fn wrong(name: &str, message: impl std::fmt::Display) -> InputError {
    InputError::whole(name, format!("{FORMAT}{message}"))
}

/// Reads the header of the file called `name`.
pub(super) fn open<'a>(
    name: &'a str,
    reader: &'a mut dyn BufRead,
) -> Result<(Head, Array<'a>), InputError> {
    let header = header(reader).map_err(|message| wrong(name, message))?;
    let (number, rows, columns) = parse_header(&header).map_err(|message| wrong(name, message))?;
    let head = Head { titles: None, columns, place: None };
    Ok((head, Array { name, reader, number, rows, columns }))
}

/// The text of the header.
fn header(reader: &mut dyn BufRead) -> Result<String, String> {
    let cut = |error: io::Error| match error.kind() {
        io::ErrorKind::UnexpectedEof => "expected a whole header, found the end".to_owned(),
        _ => error.to_string(),
    };
    let mut start = [0; 8];
    reader.read_exact(&mut start).map_err(cut)?;
    let length = match start[6] {
        1 => {
            let mut length = [0; 2];
            reader.read_exact(&mut length).map_err(cut)?;
            usize::from(u16::from_le_bytes(length))
        }
        2 | 3 => {
            let mut length = [0; 4];
            reader.read_exact(&mut length).map_err(cut)?;
            u32::from_le_bytes(length) as usize
        }
        version => return Err(format!("expected version 1, 2 or 3, found {version}")),
    };
    if length > HEADER_BYTES_MAX {
        return Err(format!("expected a header of at most {HEADER_BYTES_MAX} bytes"));
    }
    let mut header = vec![0; length];
    reader.read_exact(&mut header).map_err(cut)?;
    String::from_utf8(header).map_err(|_| "expected a header of text".to_owned())
}

/// Parses a header: type of the numbers, number of rows, number of columns.
fn parse_header(header: &str) -> Result<(Type, u64, usize), String> {
    let descr = value_of(header, "descr")?;
    let number = Type::named(descr).ok_or_else(|| {
        let found: String = descr.chars().take(32).collect();
        format!("expected floats or integers (f4, f8, i1 to i8, u1 to u8), found {found}")
    })?;
    let shape = value_of(header, "shape")?;
    let inside = shape.trim_start_matches('(').trim_end_matches(')');
    let lengths = inside.split(',').map(str::trim).filter(|length| !length.is_empty());
    let lengths: Option<Vec<u64>> = lengths.map(|length| length.parse().ok()).collect();
    let shown: String = shape.chars().take(32).collect();
    let (rows, columns) = match lengths.as_deref() {
        Some([rows]) => (*rows, 1),
        Some([rows, columns]) => (*rows, *columns),
        _ => return Err(format!("expected one or two dimensions, found the shape {shown}")),
    };
    if !(1..=COLUMNS_MAX as u64).contains(&columns) {
        let message = "expected a row for each sample and 1 to 1024 columns, found the shape";
        return Err(format!("{message} {shown}"));
    }
    match value_of(header, "fortran_order")? {
        "False" => {}
        // A single row or column has no other order.
        "True" if columns == 1 || rows == 1 => {}
        "True" => {
            let message = "expected rows one after the other (C order), found Fortran order";
            return Err(message.to_owned());
        }
        _ => return Err("expected fortran_order to be True or False".to_owned()),
    }
    Ok((number, rows, columns as usize))
}

/// The value of a key in the header, which is a Python dictionary: a string, word, tuple or list,
/// none of which may contain quotation marks.
fn value_of<'a>(header: &'a str, key: &str) -> Result<&'a str, String> {
    let missing = || format!("expected {key} in the header");
    let quoted = [format!("'{key}'"), format!("\"{key}\"")];
    let place = quoted.iter().find_map(|quoted| header.find(quoted.as_str()));
    let rest = &header[place.ok_or_else(missing)? + key.len() + 2..];
    let rest = rest.trim_start().strip_prefix(':').ok_or_else(missing)?.trim_start();
    let end = match rest.as_bytes().first() {
        Some(quote @ (b'\'' | b'"')) => {
            let inside = &rest[1..];
            return inside.split(char::from(*quote)).next().ok_or_else(missing);
        }
        Some(b'(') => rest.find(')').map(|end| end + 1),
        // A list describes a structured type, which is refused later.
        Some(b'[') => rest.find(']').map(|end| end + 1),
        _ => rest.find([',', '}']),
    };
    Ok(rest[..end.ok_or_else(missing)?].trim())
}

impl Type {
    /// The type that NumPy calls `descr`, if it is a supported float or integer type.
    fn named(descr: &str) -> Option<Self> {
        let mut letters = descr.chars();
        let (order, kind) = (letters.next()?, letters.next()?);
        let bytes: usize = letters.as_str().parse().ok()?;
        let kind = match (kind, bytes) {
            ('f', 4 | 8) => Kind::Float,
            ('i', 1 | 2 | 4 | 8) => Kind::Signed,
            ('u', 1 | 2 | 4 | 8) => Kind::Unsigned,
            _ => return None,
        };
        match order {
            '<' | '>' => Some(Self { kind, bytes, big_endian: order == '>' }),
            '|' if bytes == 1 => Some(Self { kind, bytes, big_endian: false }),
            _ => None,
        }
    }

    /// The number at the start of `bytes`.
    fn value(self, bytes: &[u8]) -> f64 {
        let mut low_first = [0; 8];
        let places = low_first[..self.bytes].iter_mut().zip(bytes);
        places.for_each(|(place, byte)| *place = *byte);
        if self.big_endian {
            low_first[..self.bytes].reverse();
        }
        let bits = u64::from_le_bytes(low_first);
        let unused = 64 - 8 * self.bytes as u32;
        match self.kind {
            Kind::Float if self.bytes == 4 => f64::from(f32::from_bits(bits as u32)),
            Kind::Float => f64::from_bits(bits),
            // Shifting up and back extends the sign.
            Kind::Signed => (((bits << unused) as i64) >> unused) as f64,
            Kind::Unsigned => bits as f64,
        }
    }
}

impl Array<'_> {
    /// Passes the numbers in the `wanted` columns (counted from 0) of each row to `take`; returns
    /// the number of rows.
    pub(super) fn rows<const N: usize>(
        self,
        wanted: [usize; N],
        mut take: impl FnMut([f64; N]) -> Result<(), Wrong>,
    ) -> Result<u64, InputError> {
        let Self { name, reader, number, rows, columns } = self;
        let mut bytes = vec![0; number.bytes * columns];
        for row in 0..rows {
            reader.read_exact(&mut bytes).map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => {
                    wrong(name, format!("expected {rows} rows, as the header says, found {row}"))
                }
                _ => wrong(name, error),
            })?;
            let value = |column: usize| number.value(&bytes[column * number.bytes..]);
            take(wanted.map(value)).map_err(|Wrong { which, message }| {
                let (row, column) = (row + 1, wanted[which] + 1);
                wrong(name, format!("row {row}, column {column}: {message}"))
            })?;
        }
        let mut more = [0];
        match reader.read(&mut more) {
            Ok(0) => Ok(rows),
            Ok(_) => {
                Err(wrong(name, format!("expected {rows} rows, as the header says, found more")))
            }
            Err(error) => Err(wrong(name, error)),
        }
    }
}

/// Writes an array of doubles with `rows` rows of `N` numbers, byte for byte as NumPy does; with
/// `N` = 1 the array has one dimension.
///
/// # Errors
/// `out` can't be written.
pub fn write_npy<const N: usize>(
    out: &mut dyn Write,
    rows: usize,
    numbers: impl Iterator<Item = [f64; N]>,
) -> io::Result<()> {
    let shape = if N == 1 { format!("({rows},)") } else { format!("({rows}, {N})") };
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': {shape}, }}");
    // The header includes its line end.
    let length = (MAGIC.len() + 4 + header.len() + 1).next_multiple_of(ALIGNMENT);
    let padding = " ".repeat(length - (MAGIC.len() + 4 + header.len() + 1));
    out.write_all(MAGIC)?;
    out.write_all(&[1, 0])?;
    out.write_all(&((length - MAGIC.len() - 4) as u16).to_le_bytes())?;
    writeln!(out, "{header}{padding}")?;
    for row in numbers {
        for number in row {
            out.write_all(&number.to_le_bytes())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<[f64; 2]>, String> {
        let mut reader = bytes;
        let (head, array) = open("a.npy", &mut reader).map_err(|error| error.to_string())?;
        let (mut rows, last) = (Vec::new(), head.columns - 1);
        let count = array.rows([0, last], |row| {
            rows.push(row);
            Ok(())
        });
        assert_eq!(count.map_err(|error| error.to_string())?, rows.len() as u64);
        Ok(rows)
    }

    fn file(descr: &str, rest: &str, data: &[u8]) -> Vec<u8> {
        let header = format!("{{'descr': {descr}, {rest} }}\n");
        let mut bytes = MAGIC.to_vec();
        bytes.extend([1, 0]);
        bytes.extend((header.len() as u16).to_le_bytes());
        bytes.extend(header.as_bytes());
        bytes.extend(data);
        bytes
    }

    #[test]
    fn what_is_written_is_read_again() {
        let rows = [[0.0, -1.5], [0.1, 1e-300], [0.2, f64::MAX]];
        let mut bytes = Vec::new();
        write_npy(&mut bytes, 3, rows.into_iter()).unwrap();
        assert_eq!((bytes.len() - 48) % 64, 0);
        assert_eq!(read(&bytes), Ok(rows.to_vec()));
        let mut bytes = Vec::new();
        write_npy(&mut bytes, 2, [[1.0], [2.0]].into_iter()).unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("'shape': (2,), }"));
        assert_eq!(read(&bytes), Ok(vec![[1.0, 1.0], [2.0, 2.0]]));
    }

    #[test]
    fn numbers_of_every_type_are_read() {
        for (descr, data) in [
            ("'<f8'", (-2.0f64).to_le_bytes().to_vec()),
            ("'>f8'", (-2.0f64).to_be_bytes().to_vec()),
            ("'<f4'", (-2.0f32).to_le_bytes().to_vec()),
            ("'>f4'", (-2.0f32).to_be_bytes().to_vec()),
            ("'<i8'", (-2i64).to_le_bytes().to_vec()),
            ("'>i4'", (-2i32).to_be_bytes().to_vec()),
            ("'<i2'", (-2i16).to_le_bytes().to_vec()),
            ("'|i1'", vec![0xfe]),
        ] {
            let bytes = file(descr, "'fortran_order': False, 'shape': (1,)", &data);
            assert_eq!(read(&bytes), Ok(vec![[-2.0, -2.0]]), "{descr}");
        }
        let bytes = file("\"|u1\"", "\"fortran_order\": False, \"shape\": (1, 2)", &[200, 3]);
        assert_eq!(read(&bytes), Ok(vec![[200.0, 3.0]]));
    }
}
