/// What a file is by its first bytes, never by its name. What is not taken is refused by its own name, so that people know
/// what to do instead.
enum FileSignature {
    static func mediaType(of bytes: [UInt8]) throws(FileError) -> MediaType {
        if bytes.isEmpty {
            throw FileError(
                "file-empty", vi: "tệp trống; hãy kiểm tra lại bản gốc",
                en: "the file is empty; check the original")
        }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.starts(with: PNGStructure.signature) { return .png }
        if bytes.starts(with: "%PDF-".utf8) { return .pdf }
        throw refusal(name(of: bytes))
    }

    /// What a file that is not taken seems to be; nil if nobody knows.
    private static func name(of bytes: [UInt8]) -> String? {
        for (start, name) in starts where bytes.starts(with: start) { return name }
        if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) {
            return mediaBrands[String(decoding: bytes[8..<12], as: UTF8.self)] ?? "MP4"
        }
        if bytes.starts(with: "RIFF".utf8), bytes.count >= 12 {
            return bytes[8..<12].elementsEqual("WEBP".utf8) ? "WebP" : "RIFF"
        }
        return markup(bytes)
    }

    private static let starts: [([UInt8], String)] = [
        (Array("GIF87a".utf8), "GIF"), (Array("GIF89a".utf8), "GIF"), (Array("II*\0".utf8), "TIFF"),
        (Array("MM\0*".utf8), "TIFF"), (Array("BM".utf8), "BMP"),
        (Array("PK".utf8) + [3, 4], "ZIP (DOCX, XLSX…)"),
        (Array("PK".utf8) + [5, 6], "ZIP"), (Array("Rar!".utf8), "RAR"),
        (Array("7z".utf8) + [0xBC, 0xAF], "7z"),
        ([0x1F, 0x8B], "gzip"), ([0xD0, 0xCF, 0x11, 0xE0], "Word/Excel 97"), (Array("MZ".utf8), "EXE"),
        ([0x7F] + Array("ELF".utf8), "ELF"), (Array("{\\rtf".utf8), "RTF"),
        (Array("%!PS".utf8), "PostScript"),
        (Array("#!".utf8), "script"),
    ]

    private static let mediaBrands = [
        "heic": "HEIC", "heix": "HEIC", "hevc": "HEIC", "heim": "HEIC", "mif1": "HEIC", "msf1": "HEIC",
        "avif": "AVIF",
        "avis": "AVIF", "qt  ": "QuickTime",
    ]

    /// Text in angle brackets, after a byte-order mark and white space.
    private static func markup(_ bytes: [UInt8]) -> String? {
        let text = bytes.prefix(1024).drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
        guard text.first == UInt8(ascii: "<") else { return nil }
        let lower = String(decoding: text, as: UTF8.self).lowercased()
        if lower.contains("<svg") { return "SVG" }
        if lower.contains("<html") || lower.contains("<!doctype html") || lower.contains("<script") {
            return "HTML"
        }
        return "XML"
    }

    private static func refusal(_ name: String?) -> FileError {
        guard let name else {
            return FileError(
                "file-type-refused", vi: "không nhận ra loại tệp; chỉ nhận ảnh JPEG, PNG và tài liệu PDF",
                en: "the type of the file is not known; JPEG and PNG images and PDF documents are taken")
        }
        return FileError(
            "file-type-refused",
            vi: "đây là tệp \(name); chỉ nhận JPEG, PNG và PDF, hãy chuyển đổi rồi nộp lại",
            en: "this is a \(name) file; JPEG, PNG and PDF are taken, convert it and file that")
    }
}
