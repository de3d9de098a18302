/// Why a database cannot be migrated. Nothing was changed, except that migrations before the failing one stay
/// applied.
public enum MigrationError: Error, Sendable {
    case unreadable(path: String, reason: String)
    /// Names are like `0001_units.sql`.
    case badName(String)
    /// The numbers go up by one from 1.
    case gap(expected: Int, found: String)
    /// The file of an applied migration is not what was applied.
    case changed(Migration)
    /// The database was migrated by a newer version of the program.
    case newerDatabase(number: Int, name: String)
    case failed(file: String, line: Int?, error: PostgresError)
}

extension MigrationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): \(reason)"
        case .badName(let name): "\(name): a migration is named like 0001_units.sql"
        case .gap(let expected, let found):
            "\(found): the migration with the number \(expected) is expected here"
        case .changed(let migration): "\(migration.file) was changed after it had been applied"
        case .newerDatabase(let number, let name):
            "the database is newer than this program: it has migration \(number) (\(name))"
        case .failed(let file, let line, let error): "\(file)\(line.map { ":\($0)" } ?? ""): \(error)"
        }
    }
}

/// One numbered file.
public struct Migration: Hashable, Sendable {
    public let number: Int
    /// `units` of `0001_units.sql`.
    public let name: String
    /// The name of the file.
    public let file: String

    /// Nil if the file is not named like a migration.
    init?(file: String) {
        guard file.hasSuffix(".sql") else { return nil }
        let parts = file.dropLast(4).split(separator: "_", maxSplits: 1)
        guard parts.count == 2, parts[0].utf8.count == 4,
            parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(parts[0]), parts[1].utf8.allSatisfy(Self.isNameByte)
        else { return nil }
        self.number = number
        self.name = String(parts[1])
        self.file = file
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }
}
