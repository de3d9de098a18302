import Foundation
import Logging
import RuralIndustry
import Testing

@testable import cnnt

@Suite("The service as a process")
struct ServeCommandTests {
    /// Sends what is refused, and waits for the end of the connection; says when it was accepted after all.
    private static let sender = """
        import socket, sys
        for head in (b"X: %s", b"%s: x"):
            with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
                connection.settimeout(60)
                try:
                    connection.sendall(b"GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n" + head % (b"a" * 10_000_000) + b"\\r\\n\\r\\n")
                except (BrokenPipeError, ConnectionResetError):
                    continue
                try:
                    answer = connection.recv(65536)
                except ConnectionResetError:
                    continue
                assert not answer or b" 431 " in answer or b" 400 " in answer, answer
        """

    @Test("heads of ten megabytes do not stay in the service's memory")
    func largeHeads() async throws {
        try await Program.inTemporaryFolder { program in
            try program.write(Array(Self.sender.utf8), to: "send.py")
            try program.serving { port in
                func resident() throws -> Double {
                    let line = try program.get("/metrics", at: port).body.split(separator: "\n").first {
                        $0.hasPrefix("process_resident_memory_bytes ")
                    }
                    return try #require(line?.split(separator: " ").last.flatMap { Double($0) })
                }
                let before = try resident()
                for _ in 0..<10 {
                    let sent = try program.shell("python3 send.py \(port)")
                    #expect(sent.status == 0, "\(sent.errors)")
                }
                let grown = try resident() - before
                #expect(grown < 60_000_000, "twenty heads of ten megabytes were sent")
            }
        }
    }

    @Test("a log line is one JSON object, whatever is logged")
    func logLine() throws {
        let moment = Instant(microsecondsSince1970: 1_795_000_000_012_345)
        let line = JSONLog.line(
            at: moment, level: .warning, "a \"quoted\" \\ line\nand\u{1}more – đủ dấu",
            [
                "hb.request.id": "7f", "status": .stringConvertible(503),
                "duration_ms": .stringConvertible(1.25),
                "list": ["a", "b\t"], "map": ["k": "v", "level": "x"], "level": "mine",
                "flag": .stringConvertible(true),
            ])
        #expect(!line.contains("\n"))
        let parsed = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(parsed["time"] as? String == "2026-11-18T18:06:40.012+07:00")
        #expect(parsed["level"] as? String == "warning" && parsed["event_level"] as? String == "mine")
        #expect(parsed["message"] as? String == "a \"quoted\" \\ line\nand\u{1}more – đủ dấu")
        #expect(parsed["request_id"] as? String == "7f")
        #expect(parsed["status"] as? Int == 503 && parsed["duration_ms"] as? Double == 1.25)
        #expect(parsed["list"] as? [String] == ["a", "b\t"] && parsed["flag"] as? Bool == true)
        #expect((parsed["map"] as? [String: String])?["k"] == "v")
    }

    /// Asks for something that a lock holds up, asks the service to stop, and then lets go.
    private static let story = """
        cnnt serve --listen 127.0.0.1:0 2>serve.log & pid=$!
        for n in $(seq 300); do grep -q listening serve.log && break; sleep 0.1; done
        port=$(sed -n 's/.*"address":"http:..127.0.0.1:\\([0-9]*\\)".*/\\1/p' serve.log)
        ask() {
          exec 3<>/dev/tcp/127.0.0.1/$port
          printf 'GET %s HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' "$1" >&3
          head -n 1 <&3
        }
        (ask /healthz) >first.txt
        psql -qX "$(cnnt db url --owner)" >lock.txt <<'END' &
        BEGIN;
        LOCK TABLE round IN ACCESS EXCLUSIVE MODE;
        SELECT pg_sleep(4);
        COMMIT;
        END
        waiting="SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE c.relname = 'round' AND"
        held() { [ "$(psql -qXAt "$(cnnt db url --owner)" -c "$waiting $1")" != 0 ]; }
        for n in $(seq 100); do held "granted AND mode = 'AccessExclusiveLock'" && break; sleep 0.05; done
        (ask /rounds) >slow.txt & asked=$!
        for n in $(seq 100); do held "NOT granted" && break; sleep 0.05; done
        kill -TERM $pid
        wait $asked
        wait $pid; echo "exit $?"
        cat first.txt slow.txt | tr -d '\\r'
        (ask /healthz) 2>/dev/null || echo gone
        """

    @Test("SIGTERM lets a running request finish; the log is JSON lines with id, route, status and duration")
    func termination() async throws {
        try await Program.inTemporaryFolder { program in
            let outcome = try program.with(["CNNT_LOG_LEVEL": "info"]).shell(Self.story)
            #expect(
                outcome.output
                    == "exit 0\nHTTP/1.1 200 OK\nHTTP/1.1 200 OK\ngone\n",
                "\(outcome.output) \(outcome.errors)")
            let lines = try program.read("serve.log").split(separator: "\n").map {
                try #require(
                    try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any], "\($0)")
            }
            for line in lines {
                #expect(line["time"] is String && line["level"] is String && line["message"] is String)
            }
            let requests = lines.filter { $0["message"] as? String == "request" }
            #expect(requests.compactMap { $0["route"] as? String } == ["/healthz", "/rounds"])
            for request in requests {
                // Hummingbird writes the half of it that all requests of a process share without leading zeros
                let id = try #require(request["request_id"] as? String)
                #expect((17...32).contains(id.count) && id.allSatisfy(\.isHexDigit), "\(id)")
                #expect(request["status"] as? Int == 200 && request["method"] as? String == "GET")
                #expect(request["duration_ms"] is Double)
            }
            // quiet unless asked: the address alone
            let quiet = try program.shell(
                """
                cnnt serve --listen 127.0.0.1:0 2>quiet.log & pid=$!
                for n in $(seq 300); do grep -q listening quiet.log && break; sleep 0.1; done
                kill $pid; wait $pid; wc -l <quiet.log
                """)
            #expect(quiet.output == "1\n", "\(quiet.output) \(quiet.errors)")
        }
    }

    @Test(
        "the keys that secrets are enciphered with are made for one's own machine; a file that is named has to be there, closed and whole"
    )
    func secretKeys() async throws {
        try await Program.inTemporaryFolder { program in
            let named = program.with(["CNNT_SECRET_KEY_FILE": "secret.keys"])
            func refused() throws -> String { try named.run("serve", "--listen", "127.0.0.1:0").errors }
            #expect(try refused().hasPrefix("error[secret-key-missing]: secret.keys"))
            try program.write(Array("không phải khóa\n".utf8), to: "secret.keys")
            _ = try program.shell("chmod 600 secret.keys")
            #expect(try refused().hasPrefix("error[secret-key-unreadable]: secret.keys"))
            let made = try program.shell(
                "head -c 32 /dev/urandom | base64 >secret.keys; chmod 644 secret.keys")
            #expect(made.status == 0)
            #expect(try refused().hasPrefix("error[secret-key-exposed]: secret.keys"))
            _ = try program.shell("chmod 640 secret.keys")
            try named.serving { _ in }
            let look = "stat -c %a data/keys/secret.keys; cat data/keys/secret.keys"
            #expect(try program.shell(look).status != 0, "none is made beside the one that is named")
            try program.serving { _ in }
            let first = try program.shell(look)
            #expect(first.output.hasPrefix("600\n"), "\(first.errors)")
            try program.serving { _ in }
            #expect(try program.shell(look).output == first.output)
        }
    }
}
