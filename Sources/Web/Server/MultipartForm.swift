/// The fields of a form with files (RFC 7578), as a browser sends it: read in memory, and nothing of it kept.
struct MultipartForm {
    struct Part: Hashable, Sendable {
        let name: String
        /// Nil for a field that is no file.
        let fileName: String?
        let content: [UInt8]
    }

    let parts: [Part]

    /// Nil for what is no such form.
    ///
    /// - Parameter contentType: the header, which names the boundary (RFC 2046, 5.1.1).
    init?(_ body: [UInt8], contentType: String) {
        guard let boundary = Self.parameter("boundary", of: contentType), Self.isMultipart(contentType),
            (1...70).contains(boundary.utf8.count)
        else { return nil }
        // every delimiter stands at the beginning of a line; the first may be that of the body
        let delimiter = Array("\r\n--\(boundary)".utf8)
        let text = Array("\r\n".utf8) + body
        guard var position = text.firstRange(of: delimiter)?.upperBound else { return nil }
        var parts: [Part] = []
        while !text[position...].starts(with: "--".utf8) {
            guard let next = text[position...].firstRange(of: delimiter), parts.count < 1000,
                let part = Self.part(text[position..<next.lowerBound])
            else { return nil }
            parts.append(part)
            position = next.upperBound
        }
        self.parts = parts
    }

    private static func isMultipart(_ contentType: String) -> Bool {
        contentType.lowercased().split(separator: ";").first?.filter { $0 != " " } == "multipart/form-data"
    }

    /// Its head, an empty line and its content.
    private static func part(_ bytes: ArraySlice<UInt8>) -> Part? {
        guard let gap = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<gap.lowerBound], as: UTF8.self).split(
            whereSeparator: \.isNewline)
        guard let head = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = parameter("name", of: String(head))
        else { return nil }
        return Part(
            name: name, fileName: parameter("filename", of: String(head)),
            content: Array(bytes[gap.upperBound...]))
    }

    /// `…; name="value"` or `…; name=value`: a semicolon within quotes belongs to the value, as in a file's name. Browsers write a
    /// quote within a value as `%22` (WHATWG HTML, multipart/form-data encoding algorithm).
    private static func parameter(_ name: String, of header: String) -> String? {
        var isQuoted = false
        let items = header.split {
            if $0 == "\"" { isQuoted.toggle() }
            return $0 == ";" && !isQuoted
        }
        for item in items.dropFirst() {
            let pair = item.split(separator: "=", maxSplits: 1).map { $0.drop { $0 == " " } }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            let value = pair[1]
            return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count > 1
                ? String(value.dropFirst().dropLast()) : String(value)
        }
        return nil
    }
}
