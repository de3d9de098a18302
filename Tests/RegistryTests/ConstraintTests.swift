import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import Registry

@Suite("What broken constraints are told as")
struct ConstraintTests {
    @Test("every constraint, unique index and constraint that a trigger names has its words")
    func everyConstraint() async throws {
        try await TestRegistry.run { test in
            let names = try await test.constraintNames()
            #expect(names.count > 150)
            for name in names.sorted() where Constraints.violation(for: name) == nil {
                Issue.record("\(name) is in the database but not in Constraints")
            }
        }
    }

    @Test("every name in the table of words is in the database")
    func nothingStale() async throws {
        try await TestRegistry.run { test in
            let names = try await test.constraintNames()
            for name in Constraints.told.keys.sorted() + Constraints.guarded.sorted()
            where !names.contains(name) {
                Issue.record("\(name) is in Constraints but not in the database")
            }
            for ending in Constraints.guardedEndings where !names.contains(where: { $0.hasSuffix(ending) }) {
                Issue.record("no constraint ends with \(ending)")
            }
        }
    }

    @Test("names follow the table that they belong to")
    func naming() async throws {
        try await TestRegistry.run { test in
            let odd = try await test.asOwner { session in
                try session.values(
                    """
                    SELECT conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
                    WHERE t.relnamespace = 'public'::regnamespace AND NOT starts_with(conname, relname)
                    """, as: String.self)
            }
            #expect(odd == [])
        }
    }

    @Test("an unknown name is told as nothing, so that the error stays an error")
    func unknown() {
        #expect(Constraints.violation(for: "something_else") == nil)
    }
}

extension TestRegistry {
    /// Constraints and unique indexes as the database has them, and those that functions raise.
    fileprivate func constraintNames() async throws -> Set<String> {
        let (declared, versioned) = try await asOwner { session in
            (
                try session.values(
                    """
                    SELECT conname FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
                    WHERE t.relnamespace = 'public'::regnamespace
                    UNION
                    SELECT i.relname FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
                    WHERE i.relnamespace = 'public'::regnamespace AND x.indisunique
                    """, as: String.self),
                try session.values(
                    """
                    SELECT c.relname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid
                    WHERE p.proname = 'advance_version'
                    """, as: String.self)
            )
        }
        return Set(declared).union(versioned.map { $0 + "_version_step" }).union(try Self.raised())
    }

    /// `CONSTRAINT = '…'` in the migrations; the one that is put together from the table's name is told apart.
    private static func raised() throws -> Set<String> {
        let folder = SourceTree.root + "/sql/migrations"
        var names = Set<String>()
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) where file.hasSuffix(".sql") {
            let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
            var rest = text[...]
            while let mark = rest.firstRange(of: "CONSTRAINT = ") {
                rest = rest[mark.upperBound...]
                guard rest.first == "'" else {
                    #expect(rest.hasPrefix("TG_TABLE_NAME || '_version_step'"), "\(file)")
                    continue
                }
                names.insert(String(rest.dropFirst().prefix { $0 != "'" }))
            }
        }
        return names
    }
}
