import Glibc
import Postgres
import RuralIndustry
import Synchronization
import TestSupport
import Testing

@testable import Registry

@Suite("What has changed, for other systems")
struct ChangeFeedTests {
    private static func officer(
        _ test: TestRegistry, in territory: String = "19", _ role: Role = .officer
    ) async throws -> Viewer {
        let login = "\(role.rawValue)-\(territory.replacing(":", with: "-"))"
        try await test.account(login)
        try await test.grant(role, in: territory, to: login)
        return try await test.viewer(login)
    }

    private static func rename(_ test: TestRegistry, _ id: Int64, _ name: String) async throws {
        var changes = Fields<EstablishmentColumn>()
        changes[.name] = name
        _ = try await test.registry.editEstablishment(
            id, changes: changes, on: test.today, today: test.today, as: test.viewer)
    }

    /// Everything after a position, asked for part by part.
    private static func all(
        _ test: TestRegistry, after start: ChangePosition = .start, limit: Int = 2, as viewer: Viewer
    ) async throws -> (told: [String], next: ChangePosition) {
        var (told, next) = ([String](), start)
        while true {
            let page = try await test.registry.changes(after: next, limit: limit, as: viewer)
            told += page.changes.map { "\($0.kind.rawValue) \($0.id) \($0.change) \($0.version ?? 0)" }
            #expect(page.changes.count <= limit)
            next = page.next
            if !page.hasMore { return (told, next) }
        }
    }

    @Test("every save is told once, in its order, and whoever goes on from where they were misses nothing")
    func order() async throws {
        try await TestRegistry.run { test in
            let viewer = try await Self.officer(test)
            let first = try await test.establishment(name: "Một")
            let second = try await test.establishment(name: "Hai")
            let product = try await test.product(of: first)
            let (told, next) = try await Self.all(test, as: viewer)
            #expect(
                told == [
                    "establishment \(first.id) created 1", "establishment \(second.id) created 1",
                    "product \(product.id) created 1",
                ])
            #expect(try await Self.all(test, after: next, as: viewer).told.isEmpty)
            #expect(try await test.registry.lastChange(as: viewer) == next)
            // an import is one event with many records
            try await test.importEstablishments(
                "name,legal_form,commune_code\n"
                    + (1...7).map { "Nhập \($0),household,05503\n" }.joined())
            try await Self.rename(test, first.id, "Một mới")
            _ = try await test.registry.closeEstablishment(
                second.id, on: test.today, because: "Giải thể", as: test.viewer)
            let (later, end) = try await Self.all(test, after: next, limit: 3, as: viewer)
            #expect(later.count == 9 && Set(later).count == 9)
            #expect(
                later.suffix(2) == [
                    "establishment \(first.id) updated 2", "establishment \(second.id) closed 2",
                ])
            let written = try #require(ChangePosition(end.text))
            #expect(written == end)
            for wrong in [
                "", "changes", "changes.1.1.1", "changes.1.1.1.-1", "changes.99999999999999999999.1.1.1",
                "x.1.1.1.1",
            ] {
                #expect(ChangePosition(wrong) == nil, "\(wrong)")
            }
        }
    }

    @Test("nobody is told of what lies outside their reach, and certificates only who may list them")
    func reach() async throws {
        try await TestRegistry.run { test in
            let here = try await test.establishment(name: "Gần")
            let there = try await test.establishment(name: "Xa", commune: "05587")
            let owner = try await Self.officer(test, in: "establishment:\(here.id)", .establishmentOwner)
            let stranger = try await Self.officer(test, in: "08")
            #expect(
                try await Self.all(test, as: owner).told == ["establishment \(here.id) created 1"])
            #expect(try await Self.all(test, as: stranger).told.isEmpty)
            #expect(
                try await Self.all(test, as: test.viewer).told.contains("establishment \(there.id) created 1")
            )
            await expectRefusal("not-permitted") {
                _ = try await test.registry.changes(after: .start, limit: 1, as: .anybody)
            }
        }
    }

    /// A change that was begun and not yet committed, on a thread of its own.
    private final class SlowChange: Sendable {
        private let state = Mutex((begun: false, mayEnd: false))

        var hasBegun: Bool { state.withLock { $0.begun } }

        func end() { state.withLock { $0.mayEnd = true } }

        func run(_ url: String, renaming id: Int64, by viewer: Viewer, committing: Bool) async throws {
            let database = Database(url: url, poolSize: 1)
            struct Undone: Error {}
            do {
                try await database.transaction(settings: .seeingAll) { session in
                    try AuditEvent.begin(
                        .establishmentEdit, of: .one("establishment", id: id), because: nil, by: viewer,
                        in: session)
                    _ = try session.execute(
                        "UPDATE establishment SET name = 'Chậm', name_folded = 'cham', version = version + 1 WHERE establishment_id = \(id)"
                    )
                    self.state.withLock { $0.begun = true }
                    while !self.state.withLock({ $0.mayEnd }) { usleep(2_000) }
                    if !committing { throw Undone() }
                }
            } catch is Undone {}
            await database.close()
        }
    }

    @Test(
        "a change that was begun before another and commits after it is not skipped: the other waits for it",
        arguments: [true, false])
    func lateCommit(committing: Bool) async throws {
        try await TestRegistry.run(poolSize: 3) { test in
            let viewer = try await Self.officer(test)
            let (slow, fast) = (
                try await test.establishment(name: "Một"), try await test.establishment(name: "Hai")
            )
            let start = try await test.registry.lastChange(as: viewer)
            let change = SlowChange()
            let running = Task {
                try await change.run(
                    test.database.url, renaming: slow.id, by: test.viewer, committing: committing)
            }
            while !change.hasBegun { try await Task.sleep(for: .milliseconds(2)) }
            try await Self.rename(test, fast.id, "Hai mới")
            // the control: whoever goes by the numbers of what is committed sees the later one already, and would go on after it
            let committed = try await test.asOwner { session in
                try session.values(
                    "SELECT establishment_id FROM establishment_version WHERE audit_id > \(start.event)",
                    as: Int64.self)
            }
            #expect(committed == [fast.id])
            let (during, next) = try await Self.all(test, after: start, as: viewer)
            #expect(during.isEmpty)
            change.end()
            try await running.value
            let (after, _) = try await Self.all(test, after: next, as: viewer)
            let both = ["establishment \(slow.id) updated 2", "establishment \(fast.id) updated 2"]
            #expect(after == (committing ? both : [both[1]]))
        }
    }

    private final class Flag: Sendable {
        private let value = Mutex(false)

        var isSet: Bool { value.withLock { $0 } }

        func set() { value.withLock { $0 = true } }
    }

    @Test("while many write at once, one who follows is told everything exactly once")
    func race() async throws {
        try await TestRegistry.run(poolSize: 8) { test in
            let viewer = try await Self.officer(test)
            var makers: [Int64] = []
            for number in 1...6 { makers.append(try await test.establishment(name: "Cơ sở \(number)").id) }
            let ids = makers
            let start = try await test.registry.lastChange(as: viewer)
            let isDone = Flag()
            let followed = try await withThrowingTaskGroup(of: [String].self) { group in
                for id in ids {
                    group.addTask {
                        for turn in 1...15 { try await Self.rename(test, id, "Tên \(id) lần \(turn)") }
                        return []
                    }
                }
                let follower = Task {
                    var (told, next) = ([String](), start)
                    while true {
                        let wasDone = isDone.isSet
                        let part = try await Self.all(test, after: next, limit: 7, as: viewer)
                        told += part.told
                        next = part.next
                        if wasDone { return told }
                    }
                }
                try await group.waitForAll()
                isDone.set()
                return try await follower.value
            }
            #expect(followed.count == 90 && Set(followed).count == 90)
            for id in ids {
                let versions = followed.filter { $0.hasPrefix("establishment \(id) ") }
                #expect(versions == (2...16).map { "establishment \(id) updated \($0)" })
            }
        }
    }
}
