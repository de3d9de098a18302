import FoundationEssentials
import Postgres
public import Registry
public import RuralIndustry

/// The registry of one test: a database of its own with the units, regulations and demonstration communes, worked on as the
/// role that the program uses.
///
/// The database is a copy of a template that is made once per process.
public struct TestRegistry: Sendable {
    public let registry: Registry
    public let database: TestDatabase
    /// The person at the machine.
    public let viewer = Viewer.localOperator("kiểm thử")
    /// The day on which tests run.
    public let today = Day("2026-11-20")

    /// Runs a test on a registry of its own and then checks every invariant. A few run at a time: not for use inside itself.
    ///
    /// - Parameter checksInvariants: false for tests that break them.
    public static func run(
        poolSize: Int = 2, checksInvariants: Bool = true,
        _ body: @Sendable (TestRegistry) async throws -> Void
    ) async throws {
        let cluster = try await TestCluster.shared()
        let template = try await cluster.template("cnnt_registry", prepare: prepare)
        try await cluster.withDatabase(template: template) { database in
            let registry = Registry(
                database: Database(url: database.url, poolSize: poolSize), secretKeys: try secretKeys())
            let test = TestRegistry(registry: registry, database: database)
            do {
                try await body(test)
                if checksInvariants { try await test.finish() }
                await registry.close()
            } catch {
                await registry.close()
                throw error
            }
        }
    }

    /// Throws if an invariant is broken. `run` does it at the end.
    public func finish() async throws {
        let broken = try await brokenInvariants()
        if !broken.isEmpty { throw BrokenInvariants(results: broken) }
    }

    public func brokenInvariants() async throws -> [InvariantResult] {
        try await registry.checkInvariants(as: viewer).filter { $0.broken > 0 }
    }

    // MARK: The template

    private static func prepare(ownerURL: String) async throws {
        let sql = SourceTree.root + "/sql"
        let grants = try String(contentsOfFile: sql + "/access/grants.sql", encoding: .utf8)
        try await Migrator(directory: sql + "/migrations").migrate(
            ownerURL, afterwards: [Migrator.Script(name: "grants", text: grants)],
            settings: [
                "cnnt.program_role": PrivateCluster.programRole, "cnnt.viewer": #"{"all":true}"#,
            ])
        var program = try ConnectionURL(ownerURL)
        program["user"] = PrivateCluster.programRole
        let registry = Registry(database: Database(url: program.url, poolSize: 1))
        do {
            try await registry.loadReferenceData(from: sql)
            _ = try await registry.importUnits(
                try UnitFiles.units(sql + "/demo/units.csv"),
                lineage: try UnitFiles.lineage(sql + "/demo/lineage.csv"),
                as: .program)
            await registry.close()
        } catch {
            await registry.close()
            throw error
        }
    }
}

/// Says which invariants a scenario left broken, with examples.
public struct BrokenInvariants: Error, CustomStringConvertible {
    public let results: [InvariantResult]

    public var description: String {
        results.map { "\($0.name): \($0.broken) (\($0.examples.joined(separator: ", ")))" }.joined(
            separator: "; ")
    }
}
