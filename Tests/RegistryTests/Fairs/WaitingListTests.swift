import Postgres
import Registry
import RuralIndustry
import TestSupport
import Testing

@Suite("Waiting for booths", .serialized)
struct WaitingListTests {
    private static let day = Day("2026-11-24")
    private static let until = Day("2026-12-01")

    /// A fair whose two booths went to two of those who asked; the others wait in the order in which they filed.
    private static func full(
        _ test: TestRegistry, _ more: String = "", booths: Int = 2
    ) async throws -> FairRecord {
        let fair = try await test.openFair(booths: booths)
        try await test.declare(fair, seed: "x", rules: #"{"priority": {"points": {}}}"#)
        let first = (1...booths).map { "sponsor,Trước \($0),,1,,2026-11-01\n" }
        // who takes no other zone than one that is full gets nothing now
        let waiting = (1...4).map { "sponsor,Chờ \($0),,1,,2026-11-\(10 + $0)\n" }
        for rows in [first.joined(), waiting.joined() + more] {
            try await test.requests(
                "tenant_kind,tenant_name,province_code,booths,adjacent,filed_on\n" + rows, at: fair)
            if rows == first.joined() {
                try await test.allocate(fair)
                try await test.declare(fair, seed: "x", on: Day("2026-11-18"), until: Day("2026-11-22"))
            }
        }
        try await test.allocate(fair)
        return fair
    }

    private static func waiting(_ test: TestRegistry, _ fair: FairRecord) async throws -> [String] {
        try await test.registry.waitingList(ofFair: fair.id, on: day, as: test.viewer).map {
            "\($0.request.waitingPosition ?? 0) \($0.request.tenantName)"
        }
    }

    private static func release(_ test: TestRegistry, _ allocation: Int64) async throws {
        _ = try await test.registry.releaseBooths(
            allocation, because: "Không đi", as: test.viewer, today: day)
    }

    private static func offer(
        _ test: TestRegistry, _ fair: FairRecord, _ booths: [String] = [], to request: Int64? = nil,
        because reason: String? = nil, on today: Day = day
    ) async throws -> WaitingOffer {
        try await test.registry.offerBooths(
            booths, fair: fair.id, to: request, until: until, because: reason, as: test.viewer, today: today)
    }

    @Test(
        "a released booth goes to the first whom it fits, and all behind move up, each step with its reason")
    func next() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.full(test)
            #expect(try await Self.waiting(test, fair) == ["1 Chờ 1", "2 Chờ 2", "3 Chờ 3", "4 Chờ 4"])
            await expectRefusal("waiting-none-fits") { _ = try await Self.offer(test, fair) }
            let held = try await test.registry.boothStandings(
                ofFair: fair.id, on: Self.day, as: test.viewer
            ).flatMap(\.allocations)
            try await Self.release(test, held[0].id)
            let list = try await test.registry.waitingList(ofFair: fair.id, on: Self.day, as: test.viewer)
            #expect(list.map(\.booths) == Array(repeating: [held[0].booth], count: 4))
            await expectRefusal("booth-taken") { _ = try await Self.offer(test, fair, [held[1].booth]) }
            let offer = try await Self.offer(test, fair, [held[0].booth])
            #expect(offer.request.tenantName == "Chờ 1" && offer.request.state == .given)
            #expect(offer.allocations.map(\.booth) == [held[0].booth])
            #expect(offer.allocations[0].state == .held && offer.allocations[0].heldUntil == Self.until)
            #expect(try await Self.waiting(test, fair) == ["1 Chờ 2", "2 Chờ 3", "3 Chờ 4"])
            let second = try await test.requests(of: fair).first { $0.tenantName == "Chờ 2" }
            let steps = try await test.registry.boothRequestHistory(second?.id ?? 0, as: test.viewer)
            #expect(steps.map(\.waitingPosition) == [nil, 2, 1])
            #expect(steps[2].reason == "Đăng ký \(offer.request.id) ra khỏi danh sách chờ")
            await expectRefusal("waiting-none-fits") { _ = try await Self.offer(test, fair) }
            // the hold runs out: the booth goes to the next, and the hold is marked in the same transaction
            let later = try await test.registry.offerBooths(
                fair: fair.id, until: Day("2026-12-05"), as: test.viewer, today: Day("2026-12-02")
            ).request
            #expect(later.tenantName == "Chờ 2")
        }
    }

    @Test("passing over somebody whom a booth fits needs a reason, and the reason stands in their history")
    func passing() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.full(test)
            let held = try await test.registry.boothStandings(
                ofFair: fair.id, on: Self.day, as: test.viewer
            ).flatMap(\.allocations)
            try await Self.release(test, held[0].id)
            let requests = try await test.requests(of: fair)
            let third = try #require(requests.first { $0.tenantName == "Chờ 3" })
            let first = try #require(requests.first { $0.tenantName == "Chờ 1" })
            let told = await expectRefusal("waiting-passed-over") {
                _ = try await Self.offer(test, fair, to: third.id)
            }
            #expect(told[0].text.vi.contains("(Chờ 1)") && told[0].text.vi.contains("(Chờ 2)"))
            await expectRefusal("waiting-unknown") {
                _ = try await Self.offer(test, fair, to: requests[0].id)
            }
            let offer = try await Self.offer(
                test, fair, to: third.id, because: "Chờ 1 và Chờ 2 không liên lạc được")
            #expect(offer.request.id == third.id)
            #expect(try await Self.waiting(test, fair) == ["1 Chờ 1", "2 Chờ 2", "3 Chờ 4"])
            let steps = try await test.registry.boothRequestHistory(first.id, as: test.viewer)
            #expect(
                steps.last?.reason == "Chờ 1 và Chờ 2 không liên lạc được" && steps.last?.waitingPosition == 1
            )
        }
    }

    @Test(
        "a change of order needs a reason, which is kept with everybody whose place changes; nobody loses a place"
    )
    func order() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.full(test)
            let requests = try await test.requests(of: fair)
            let fourth = try #require(requests.first { $0.tenantName == "Chờ 4" })
            await expectRefusal("text-empty") {
                _ = try await test.registry.moveWaiting(fourth.id, to: 2, because: " ", as: test.viewer)
            }
            for position in [0, 5] {
                await expectRefusal("waiting-position") {
                    _ = try await test.registry.moveWaiting(
                        fourth.id, to: position, because: "x", as: test.viewer)
                }
            }
            await expectRefusal("waiting-unknown") {
                _ = try await test.registry.moveWaiting(requests[0].id, to: 1, because: "x", as: test.viewer)
            }
            let moved = try await test.registry.moveWaiting(
                fourth.id, to: 2, because: "Theo văn bản 12/SCT", as: test.viewer)
            #expect(moved.map(\.tenantName) == ["Chờ 1", "Chờ 4", "Chờ 2", "Chờ 3"])
            for (name, places) in [("Chờ 1", [1]), ("Chờ 2", [2, 3]), ("Chờ 4", [4, 2])] {
                let request = try #require(requests.first { $0.tenantName == name })
                let steps = try await test.registry.boothRequestHistory(request.id, as: test.viewer)
                #expect(steps.compactMap(\.waitingPosition) == places)
                if places.count > 1 { #expect(steps.last?.reason == "Theo văn bản 12/SCT") }
            }
            _ = try await test.registry.withdrawBoothRequest(fourth.id, because: "Thôi", as: test.viewer)
            #expect(try await Self.waiting(test, fair) == ["1 Chờ 1", "2 Chờ 2", "3 Chờ 3"])
        }
    }

    @Test("neighbours fit only together; who gets a part stays in place and may say that it is enough")
    func fitting() async throws {
        try await TestRegistry.run { test in
            let fair = try await Self.full(
                test, "sponsor,Đôi,,2,yes,2026-11-01\nsponsor,Ba gian,,3,,2026-11-02\n", booths: 3)
            #expect(
                try await Self.waiting(test, fair).prefix(2) == ["1 Đôi", "2 Ba gian"])
            let held = try await test.registry.boothStandings(
                ofFair: fair.id, on: Self.day, as: test.viewer
            ).flatMap(\.allocations)
            try await Self.release(test, held[0].id)
            // one booth does not fit the pair, so that nobody is passed over
            let part = try await Self.offer(test, fair)
            #expect(part.request.tenantName == "Ba gian" && part.request.state == .partlyGiven)
            #expect(part.request.waitingPosition == 2 && part.request.missing == 2)
            let enough = try await test.registry.withdrawBoothRequest(
                part.request.id, because: "Một gian là đủ", as: test.viewer)
            #expect(enough.state == .given && enough.given.count == 1)
            try await Self.release(test, held[1].id)
            try await Self.release(test, held[2].id)
            let pair = try await Self.offer(test, fair)
            #expect(pair.request.tenantName == "Đôi" && Set(pair.allocations.map(\.groupID)).count == 1)
            #expect(try await Self.waiting(test, fair).first == "1 Chờ 1")
            _ = try await test.registry.cancelFair(fair.id, because: "Bão", as: test.viewer)
            let ends = try await test.requests(of: fair).map(\.state)
            #expect(Set(ends) == [.given, .refused] && ends.filter { $0 == .refused }.count == 4)
        }
    }

    @Test("many offers of two released booths at once give each to another, to those who stand first")
    func race() async throws {
        try await TestRegistry.run(poolSize: 10) { test in
            let fair = try await Self.full(test)
            let held = try await test.registry.boothStandings(
                ofFair: fair.id, on: Self.day, as: test.viewer
            ).flatMap(\.allocations)
            let names = try await withThrowingTaskGroup(of: String.self) { group in
                for allocation in held.map(\.id) {
                    group.addTask {
                        try await Self.release(test, allocation)
                        return "released"
                    }
                }
                for _ in 0..<10 {
                    group.addTask {
                        do {
                            return try await Self.offer(test, fair).request.tenantName
                        } catch let refusal as Refusal { return refusal.violations[0].code }
                    }
                }
                return try await group.reduce(into: [String]()) { $0.append($1) }
            }
            // what was offered before it was released was refused; the rest is given now
            var given = names.filter { $0.hasPrefix("Chờ") }
            while given.count < 2 { given.append(try await Self.offer(test, fair).request.tenantName) }
            #expect(Set(given) == ["Chờ 1", "Chờ 2"] && given.count == 2)
            #expect(
                names.allSatisfy { ["released", "waiting-none-fits"].contains($0) || $0.hasPrefix("Chờ") })
            #expect(try await Self.waiting(test, fair) == ["1 Chờ 3", "2 Chờ 4"])
        }
    }

    @Test(
        "the control: who looks for the first and gives without holding the fair gives one request two booths"
    )
    func withoutLock() async throws {
        try await TestRegistry.run(poolSize: 4, checksInvariants: false) { test in
            let fair = try await Self.full(test)
            let held = try await test.registry.boothStandings(
                ofFair: fair.id, on: Self.day, as: test.viewer
            ).flatMap(\.allocations)
            for allocation in held { try await Self.release(test, allocation.id) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for place in 0..<2 {
                    let booth = held[place].boothID
                    group.addTask { try await test.giveFirstWithoutLock(fair, booth: booth) }
                }
                try await group.waitForAll()
            }
            #expect(try await test.brokenInvariants().map(\.name).contains("booth-request-given"))
        }
    }
}

extension TestRegistry {
    /// What a program would do that knew no lock: look who stands first, then give it a booth. Nobody gives before both have
    /// looked.
    fileprivate func giveFirstWithoutLock(_ fair: FairRecord, booth: Int64) async throws {
        try await asProgram { session in
            try session.beginAudit()
            let first: Int64 = try session.value(
                "SELECT booth_request_id FROM booth_request WHERE fair_id = \(fair.id) AND waiting_position = 1"
            )
            try session.execute("SELECT pg_advisory_xact_lock_shared(7)")
            for _ in 0..<500 {
                let isReady: Bool = try session.value(
                    """
                    SELECT count(*) >= 2 FROM pg_locks WHERE locktype = 'advisory' AND objid = 7
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    """)
                if isReady { break }
                try session.execute("SELECT pg_sleep(0.02)")
            }
            let id: Int64 = try session.value(
                "SELECT nextval(pg_get_serial_sequence('booth_allocation', 'booth_allocation_id'))")
            try session.execute(
                """
                INSERT INTO booth_allocation (booth_allocation_id, fair_id, booth_id, group_id, days, state, held_until)
                SELECT \(id), f.fair_id, \(booth), \(id), f.days, 'held', '2026-12-01' FROM fair f WHERE f.fair_id = \(fair.id)
                """)
            try session.execute(
                "INSERT INTO booth_request_booth (booth_allocation_id, booth_request_id) VALUES (\(id), \(first))"
            )
        }
    }
}
