import Evidence
public import RuralIndustry
import Spreadsheets

/// A public file, made stretch by stretch as it is read: a country's awards are never held as a whole, nor a connection while a
/// slow reader takes them.
///
/// A record that changes while the file is read is told as it was or as it is; whether any did, `isWhole` says at the end.
public struct OpenDataFile: Sendable {
    public let dataset: OpenDataset
    public let format: OpenFormat
    /// On which states are told, and by whose units places are.
    public let day: Day
    private let registry: Registry
    private let viewer: Viewer
    private var state = ""
    private var key: Int64?
    private var step = Step.head
    private var hash = RunningSHA256()
    private var size = 0
    private var records = 0

    private enum Step { case head, records, end }

    /// What a file was, once it is read to its end.
    public struct Seal: Hashable, Sendable {
        /// 64 hexadecimal digits.
        public let sha256: String
        /// Bytes.
        public let size: Int
        public let records: Int
        /// What `Registry.openDataMark` was at the beginning and at the end; nil: something changed in between.
        public let mark: String?
    }

    init(_ dataset: OpenDataset, _ format: OpenFormat, on day: Day, of registry: Registry, as viewer: Viewer)
    {
        self.dataset = dataset
        self.format = format
        self.day = day
        self.registry = registry
        self.viewer = viewer
    }

    /// The next bytes; nil: that was all.
    public mutating func next() async throws -> [UInt8]? {
        guard let bytes = try await stretch() else { return nil }
        hash.update(bytes)
        size += bytes.count
        return bytes
    }

    /// After the last of `next`.
    public func seal() async throws -> Seal {
        let now = try await registry.openDataState(as: viewer)
        return Seal(sha256: hash.digest.hex, size: size, records: records, mark: now == state ? state : nil)
    }

    private mutating func stretch() async throws -> [UInt8]? {
        switch step {
        case .head:
            state = try await registry.openDataState(as: viewer)
            step = .records
            return head
        case .records:
            let rows = try await registry.openRows(
                dataset, after: key, limit: Self.stretch, on: day, as: viewer)
            guard let last = rows.last else {
                step = .end
                return foot
            }
            key = last.key
            defer { records += rows.count }
            return format == .csv ? csv(rows) : json(rows)
        case .end: return nil
        }
    }

    /// Records that are read in one transaction.
    private static let stretch = 1000

    // MARK: CSV

    private var head: [UInt8] {
        switch format {
        case .csv:
            var writer = CSVWriter(lineEnding: .carriageReturnLineFeed)
            writer.write(dataset.columns.map(\.name))
            return writer.take()
        case .json:
            return Array("{\"dataset\":\"\(dataset.rawValue)\",\"as_of\":\"\(day.iso)\",\"items\":[".utf8)
        }
    }

    private var foot: [UInt8] { format == .csv ? [] : Array("\n]}\n".utf8) }

    private func csv(_ rows: [OpenRow]) -> [UInt8] {
        var writer = CSVWriter(lineEnding: .carriageReturnLineFeed)
        for row in rows {
            writer.write(
                zip(dataset.columns, row.cells).map { column, cell in
                    column.kind == .text ? OpenCell.harmless(cell ?? "") : cell ?? ""
                })
        }
        return writer.take()
    }

    // MARK: JSON

    private func json(_ rows: [OpenRow]) -> [UInt8] {
        var bytes: [UInt8] = []
        for (index, row) in rows.enumerated() {
            bytes += Array((records + index == 0 ? "\n{" : ",\n{").utf8)
            for (place, pair) in zip(dataset.columns, row.cells).enumerated() {
                bytes += Array((place == 0 ? "\"" : ",\"").utf8) + Array("\(pair.0.name)\":".utf8)
                OpenCell.json(pair.1, pair.0, into: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
        return bytes
    }
}

/// A cell as it is written.
enum OpenCell {
    /// A text that a spreadsheet program would take for a formula gets an apostrophe before it, which such programs read as: this
    /// is text. In JSON it is as it was recorded.
    static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first, "=+-@\t\r＝＋－＠".unicodeScalars.contains(first) else {
            return text
        }
        return "'" + text
    }

    /// Ids are texts, other whole numbers are numbers, what is not on record is null.
    static func json(_ cell: String?, _ column: OpenColumn, into bytes: inout [UInt8]) {
        guard let cell else {
            bytes += Array("null".utf8)
            return
        }
        let isNumber = column.kind == .number && column.name != "id" && !column.name.hasSuffix("_id")
        if isNumber {
            bytes += Array(cell.utf8)
            return
        }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension Registry {
    /// A public file as of a day, to be read from its beginning.
    public func openData(
        _ dataset: OpenDataset, _ format: OpenFormat, on day: Day, as viewer: Viewer
    ) -> OpenDataFile {
        OpenDataFile(dataset, format, on: day, of: self, as: viewer)
    }

    /// What a file's seal is good for: while this stays as it is.
    public func openDataMark(as viewer: Viewer) async throws -> String {
        try await openDataState(as: viewer)
    }
}
