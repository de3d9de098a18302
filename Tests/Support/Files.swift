import FoundationEssentials
import Glibc
public import Registry
public import RuralIndustry

/// Files as the program reads them.
public enum TextFile {
    /// A file with this content, for as long as the closure runs.
    public static func with<Value>(_ text: String, _ body: (_ path: String) throws -> Value) throws -> Value {
        let path = "/tmp/cnnt-tests-\(getpid())-\(UInt64.random(in: 0 ... .max)).csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        return try body(path)
    }
}

extension RecordFile {
    /// The file that has this text. Its name is one of a temporary file.
    public init(csv text: String) throws { self = try TextFile.with(text) { try RecordFile.read(path: $0) } }
}

/// Unit files, read with the program's own reader.
public enum UnitFiles {
    public static func units(_ path: String) throws -> [Located<UnitRecord>] {
        try RecordFile<UnitColumn>.read(path: path).parsed { (row, notation) throws(Refusal) in
            try UnitRecord.parse(row.fields, notation)
        }
    }

    public static func lineage(_ path: String) throws -> [Located<LineageEdge>] {
        try RecordFile<LineageColumn>.read(path: path).parsed { (row, notation) throws(Refusal) in
            try LineageEdge.parse(row.fields, notation)
        }
    }

    public static func regions(_ path: String) throws -> [Located<RegionMember>] {
        try RecordFile<RegionColumn>.read(path: path).parsed { (row, notation) throws(Refusal) in
            try RegionMember.parse(row.fields, notation)
        }
    }
}
