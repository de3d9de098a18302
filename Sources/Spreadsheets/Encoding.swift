/// Whether bytes are UTF-8, and what they may be instead.
enum Encoding {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// How many bytes at the beginning tell what a file is.
    static let telling = 64

    /// Refuses what the first bytes show not to be CSV in UTF-8.
    static func check(beginning: some Collection<UInt8>) throws(SpreadsheetError) {
        let bytes = Array(beginning)
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw SpreadsheetError(
                "csv-is-workbook",
                vi:
                    "đây là tệp bảng tính Excel, không phải CSV; đặt lại đuôi .xlsx hoặc lưu dạng “CSV UTF-8”",
                en: "this is an Excel workbook, not CSV; name it .xlsx or save it as “CSV UTF-8”", row: 1)
        }
        // UTF-16 text of Latin letters has a zero in every second byte, with or without its mark.
        let zeros = bytes.indices.filter { bytes[$0] == 0 }
        let everySecondIsZero = bytes.count >= 4 && zeros.count * 3 >= bytes.count
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) || everySecondIsZero {
            throw SpreadsheetError(
                "csv-encoding",
                vi: "tệp dùng mã UTF-16 (“Unicode Text”); trong Excel hãy lưu dạng “CSV UTF-8”",
                en: "the file is UTF-16 (“Unicode Text”); in Excel save it as “CSV UTF-8”", row: 1)
        }
    }

    /// The offset of the first byte that is not UTF-8, nil if all are.
    static func firstFault(in bytes: [UInt8]) -> Int? {
        do {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    static func notUTF8(row: Int) -> SpreadsheetError {
        SpreadsheetError(
            "csv-encoding",
            vi:
                "dòng này không phải UTF-8 (có thể là Windows-1258, TCVN3 hoặc VNI); trong Excel hãy lưu dạng “CSV UTF-8”",
            en:
                "this row is not UTF-8 (it may be Windows-1258, TCVN3 or VNI); in Excel save it as “CSV UTF-8”",
            row: row)
    }
}
