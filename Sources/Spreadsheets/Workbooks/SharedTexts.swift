/// The texts that the cells of a workbook share, kept as bytes one after the other.
final class SharedTexts: XMLListener {
    private var bytes: [UInt8] = []
    private var ends: [Int32] = []
    private var isInText = false
    private var isInReading = false
    private let limits: WorkbookLimits

    init(limits: WorkbookLimits) { self.limits = limits }

    var count: Int { ends.count }

    /// Nil if there is none of that number.
    subscript(position: Int) -> String? {
        guard ends.indices.contains(position) else { return nil }
        let start = position == 0 ? 0 : Int(ends[position - 1])
        return CellText.decoded(bytes[start..<Int(ends[position])])
    }

    /// In bytes.
    func length(_ position: Int) -> Int {
        guard ends.indices.contains(position) else { return 0 }
        return Int(ends[position]) - (position == 0 ? 0 : Int(ends[position - 1]))
    }

    override func start(_ name: XMLName, _ attributes: XMLAttributes) {
        if name == "t" { isInText = true } else if name == "rPh" { isInReading = true }
    }

    override func end(_ name: XMLName) {
        if name == "t" {
            isInText = false
        } else if name == "rPh" {
            isInReading = false
        } else if name == "si" {
            if ends.count >= limits.sharedTextCount { return tooMany() }
            ends.append(Int32(clamping: bytes.count))
        }
    }

    // The runs of a rich text are one text; how an East Asian word is read aloud (rPh) is none of it.
    override func text(_ part: UnsafeBufferPointer<UInt8>) {
        guard isInText, !isInReading else { return }
        if bytes.count + part.count > limits.sharedTexts { return tooMany() }
        bytes.append(contentsOf: part)
    }

    private func tooMany() { fault = .tooMuchText }
}

extension SpreadsheetError {
    static let tooMuchText = SpreadsheetError(
        "workbook-too-large",
        vi: "bảng tính có quá nhiều chữ; chia thành nhiều tệp hoặc lưu dạng CSV UTF-8",
        en: "the workbook has too much text; split it or save it as CSV UTF-8")
}

/// Text as cells write it.
enum CellText {
    /// `_x000D_` stands for a character that XML cannot hold; `_x005F_` for an underline before such a thing.
    static func decoded(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "_")) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var at = bytes.startIndex
        while at < bytes.endIndex {
            if let scalar = escape(bytes[at...]) {
                plain.append(contentsOf: String(Character(scalar)).utf8)
                at += 7
            } else {
                plain.append(bytes[at])
                at += 1
            }
        }
        return String(decoding: plain, as: UTF8.self)
    }

    /// The other way round, for what looks like such an escape but is none.
    static func escaped(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "_")) else { return text }
        var result: [UInt8] = []
        for at in bytes.indices {
            if escape(bytes[at...]) != nil { result.append(contentsOf: Array("_x005F".utf8)) }
            result.append(bytes[at])
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escape(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        let start = bytes.startIndex
        guard bytes.count >= 7, bytes[start] == UInt8(ascii: "_"), bytes[start + 1] == UInt8(ascii: "x"),
            bytes[start + 6] == UInt8(ascii: "_"),
            bytes[(start + 2)..<(start + 6)].allSatisfy({
                (0x30...0x39).contains($0) || (0x41...0x46).contains($0 & 0xDF)
            }),
            let value = UInt32(String(decoding: bytes[(start + 2)..<(start + 6)], as: UTF8.self), radix: 16)
        else { return nil }
        return Unicode.Scalar(value)
    }
}
