public import RuralIndustry

/// The score sheets of one judge as they come back from a laptop: one file, signed with the judge's personal code.
///
/// The file is one line of canonical JSON (RFC 8785) and a line feed; the signature is over the canonical JSON of
/// `document`.
public struct FilledSheets: Sendable {
    public static let format = "cnnt-filled-sheets/1"

    public let round: String
    /// Nil: the stage that makes the result.
    public let stage: String?
    public let judge: String
    /// Of the rules that the sheets were made for.
    public let rulesSHA256: String
    public let sheets: [Sheet]
    /// What is signed.
    public let document: [UInt8]
    /// 32 bytes.
    public let signature: [UInt8]

    public struct Sheet: Sendable {
        public let entry: String
        public let comment: String
        /// A mark as text, or the reason why there is none, for each leaf.
        public let marks: [(leaf: String, content: String)]
    }

    /// Reads a file.
    ///
    /// - Throws: `sheet-file-malformed` for what is no such file, `sheet-file-altered` for one that differs in any byte from
    ///   what the page wrote.
    public init(_ file: [UInt8]) throws(Violation) {
        let json: JSONValue
        do throws(Violation) { json = try JSONValue(parsing: file) } catch { throw Self.malformed }
        guard let document = json["document"], document["format"]?.string == Self.format,
            let round = document["round"]?.string, let judge = document["judge"]?.string,
            let rules = document["rules_sha256"]?.string, let sheets = document["sheets"]?.array,
            let signature = json["hmac_sha256"]?.string.flatMap(Self.bytes)
        else { throw Self.malformed }
        guard Array(json.text.utf8) + [0x0A] == file else {
            throw Violation(
                "sheet-file-altered",
                vi: "tệp không còn như khi trang chấm điểm ghi ra; hãy dùng nguyên tệp đã tải",
                en: "the file is not as the page wrote it; use the file as it was saved")
        }
        self.round = round
        self.judge = judge
        rulesSHA256 = rules
        stage = document["stage"]?.string
        self.signature = signature
        self.document = Array(document.text.utf8)
        var read: [Sheet] = []
        for sheet in sheets {
            guard let entry = sheet["entry"]?.string, let comment = sheet["comment"]?.string,
                let marks = sheet["marks"]?.array
            else { throw Self.malformed }
            var lines: [(leaf: String, content: String)] = []
            for mark in marks {
                guard let pair = mark.array, pair.count == 2, let leaf = pair[0].string,
                    let content = pair[1].string
                else { throw Self.malformed }
                lines.append((leaf, content))
            }
            read.append(Sheet(entry: entry, comment: comment, marks: lines))
        }
        self.sheets = read
    }

    /// Whether the key's owner signed it.
    public func isSigned(with key: SheetKey) -> Bool { key.verifies(signature, of: document) }

    private static let malformed = Violation(
        "sheet-file-malformed", vi: "đây không phải là tệp phiếu chấm điểm do trang chấm điểm ghi ra",
        en: "this is no file of score sheets as the page writes it")

    private static func bytes(hex text: String) -> [UInt8]? {
        (try? SHA256Digest(hex: text))?.bytes
    }
}
