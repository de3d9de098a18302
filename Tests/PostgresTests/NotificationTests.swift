import Postgres
import TestSupport
import Testing

@Suite("Notifications")
struct NotificationTests {
    @Test(
        "what transactions tell is heard in order when they commit, and nothing of what was rolled back",
        .timeLimit(.minutes(2)))
    func heard() async throws {
        try await withDatabase { database, _ in
            var heard: [Heard] = []
            for try await word in database.notifications(on: "cnnt_test") {
                heard.append(word)
                if word == .listening {
                    _ = try await database.transaction {
                        try $0.execute("SELECT pg_notify('cnnt_other', 'x')")
                    }
                    struct Undone: Error {}
                    await #expect(throws: Undone.self) {
                        try await database.transaction { session -> Void in
                            try session.execute("SELECT pg_notify('cnnt_test', 'never')")
                            throw Undone()
                        }
                    }
                    for number in 1...2 {
                        _ = try await database.transaction {
                            try $0.execute("SELECT pg_notify('cnnt_test', \(String(number)))")
                        }
                    }
                }
                if heard.count == 3 { break }
            }
            #expect(heard == [.listening, .notification("1"), .notification("2")])
        }
    }

    @Test(
        "a connection that is lost ends the stream with an error, and who stops reading leaves no connection behind",
        .timeLimit(.minutes(2)))
    func lost() async throws {
        try await withDatabase { database, _ in
            let listeners: @Sendable () async throws -> [Int32] = {
                try await database.read { session in
                    try session.values(
                        "SELECT pid FROM pg_stat_activity WHERE query = 'LISTEN cnnt_test' AND datname = current_database()",
                        as: Int32.self)
                }
            }
            await #expect(throws: PostgresError.self) {
                for try await word in database.notifications(on: "cnnt_test") where word == .listening {
                    let pids = try await listeners()
                    #expect(pids.count == 1)
                    _ = try await database.transaction {
                        try $0.value("SELECT pg_terminate_backend(\(pids[0]))", as: Bool.self)
                    }
                }
            }
            for try await word in database.notifications(on: "cnnt_test") where word == .listening { break }
            while try await !listeners().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
        }
    }

    @Test("a server that cannot be reached ends the stream with an error")
    func unreachable() async throws {
        let database = Database(url: "postgresql://nobody@127.0.0.1:1/none", poolSize: 1)
        await #expect(throws: PostgresError.self) {
            for try await _ in database.notifications(on: "cnnt_test") {}
        }
        await database.close()
    }
}
