/// A look at a PDF from outside: that it begins and ends as one, is not encrypted, and names no script, program to start or
/// attached file (ISO 32000-2 7.5, 7.6, 12.6.4).
///
/// What is not looked at: compressed object streams, in which such names can hide, and whether the pages can be drawn. A
/// PDF is kept byte for byte, so it also keeps its own metadata. Readers must open it as what it is, somebody else's file.
enum PDFCheck {
    /// Throws `file-truncated`, `file-malformed`, `pdf-encrypted`, `pdf-active-content`.
    static func check(_ bytes: [UInt8]) throws(FileError) {
        let version = bytes.dropFirst(5).prefix(2)
        guard version.elementsEqual("1.".utf8) || version.elementsEqual("2.".utf8) else {
            throw .malformed("PDF")
        }
        let tail = bytes.suffix(2048)
        guard let end = tail.lastPlace(of: "%%EOF") else { throw .truncated }
        guard tail.firstRange(of: Array("startxref".utf8)) != nil else { throw .malformed("PDF") }
        let rest = tail[(end + 5)...].drop { [0x0A, 0x0D, 0x20, 0x09, 0x00].contains($0) }
        guard rest.isEmpty else { throw .trailing }
        try checkNames(bytes)
    }

    private static let active: Set<String> = [
        "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia",
    ]

    private static func checkNames(_ bytes: [UInt8]) throws(FileError) {
        var from = 0
        while let slash = bytes.place(of: UInt8(ascii: "/"), from: from) {
            from = slash + 1
            let name = name(in: bytes, at: from)
            if name == "Encrypt" {
                throw FileError(
                    "pdf-encrypted", vi: "tệp PDF có mật khẩu hoặc bị khóa; hãy lưu lại không mật khẩu",
                    en: "the PDF is encrypted; save it without a password")
            }
            if active.contains(name) {
                throw FileError(
                    "pdf-active-content",
                    vi:
                        "tệp PDF có nội dung chạy được hoặc tệp đính kèm (\(name)); hãy in lại thành PDF thường",
                    en: "the PDF holds active content or an attachment (\(name)); print it to a plain PDF")
            }
        }
    }

    /// A name with its `#4A` escapes undone (ISO 32000-2 7.3.5); longer ones than those looked for are cut.
    private static func name(in bytes: [UInt8], at start: Int) -> String {
        var name: [UInt8] = []
        var place = start
        while place < bytes.count, name.count < 16, !isDelimiter(bytes[place]) {
            if bytes[place] == UInt8(ascii: "#"), place + 2 < bytes.count,
                let code = UInt8(String(decoding: bytes[place + 1...place + 2], as: UTF8.self), radix: 16)
            {
                name.append(code)
                place += 3
            } else {
                name.append(bytes[place])
                place += 1
            }
        }
        return String(decoding: name, as: UTF8.self)
    }

    private static func isDelimiter(_ byte: UInt8) -> Bool {
        byte <= 0x20 || "()<>[]{}/%".utf8.contains(byte)
    }
}

extension ArraySlice<UInt8> {
    /// Where a text begins for the last time.
    fileprivate func lastPlace(of text: String) -> Int? {
        let wanted = Array(text.utf8)
        return indices.reversed().first { self[$0...].starts(with: wanted) }
    }
}
