/// One pass over the bytes of a row: where it ends and where its fields are.
struct RowScan {
    /// What is wrong with the row; the scan nevertheless finds where the next one begins.
    enum Fault {
        case nul
        case quote
        case openQuote
        case fieldTooLong
    }

    private(set) var extents: [SheetRow.Extent] = []
    /// Bytes up to the line break, and with it.
    private(set) var content = 0
    private(set) var length = 0
    private(set) var lineBreaks = 0
    private(set) var isBeyondASCII = false
    private(set) var fault: Fault?

    /// Nil if the bytes end before the row does, or there are none. `isWhole`: nothing comes after these
    /// bytes.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, isWhole: Bool) {
        guard bytes.count > 0 else { return nil }
        extents.reserveCapacity(24)
        var seen: UInt8 = 0
        var at = 0
        while true {
            let start = at
            var end = at
            var hasDoubledQuotes = false
            var fieldStart = start
            if at < bytes.count, bytes[at] == Self.quote {
                guard let close = closingQuote(bytes, from: at + 1, &hasDoubledQuotes, &seen, isWhole) else {
                    return nil
                }
                fieldStart = start + 1
                end = close
                at = min(close + 1, bytes.count)
                // RFC 4180: nothing may stand between a closing quote and the separator.
                if at < bytes.count, !Self.isEnd(bytes[at], delimiter) { fault = fault ?? .quote }
            }
            let plain = at
            while at < bytes.count {
                let byte = bytes[at]
                if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
                if byte == 0 { fault = fault ?? .nul }
                seen |= byte
                at += 1
            }
            if plain == start { end = at }
            if end - fieldStart > CSVReader.largestField { fault = fault ?? .fieldTooLong }
            if fault == nil {
                extents.append(
                    SheetRow.Extent(
                        start: Int32(truncatingIfNeeded: fieldStart), end: Int32(truncatingIfNeeded: end),
                        hasDoubledQuotes: hasDoubledQuotes))
            }
            guard at < bytes.count else {
                guard isWhole else { return nil }
                content = at
                length = at
                break
            }
            if bytes[at] == delimiter {
                at += 1
                continue
            }
            // Whether a line feed follows decides if the carriage return is a line break of its own.
            if bytes[at] == Self.carriageReturn, at + 1 == bytes.count, !isWhole { return nil }
            content = at
            length = at + (isCarriageReturnLineFeed(bytes, at) ? 2 : 1)
            lineBreaks += 1
            break
        }
        isBeyondASCII = seen >= 0x80
    }

    /// The position of the quote that closes the field (the end of the bytes if none does), nil if more are
    /// needed.
    private mutating func closingQuote(
        _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ hasDoubledQuotes: inout Bool,
        _ seen: inout UInt8,
        _ isWhole: Bool
    ) -> Int? {
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case Self.quote:
                if at + 1 == bytes.count { return isWhole ? at : nil }
                if bytes[at + 1] != Self.quote { return at }
                hasDoubledQuotes = true
                at += 1
            case Self.lineFeed: lineBreaks += 1
            case Self.carriageReturn:
                // CRLF is counted at its line feed.
                if at + 1 < bytes.count, bytes[at + 1] != Self.lineFeed { lineBreaks += 1 }
            case 0: fault = fault ?? .nul
            default: seen |= byte
            }
            at += 1
        }
        guard isWhole else { return nil }
        fault = fault ?? .openQuote
        return bytes.count
    }

    private func isCarriageReturnLineFeed(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        bytes[at] == Self.carriageReturn && at + 1 < bytes.count && bytes[at + 1] == Self.lineFeed
    }

    private static func isEnd(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
        byte == delimiter || byte == lineFeed || byte == carriageReturn
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}

extension RowScan.Fault {
    /// `column` counts from one.
    func error(row: Int, column: Int) -> SpreadsheetError {
        switch self {
        case .nul:
            SpreadsheetError(
                "csv-nul", vi: "ô thứ \(column) có ký tự NUL; tệp bị hỏng hoặc không phải CSV UTF-8",
                en: "field \(column) has a NUL character; the file is damaged or not CSV in UTF-8", row: row)
        case .quote:
            SpreadsheetError(
                "csv-quote",
                vi:
                    "ô thứ \(column): sau dấu nháy kép đóng phải là dấu phân cách; dấu nháy trong ô phải viết hai lần (\"\")",
                en:
                    "field \(column): a separator must follow the closing quote; a quote inside is written twice (\"\")",
                row: row)
        case .openQuote:
            SpreadsheetError(
                "csv-quote-open",
                vi: "ô thứ \(column): dấu nháy kép mở ở dòng này không được đóng đến hết tệp",
                en:
                    "field \(column): the quote that opens in this row is not closed until the end of the file",
                row: row)
        case .fieldTooLong:
            SpreadsheetError(
                "csv-field-too-long", vi: "ô thứ \(column) dài hơn 256 KiB",
                en: "field \(column) is longer than 256 KiB",
                row: row)
        }
    }
}
