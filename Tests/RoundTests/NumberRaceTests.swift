import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Certificate numbers under concurrency")
struct NumberRaceTests {
    @Test(
        "eight issuers of one authority at once: the numbers of each round follow one another, without gap or double"
    )
    func eightIssuers() async throws {
        try await TestRegistry.run(poolSize: 8) { test in
            var rounds: [HeldRound] = []
            for count in 1...8 { rounds.append(try await test.decided(entries: count)) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in rounds { group.addTask { try await round.issue() } }
                try await group.waitForAll()
            }
            var all: [Int] = []
            for (round, count) in zip(rounds, 1...8) {
                let serials = try await round.certificates().compactMap(\.number).compactMap {
                    Int($0.prefix(4))
                }
                #expect(serials.count == count)
                #expect(serials == Array((serials.first ?? 0)..<(serials.first ?? 0) + count))
                all += serials
            }
            #expect(all.sorted() == Array(1...36))
        }
    }

    @Test("two who issue the certificates of one round at once: each award gets one")
    func sameRound() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.decided(entries: 5)
            async let first = round.issue()
            async let second = round.issue()
            let (one, other) = try await (first, second)
            #expect(one + other == 5)
            #expect(one * other == 0)
        }
    }

    @Test("an issuer who fails while another waits leaves its numbers to the other")
    func failingFirst() async throws {
        try await TestRegistry.run(poolSize: 4) { test in
            let round = try await test.decided(entries: 2)
            try await OpenTransaction.with(test.database.url) { failing in
                try await failing.run { session in
                    try session.beginAudit()
                    try session.execute(
                        "INSERT INTO certificate_series (register, series, year, last_serial) VALUES ('H164', 'CNNT', 2023, 7)"
                    )
                }
                async let issued = round.issue()
                try await test.waitForBlocked()
                try await failing.run { try $0.script("ROLLBACK") }
                #expect(try await issued == 2)
            }
            #expect(
                try await round.certificates().map(\.number) == [
                    "0001/2023/CNNT-H164", "0002/2023/CNNT-H164",
                ])
        }
    }

    /// The control: the next number taken as the highest plus one, without the series' lock.
    private static func insertUnlocked(_ award: Int64, in session: Session) throws {
        try session.beginAudit()
        try session.execute(
            """
            INSERT INTO certificate (award_id, register, series, year, serial, number, code, issued_on, valid_to, paper)
            SELECT \(award), 'H164', 'CNNT', 2023, n, n || '/' || \(award)::text, 'code' || \(award)::text, '2023-07-10',
              '2026-12-31', '{}'
            FROM (SELECT coalesce(max(serial), 0) + 1 AS n FROM certificate WHERE register = 'H164') AS next
            """)
    }

    @Test(
        "the control: taking the highest number plus one without the lock fails, or gives a number twice",
        arguments: [true, false])
    func withoutLock(isUnique: Bool) async throws {
        try await TestRegistry.run(checksInvariants: false) { test in
            _ = try await test.decided(entries: 2)
            let awards = try await test.registry.awards(as: test.viewer).map(\.id)
            try await test.asOwner { session in
                try session.script("INSERT INTO certificate_series VALUES ('H164', 'CNNT', 2023, 0)")
                if !isUnique {
                    try session.script("ALTER TABLE certificate DROP CONSTRAINT certificate_series_unique")
                }
            }
            let second = try await test.second(
                after: { try Self.insertUnlocked(awards[0], in: $0) }, waits: isUnique
            ) { try Self.insertUnlocked(awards[1], in: $0) }
            let serials = try await test.asProgram {
                try $0.values("SELECT serial FROM certificate", as: Int.self)
            }
            #expect(second == (isUnique ? "certificate_series_unique" : "written"))
            #expect(serials == (isUnique ? [1] : [1, 1]))
            #expect(try await test.brokenInvariants().map(\.name).contains("certificate-numbers-gapless"))
        }
    }
}
