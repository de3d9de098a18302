import RuralIndustry

extension RecordFile {
    /// Reads a file that came over the network: a CSV file or a workbook, told apart by its bytes.
    ///
    /// - Parameter name: what it was called where it came from; shown and otherwise not used.
    public static func read(received file: NamelessFile, name: String) throws -> RecordFile {
        let shown = String((name.split { $0 == "/" || $0 == "\\" }.last ?? "").prefix(200))
        return try file.withPath { try read(path: $0, sheet: nil, name: shown.isEmpty ? "?" : shown) }
    }

    /// The same of a file that came in a form, which is read whole.
    public static func read(received bytes: [UInt8], name: String) throws -> RecordFile {
        try read(received: NamelessFile(holding: bytes), name: name)
    }
}
