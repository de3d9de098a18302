import Foundation
import Glibc
import Postgres
import Registry
import RuralIndustry
import ServiceLifecycle
import TestSupport
import Testing

@testable import Web

@Suite("The progress of judging, live")
struct ProgressTests {
    /// A round that is judged by J1, with two entries, and its officer signed in.
    private struct Judged: Sendable {
        let round: Int64
        let entries: [EntryRecord]
        var address: String { "/desk/rounds/\(round)" }
    }

    private static func hold(_ test: TestRegistry) async throws -> Judged {
        let day = Day("2026-11-02")
        let registry = test.registry
        let products = try await DeskTests.products(test)
        let round = try await registry.createRound(
            NewRound(
                regulationID: "vbhn-46-2025", level: .provincial, organiserCode: "19", year: 2026,
                name: "Kỳ đang chấm", heldOn: day), as: test.viewer, today: test.today
        ).id
        _ = try await registry.openRound(round, as: test.viewer)
        for seat in 1...7 {
            _ = try await registry.addCouncilMember(
                round: round, name: "Ủy viên \(seat)",
                role: seat == 1 ? .chair : seat == 2 ? .standingViceChair : .member, from: day,
                as: test.viewer)
        }
        _ = try await registry.addJudge(
            round: round, code: "J1", name: "Giám Khảo Một", role: .head, from: day, as: test.viewer)
        let entries = try await registry.importEntries(
            try products.map {
                Located(
                    try EntryDraft(
                        Fields(named: [
                            "product_id": String($0.id), "filed_on": "2026-11-02",
                            "exception": "lower-round-not-held",
                        ])))
            }, round: round, as: test.viewer, today: test.today)
        _ = try await registry.moveEntries(
            round: round, codes: entries.map(\.code), to: .accepted, because: nil, as: test.viewer)
        _ = try await registry.startJudging(round, as: test.viewer)
        return Judged(round: round, entries: entries)
    }

    private static func mark(_ entry: EntryRecord, _ round: Int64, _ test: TestRegistry) async throws {
        _ = try await test.registry.importMarks(
            try DeskTests.marks([entry], judges: 1), round: round, as: test.viewer)
    }

    /// Opens the stream and reads on a thread of its own until what came holds a text, or it ends.
    private final class EventStream: Sendable {
        let descriptor: Int32

        init(_ site: RunningSite, _ path: String, cookie: String?) throws {
            descriptor = try HTTPExchange.connect(port: site.port, patience: 120)
            let head =
                "GET \(path) HTTP/1.1\r\nHost: localhost\r\nCookie: \(cookie ?? "x=y")\r\nAccept: text/event-stream\r\n\r\n"
            _ = RawConnection.send(descriptor, Array(head.utf8))
        }

        deinit { close(descriptor) }

        /// Everything up to the text; nil if the stream ended without it.
        func read(until text: String) async throws -> String? {
            let descriptor = descriptor
            return try await RawConnection.run {
                var received: [UInt8] = []
                var byte = [UInt8](repeating: 0, count: 16_384)
                while !String(decoding: received, as: UTF8.self).contains(text) {
                    let count = recv(descriptor, &byte, byte.count, 0)
                    if count <= 0 { return nil }
                    received += byte[..<count]
                }
                return String(decoding: received, as: UTF8.self)
            }
        }

        /// Whether it ends within the patience of the connection.
        func isOver() async throws -> Bool {
            try await read(until: "\u{0}never") == nil
        }
    }

    @Test("the table shows who handed in how many sheets, and no mark")
    func table() async throws {
        try await DeskTests.run { test, site in
            let judged = try await Self.hold(test)
            try await Self.mark(judged.entries[0], judged.round, test)
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let page = try await browser.get("\(judged.address)/progress")
            #expect(page.status == 200 && page.body.contains("<strong>1</strong> trên 2 phiếu"))
            #expect(page.body.contains("Giám Khảo Một") && page.body.contains("/assets/progress.js"))
            // marks of 36 and totals of them; names of files have digits too
            #expect(page.body.split(separator: "<main").last?.contains("36") == false)
            for entry in judged.entries { #expect(!page.body.contains(entry.code)) }
            let stages = try await test.registry.judgingProgress(ofRound: judged.round, as: test.viewer)
            #expect(stages.judges.map(\.sheets) == [[.submitted: 1, .missing: 1]])
        }
    }

    @Test("a sheet that is handed in arrives at both of two instances, whichever took it")
    func arrives() async throws {
        try await DeskTests.run { test, one in
            let judged = try await Self.hold(test)
            let second = Registry(database: Database(url: test.database.url, poolSize: 2))
            let path = "\(judged.address)/events"
            try await RunningSite.run(second) { other in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: one)
                let cookie = await browser.cookie
                let streams = [
                    try EventStream(one, path, cookie: cookie), try EventStream(other, path, cookie: cookie),
                ]
                for stream in streams {
                    let begun = try await stream.read(until: "\n\n\r\n")
                    #expect(begun?.contains("text/event-stream") == true)
                    #expect(begun?.contains("<strong>0</strong> trên 2 phiếu") == true)
                }
                try await Self.mark(judged.entries[0], judged.round, test)
                for stream in streams {
                    #expect(try await stream.read(until: "<strong>1</strong> trên 2 phiếu") != nil)
                }
            }
            await second.close()
        }
    }

    @Test(
        "who may not read the round gets no stream, nor does a judge or who is not signed in; HEAD opens none"
    )
    func refused() async throws {
        try await DeskTests.run { test, site in
            let judged = try await Self.hold(test)
            let path = "\(judged.address)/events"
            #expect(try await site.get(path).status == 303)
            let other = try await OfficeBrowser.signedIn("noi.khac", at: site)
            #expect(try await other.get(path).status == 404)
            try await OfficeBrowser.account("giam.khao", [(.judge, "round:\(judged.round)")], in: test)
            let judge = try await OfficeBrowser.signedIn("giam.khao", at: site)
            #expect(try await judge.get(path).status == 403)
            #expect(try await judge.get("\(judged.address)/progress").status == 403)
            #expect(try await judge.get(judged.address).status == 403)
            let head = try await site.get(path, "HEAD")
            #expect(head.status == 303 && head.body.isEmpty)
        }
    }

    @Test("the head judge watches the progress, and finds no way to whose the entries are")
    func headJudge() async throws {
        try await DeskTests.run { test, site in
            let judged = try await Self.hold(test)
            try await OfficeBrowser.account("truong.ban", [(.headJudge, "round:\(judged.round)")], in: test)
            let head = try await OfficeBrowser.signedIn("truong.ban", at: site)
            let page = try await head.get("\(judged.address)/progress")
            #expect(page.status == 200 && !page.body.contains("href=\"/desk"))
            #expect(try await head.get("\(judged.address)/entries").status == 403)
        }
    }

    @Test("a stream ends with the session that opened it")
    func signOut() async throws {
        try await TestRegistry.run { test in
            try await OfficeBrowser.account("can.bo", [(.officer, "19")], in: test)
            let judged = try await Self.hold(test)
            try await RunningSite.run(test.registry) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let stream = try EventStream(
                    site, "\(judged.address)/events", cookie: await browser.cookie)
                #expect(try await stream.read(until: "trên 2 phiếu") != nil)
                _ = try await browser.post("/sign-out", [String: String]())
                try await Self.mark(judged.entries[0], judged.round, test)
                #expect(try await stream.read(until: "<strong>1</strong>") == nil)
            }
        }
    }

    @Test("a stream ends when the role that let somebody read it is taken away, though they stay signed in")
    func roleTaken() async throws {
        try await TestRegistry.run { test in
            try await OfficeBrowser.account("can.bo", [(.officer, "19")], in: test)
            let judged = try await Self.hold(test)
            try await RunningSite.run(test.registry) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let stream = try EventStream(
                    site, "\(judged.address)/events", cookie: await browser.cookie)
                #expect(try await stream.read(until: "trên 2 phiếu") != nil)
                let role = try #require(
                    try await test.registry.account("can.bo", on: test.today, as: test.viewer).roles.first)
                _ = try await test.registry.endRole(
                    role.id, on: Day("2026-01-01"), because: "chuyển công tác", as: test.viewer)
                try await Self.mark(judged.entries[0], judged.round, test)
                #expect(try await stream.read(until: "<strong>1</strong>") == nil)
                #expect(try await browser.get("/account").status == 200)
            }
        }
    }

    @Test("when its connection is lost the service listens again, and tells what changed meanwhile")
    func connectionLost() async throws {
        try await DeskTests.run { test, site in
            let judged = try await Self.hold(test)
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let stream = try EventStream(site, "\(judged.address)/events", cookie: await browser.cookie)
            #expect(try await stream.read(until: "<strong>0</strong> trên 2 phiếu") != nil)
            let ended = try await test.asOwner { session in
                try session.value(
                    """
                    SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE datname = current_database() AND query LIKE 'LISTEN %'
                    """, as: Int.self)
            }
            #expect(ended == 1, "one connection listens, however many watch")
            try await Self.mark(judged.entries[0], judged.round, test)
            #expect(try await stream.read(until: "<strong>1</strong> trên 2 phiếu") != nil)
            try await Self.mark(judged.entries[1], judged.round, test)
            #expect(try await stream.read(until: "<strong>2</strong> trên 2 phiếu") != nil)
        }
    }

    @Test("whoever leaves without a word makes room at the next change")
    func leaves() async throws {
        try await DeskTests.run { test, site in
            let judged = try await Self.hold(test)
            let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
            let cookie = await browser.cookie
            func streams() async throws -> Int {
                let text = try await site.get("/metrics").body
                let line = text.split(separator: "\n").first { $0.hasPrefix("cnnt_event_streams ") }
                return Int(line?.split(separator: " ").last ?? "") ?? -1
            }
            for number in 1...3 {
                let stream = try EventStream(site, "\(judged.address)/events", cookie: cookie)
                #expect(try await stream.read(until: "trên 2 phiếu") != nil)
                if number == 1 { #expect(try await streams() == 1) }
            }
            // HEAD shows what the stream would be, and opens none
            let head = try await HTTPExchange.run(
                port: site.port,
                "HEAD \(judged.address)/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: \(cookie ?? "")\r\n\r\n"
            )
            #expect(head.status == 200 && head.body.isEmpty)
            var sheet = 0
            // counted and not timed: the time that a test has to itself is what the others leave it
            while sheet < 300, try await streams() > 0 {
                // the change that tells a stream that nobody reads it any more may not be the first after that
                if sheet < 2 {
                    try await Self.mark(judged.entries[sheet], judged.round, test)
                } else {
                    try await test.asOwner {
                        _ = try $0.execute("SELECT pg_notify('cnnt_round', \(String(judged.round)))")
                    }
                }
                sheet += 1
                try await Task.sleep(for: .milliseconds(200))
            }
            #expect(try await streams() == 0)
        }
    }

    @Test("a service that is told to stop ends its streams at once")
    func stops() async throws {
        try await TestRegistry.run { test in
            try await OfficeBrowser.account("can.bo", [(.officer, "19")], in: test)
            let judged = try await Self.hold(test)
            try await RunningSite.run(test.registry) { site in
                let browser = try await OfficeBrowser.signedIn("can.bo", at: site)
                let stream = try EventStream(
                    site, "\(judged.address)/events", cookie: await browser.cookie)
                #expect(try await stream.read(until: "trên 2 phiếu") != nil)
                let start = ContinuousClock.now
                await site.group.triggerGracefulShutdown()
                #expect(try await stream.isOver())
                #expect(ContinuousClock.now - start < .seconds(15), "the limit for requests is twenty")
            }
        }
    }

    @Test(
        "a quiet stream has a beat, so that nobody takes it for dead; who is too many is told so; who leaves makes room"
    )
    func beats() async throws {
        let registry = UnreachableRegistry.make()
        let watch = RoundWatch(registry: registry, beat: .milliseconds(20))
        let running = Task { try await watch.run() }
        var words: [RoundWatch.Word] = []
        for round in 0..<RoundWatch.most {
            words.append(try watch.watch(Int64(round), by: Int64(round / RoundWatch.mostOfOne)))
        }
        #expect(throws: RoundWatch.Refused.isFull) { try watch.watch(1, by: 1000) }
        var beats = 0
        for await signal in words[0] {
            // its first word may be that of what changed before it listened
            if case .beat = signal { beats += 1 }
            if beats == 3 { break }
        }
        words.removeAll()
        #expect(watch.count == 0)
        _ = try watch.watch(1, by: 1)
        running.cancel()
        _ = try? await running.value
        #expect(throws: RoundWatch.Refused.isFull, "after the end nobody waits for word that never comes") {
            try watch.watch(1, by: 1)
        }
        await registry.close()
    }

    @Test("a reader who was slow is told that there was a change, however many beats came after it")
    func slowReader() async throws {
        let registry = UnreachableRegistry.make()
        let watch = RoundWatch(registry: registry, beat: .milliseconds(1))
        let word = try watch.watch(7, by: 1)
        watch.pass(.changed(7))
        let running = Task { try await watch.run() }
        try await Task.sleep(for: .milliseconds(200))
        var signals = word.makeAsyncIterator()
        let first = await signals.next()
        let second = await signals.next()
        #expect(first == .changed && second == .beat)
        running.cancel()
        _ = try? await running.value
        await registry.close()
    }

    @Test("one account has so many windows and no more, and others find room all the same")
    func windows() async throws {
        let registry = UnreachableRegistry.make()
        let watch = RoundWatch(registry: registry)
        var words: [RoundWatch.Word] = []
        for _ in 0..<RoundWatch.mostOfOne { words.append(try watch.watch(7, by: 1)) }
        #expect(throws: RoundWatch.Refused.hasTooMany) { try watch.watch(8, by: 1) }
        words.append(try watch.watch(7, by: 2))
        words.removeFirst()
        words.append(try watch.watch(8, by: 1))
        #expect(watch.count == RoundWatch.mostOfOne + 1)
        await registry.close()
    }
}
