import FoundationEssentials
import RuralIndustry
import Testing

/// Unit files, read without the program's own CSV reader: they have no quotes.
enum UnitFiles {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let reference = root.appending(path: "sql/reference")
    static let shared = root.deletingLastPathComponent().appending(path: "shared/data/units")

    /// The shared data lie beside the package where the project is developed, and nowhere else.
    static var sharedExist: Bool {
        FileManager.default.fileExists(atPath: shared.appending(path: "units.csv").path)
    }

    static func units(_ folder: URL, _ name: String) throws -> [Located<UnitRecord>] {
        try rows(folder, name).map { Located(try UnitRecord.parse(Fields(named: $0.value)), at: $0.place) }
    }

    static func lineage(_ folder: URL, _ name: String) throws -> [Located<LineageEdge>] {
        try rows(folder, name).map { Located(try LineageEdge.parse(Fields(named: $0.value)), at: $0.place) }
    }

    static func regions(_ folder: URL) throws -> [Located<RegionMember>] {
        try rows(folder, "regions.csv").map {
            Located(try RegionMember.parse(Fields(named: $0.value)), at: $0.place)
        }
    }

    private static func rows(_ folder: URL, _ name: String) throws -> [Located<[String: String]>] {
        let text = String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        let header = try #require(lines.first).split(separator: ",", omittingEmptySubsequences: false).map(
            String.init)
        return try lines.enumerated().dropFirst().map { index, line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            try #require(cells.count == header.count)
            return Located(
                Dictionary(uniqueKeysWithValues: zip(header, cells)), at: Place(file: name, row: index + 1))
        }
    }
}
