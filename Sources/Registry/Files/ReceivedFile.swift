import RuralIndustry

/// What bounds the memory that a file may take that came over the network.
enum ReceivedFile {
    /// Rows are kept until all of them are taken or none, with everything that is wrong in them: four bytes of a file became three
    /// kilobytes of memory (measured with 100,000 rows that lack all they need, 2026-11-27).
    static let mostRows = 50_000
}

extension RecordFile {
    /// Reads a file that came over the network: a CSV file or a workbook, told apart by its bytes.
    ///
    /// Violations: `file-too-many-rows`, and what `read(path:)` says.
    ///
    /// - Parameter name: what it was called where it came from; shown and otherwise not used.
    public static func read(received file: NamelessFile, name: String) throws -> RecordFile {
        let shown = String((name.split { $0 == "/" || $0 == "\\" }.last ?? "").prefix(200))
        return try file.withPath {
            try read(path: $0, sheet: nil, name: shown.isEmpty ? "?" : shown, most: ReceivedFile.mostRows)
        }
    }

    /// The same of a file that came in a form, which is read whole.
    public static func read(received bytes: [UInt8], name: String) throws -> RecordFile {
        try read(received: NamelessFile(holding: bytes), name: name)
    }
}
