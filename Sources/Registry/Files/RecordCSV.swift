public import RuralIndustry
import Spreadsheets

/// Lines of a CSV file of records that imports again unchanged.
public struct RecordCSV<Column: RecordColumn>: Sendable {
    private let columns: [Column]

    /// - Parameter left: columns that say what another of them says.
    public init(leavingOut left: Set<Column> = []) { columns = Column.allCases.filter { !left.contains($0) } }

    public var header: [UInt8] { Self.line(RecordBookkeeping.names + columns.map(\.name)) }

    public func line(id: Int64, version: Int, _ fields: Fields<Column>) -> [UInt8] {
        Self.line([String(id), String(version)] + columns.map { fields[$0] ?? "" })
    }

    private static func line(_ cells: [String]) -> [UInt8] {
        var writer = CSVWriter()
        writer.write(cells)
        return writer.take()
    }
}
