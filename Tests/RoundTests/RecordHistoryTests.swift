import Postgres
import RuralIndustry
import TestSupport
import Testing

@testable import Registry

@Suite("What changed of records without versions")
struct RecordHistoryTests {
    @Test(
        "every change of a round is kept with what was and what became, the newest first, a stretch at a time"
    )
    func stretches() async throws {
        try await TestRegistry.run { test in
            let round = try await test.closed(RoundScript(judges: 3), totals: [80, 78, 60])
            func history(before: Int64? = nil, limit: Int = 50) async throws -> HistoryStretch {
                try await test.registry.history(
                    ofRound: round.id, before: before, limit: limit, as: test.viewer)
            }
            let whole = try await history()
            #expect(whole.next == nil)
            let steps = whole.events.flatMap(\.changes).filter { $0.field == "state" }
            #expect(steps.map(\.before) == ["judging", "open", "draft", nil])
            #expect(steps.map(\.after) == ["closed", "judging", "open", "draft"])
            #expect(!whole.events.contains { $0.action.hasPrefix("sheet.") || $0.action == "mark.import" })
            #expect(
                whole.events.contains {
                    $0.action == "panel.change" && $0.changes.first?.name == "J1, Giám Khảo Mẫu 1"
                })

            var told: [HistoryEvent] = []
            var next: Int64?
            repeat {
                let stretch = try await history(before: next, limit: 3)
                told += stretch.events
                next = stretch.next
            } while next != nil
            #expect(told == whole.events)
        }
    }

    @Test("who may not see an account's role may not see what it was, with the policy out of the way")
    func wall() async throws {
        try await TestRegistry.run { test in
            for (login, place) in [("quan.tri", "19"), ("quan.tri.xa", "01")] {
                try await test.account(login)
                try await test.grant(.administrator, in: place, to: login)
            }
            try await test.account("moi")
            try await test.grant(.clerk, in: "19", to: "moi")
            func seen(_ login: String?) async throws -> Int {
                var walls = LocalSettings.none
                if let login { walls = try await test.viewer(login).walls }
                let settings = walls
                return try await test.registry.database.read(settings: settings) { session in
                    try session.value(
                        """
                        SELECT count(*) FROM record_change c JOIN roles_of_accounts(ARRAY(
                          SELECT (account_by_login('moi')).account_id)) r ON r.account_role_id = c.record_id
                        WHERE c.kind = 'account_role'
                        """)
                }
            }
            #expect(try await seen("quan.tri") == 1)
            #expect(try await seen("quan.tri.xa") == 0)
            #expect(try await seen(nil) == 0)
            await expectDatabaseError("42501") {
                _ = try await test.asProgram { try $0.execute("DELETE FROM record_change") }
            }
            await expectDatabaseError("42501") {
                _ = try await test.asProgram {
                    try $0.execute(
                        "INSERT INTO record_change (kind, record_id, changes, audit_id) VALUES ('fair', 1, '{\"a\":1}', 1)"
                    )
                }
            }
        }
    }
}
