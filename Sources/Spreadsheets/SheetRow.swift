/// One row of a spreadsheet as bytes, its fields made into text when asked for.
public struct SheetRow: Sendable {
    /// Where a field lies in the row's bytes.
    struct Extent: Sendable {
        let start: Int32
        let end: Int32
        /// A quote stands twice inside for once.
        let hasDoubledQuotes: Bool
    }

    /// The line on which it begins, as an editor counts.
    public let line: Int
    let bytes: [UInt8]
    let extents: [Extent]

    public var count: Int { extents.count }

    /// The text of a field; `position` counts from zero and must be below `count`.
    public subscript(position: Int) -> String {
        let extent = extents[position]
        let field = bytes[Int(extent.start)..<Int(extent.end)]
        if !extent.hasDoubledQuotes { return String(decoding: field, as: UTF8.self) }
        var single: [UInt8] = []
        single.reserveCapacity(field.count)
        var lastWasQuote = false
        for byte in field {
            lastWasQuote = byte == UInt8(ascii: "\"") && !lastWasQuote
            if byte != UInt8(ascii: "\"") || lastWasQuote { single.append(byte) }
        }
        return String(decoding: single, as: UTF8.self)
    }

    public var texts: [String] { extents.indices.map { self[$0] } }

    public func isEmpty(_ position: Int) -> Bool { extents[position].start == extents[position].end }

    /// True if there is nothing in any field, as in the lines that spreadsheets leave at the end.
    public var isBlank: Bool { extents.allSatisfy { $0.start == $0.end } }
}
