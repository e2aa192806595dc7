//! Files as people send them, and as nobody should. Made here, byte by byte.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A place in Bát Tràng as a telephone writes it; no such bytes may be stored.
pub const PLACE: &[u8] = b"N 20.9766 E 105.9128";

fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, kind], &length[..], content].concat()
}

/// Exif with a turned picture, a directory of its place, and the place itself.
pub fn exif() -> Vec<u8> {
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    // Orientation 6: the telephone was held upright.
    tiff.extend_from_slice(&[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    // GPS directory.
    tiff.extend_from_slice(&[0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38]);
    tiff.extend_from_slice(&[0, 0, 0, 0]);
    tiff.extend_from_slice(PLACE);
    [b"Exif\0\0".to_vec(), tiff].concat()
}

/// A picture of a telephone, `width` by `height` pixels by its own word.
pub fn jpeg_of(width: u16, height: u16) -> Vec<u8> {
    let [h1, h2] = height.to_be_bytes();
    let [w1, w2] = width.to_be_bytes();
    let xmp = [&b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>"[..], PLACE].concat();
    [
        vec![0xFF, 0xD8],
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xE1, &exif()),
        segment(0xE1, &xmp),
        segment(0xED, &[b"Photoshop 3.0\0", PLACE].concat()),
        segment(0xE2, b"ICC_PROFILE\0\x01\x01mau"),
        segment(0xFE, PLACE),
        segment(0xDB, &[0; 65]),
        segment(0xC0, &[8, h1, h2, w1, w2, 1, 1, 0x11, 0]),
        segment(0xC4, &[0; 20]),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        // Data with a stuffed byte and a restart marker.
        vec![0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD0, 0x56],
        vec![0xFF, 0xD9],
    ]
    .concat()
}

pub fn jpeg() -> Vec<u8> {
    jpeg_of(4000, 3000)
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &[0; 4]].concat()
}

pub fn png_of(width: u32, height: u32) -> Vec<u8> {
    let header = [
        &width.to_be_bytes()[..],
        &height.to_be_bytes(),
        &[8, 2, 0, 0, 0],
    ]
    .concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"eXIf", PLACE),
        chunk(b"tEXt", PLACE),
        chunk(b"IDAT", b"diem anh"),
        chunk(b"IEND", b""),
    ]
    .concat()
}

fn riff_chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    let mut all = [name, &length[..], content].concat();
    if content.len() % 2 == 1 {
        all.push(0);
    }
    all
}

pub fn webp() -> Vec<u8> {
    let content = [
        b"WEBP".to_vec(),
        riff_chunk(b"VP8X", &[0x0C, 0, 0, 0, 99, 0, 0, 49, 0, 0]),
        riff_chunk(b"VP8 ", b"\0\0\0\x9D\x01\x2A\x64\0\x32\0diem anh"),
        riff_chunk(b"EXIF", PLACE),
        riff_chunk(b"XMP ", PLACE),
    ]
    .concat();
    let length = u32::try_from(content.len()).unwrap().to_le_bytes();
    [b"RIFF", &length[..], &content].concat()
}

pub fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n".to_vec()
}

/// A zip archive of parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        archive.start_file(*name, options).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");

pub fn docx() -> Vec<u8> {
    zipped(&[TYPES, ("word/document.xml", b"<w:document/>")])
}

pub fn xlsx() -> Vec<u8> {
    zipped(&[TYPES, ("xl/workbook.xml", b"<workbook/>")])
}

pub fn docx_with(name: &str, content: &[u8]) -> Vec<u8> {
    zipped(&[
        TYPES,
        ("word/document.xml", b"<w:document/>"),
        (name, content),
    ])
}

/// A compound file of streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in streams {
        if let Some((folder, _)) = name
            .rsplit_once('/')
            .filter(|(folder, _)| !folder.is_empty())
        {
            file.create_storage_all(folder).unwrap();
        }
        file.create_stream(name)
            .unwrap()
            .write_all(content)
            .unwrap();
    }
    file.into_inner().into_inner()
}

/// The first block of a document; `flags` is its byte of flags.
pub fn fib(flags: u8) -> Vec<u8> {
    let mut fib = vec![0; 512];
    fib[0] = 0xEC;
    fib[1] = 0xA5;
    fib[11] = flags;
    fib
}

pub fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
