import FoundationEssentials
import TestSupport
import Testing

@testable import Postgres

@Suite("sql/schema.sql")
struct SchemaTests {
    /// Another version of PostgreSQL prints some definitions in other words.
    private static let isSameVersion = (try? Installation.find().version) == 15

    @Test(
        "is the dump of a migrated database",
        .enabled(
            if: isSameVersion, "the file was made with PostgreSQL 15, which is not the newest installed here")
    )
    func isTrue() async throws {
        let committed = try String(contentsOfFile: SourceTree.root + "/sql/schema.sql", encoding: .utf8)
        try await TestRegistry.run { test in
            let url = test.database.ownerURL
            let dump = try await onOwnThread {
                try ChildProcess(program: SourceTree.root + "/deploy/schema", arguments: ["--print", url])
                    .runSuccessfully()
            }
            let missing = dump.split(separator: "\n").first { !committed.contains($0) }
            #expect(
                dump == committed,
                "run deploy/schema and look at what it changes; first: \(missing ?? "an order")")
        }
    }
}
