import Foundation
import Glibc
import Registry
import TestSupport
import Testing

@testable import Web

/// What comes over a bare socket from whoever means no good. None of it needs a database.
@Suite("Hostile requests")
struct HostileRequestTests {
    /// What would be answered 200 if the server took it for a request of its own.
    private static let hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"

    private static func post(_ headers: String, _ body: String = "", version: String = "1.1") -> String {
        "POST /healthz HTTP/\(version)\r\nHost: x\r\n\(headers)\r\n\r\n\(body)"
    }

    private static let chunked = "Transfer-Encoding: chunked"

    /// Where two programs could disagree about where a request ends (RFC 9112, 11.2).
    private static let ambiguous: [(name: String, request: String)] = [
        ("length, then chunks", post("Content-Length: 5\r\n\(chunked)", "0\r\n\r\n")),
        ("chunks, then length", post("\(chunked)\r\nContent-Length: 5", "0\r\n\r\n")),
        ("two lengths", post("Content-Length: 0\r\nContent-Length: 40")),
        ("one length twice", post("Content-Length: 0\r\nContent-Length: 0")),
        ("a list of lengths", post("Content-Length: 0, 0")),
        ("a length with a sign", post("Content-Length: +5", "abcde")),
        ("a negative length", post("Content-Length: -1")),
        ("a length beyond all numbers", post("Content-Length: 99999999999999999999999")),
        ("an unknown coding", post("Transfer-Encoding: xchunked", "0\r\n\r\n")),
        ("chunked, but not last", post("Transfer-Encoding: chunked, identity", "0\r\n\r\n")),
        ("identity", post("Transfer-Encoding: identity")),
        ("chunked twice", post("\(chunked)\r\n\(chunked)", "0\r\n\r\n")),
        ("a space before the colon", post("Transfer-Encoding : chunked", "0\r\n\r\n")),
        ("chunks in HTTP/1.0", post(chunked, "0\r\n\r\n", version: "1.0")),
        ("a chunk's size that is none", post(chunked, "zz\r\nabc\r\n0\r\n\r\n")),
        ("a chunk's size with 0x", post(chunked, "0x3\r\nabc\r\n0\r\n\r\n")),
        ("a negative chunk", post(chunked, "-3\r\nabc\r\n0\r\n\r\n")),
        ("a chunk's size beyond all numbers", post(chunked, "10000000000000003\r\nabc\r\n0\r\n\r\n")),
        ("a chunk longer than it says", post(chunked, "3\r\nabcdef\r\n0\r\n\r\n")),
        ("chunks ended by bare line feeds", post(chunked, "3\nabc\n0\n\n")),
        ("a line feed in a chunk's extension", post(chunked, "3;a\nb\r\nabc\r\n0\r\n\r\n")),
        ("a length in the trailers", post(chunked, "0\r\nContent-Length: 5\r\nX: y\r\n\r\n")),
        ("a bare line feed in the head", post("A: b\nContent-Length: \(hidden.utf8.count)")),
        ("a bare carriage return", post("A: b\rContent-Length: 5", "abcde")),
        ("a zero byte", post("A: b\0c")),
        ("a folded header", post("A: b\r\n Content-Length: \(hidden.utf8.count)")),
        ("a folded coding", post("Transfer-Encoding:\r\n chunked\r\nContent-Length: 5", "0\r\n\r\n")),
        ("a space in a header's name", post("Content Length: 3", "abc")),
        ("a head of bare line feeds", "GET /rounds HTTP/1.1\nHost: x\n\n"),
        ("no host", "GET /rounds HTTP/1.1\r\n\r\n"),
        ("two hosts", "GET /rounds HTTP/1.1\r\nHost: x\r\nhost: y\r\n\r\n"),
        ("two hosts in one line", "GET /rounds HTTP/1.1\r\nHost: x, y\r\n\r\n"),
        ("no version", "GET /rounds\r\n\r\n"),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("a version that is none", "GET /rounds HTTP/3.7\r\nHost: x\r\n\r\n"),
    ]

    @Test(
        "where it could be read in two ways where a request ends, nothing more is read and the connection is closed",
        arguments: ambiguous.map(\.name))
    func smuggling(_ name: String) async throws {
        let attack = try #require(Self.ambiguous.first { $0.name == name }).request
        try await Self.run { site in
            let got = try await RawConnection.exchange(port: site.port, Array((attack + Self.hidden).utf8))
            #expect(got.isClosed)
            #expect(got.statuses.last == 400, "\(got.text)")
            // what is answered before the body turns out wrong is that the address takes no POST
            #expect(got.statuses.dropLast().allSatisfy { $0 == 405 }, "\(got.text)")
            #expect(got.statuses.count <= 2 && !got.text.contains("\r\n\r\nok\n"))
        }
    }

    @Test("what is unusual but clear is answered: several requests at once, chunks, empty lines before")
    func unusual() async throws {
        try await Self.run { site in
            let last = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            for (request, statuses) in [
                (Self.hidden + Self.hidden + last, [200, 200, 200]),
                (Self.post(Self.chunked, "3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n") + last, [405, 200]),
                (Self.post("Transfer-Encoding:\tCHUNKED", "0\r\n\r\n") + last, [405, 200]),
                (Self.post("Content-Length: 5", "abcde") + last, [405, 200]),
                ("\r\n\r\n" + last, [200]),
            ] {
                let got = try await RawConnection.exchange(port: site.port, Array(request.utf8))
                #expect(got.statuses == statuses && got.isClosed, "\(request)\n\(got.text)")
            }
        }
    }

    @Test("heads beyond the limit are refused, however they are too long")
    func largeHeads() async throws {
        try await Self.run { site in
            let filling = String(repeating: "a", count: 10_000_000)
            for request in [
                "GET /healthz HTTP/1.1\r\nHost: x\r\nX: \(filling)\r\n\r\n",
                "GET /\(filling) HTTP/1.1\r\nHost: x\r\n\r\n", "\(filling) / HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /healthz HTTP/1.1\r\n\(filling): x\r\n\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\n"
                    + String(repeating: "X: \(filling.prefix(1000))\r\n", count: 40) + "\r\n",
                "GET /healthz HTTP/1.1\r\nHost: x\r\n" + String(repeating: "X: y\r\n", count: 200) + "\r\n",
                Self.post(Self.chunked, "0\r\n" + String(repeating: "T: y\r\n", count: 100_000) + "\r\n"),
            ] {
                let bytes = Array(request.utf8)
                let got = try await RawConnection.exchange(port: site.port, bytes, patience: 10)
                #expect(got.statuses.allSatisfy { [400, 405, 431].contains($0) }, "\(got.text)")
                #expect(!got.text.contains(" 200 "))
            }
            #expect(try await site.get("/healthz").status == 200)
        }
    }

    @Test("a head that trickles in is not waited for, the first no more than a later one")
    func slowHead() async throws {
        var limits = ConnectionLimits()
        limits.firstHead = .milliseconds(400)
        limits.nextHead = .milliseconds(400)
        limits.idle = .seconds(600)
        try await Self.run(limits) { site in
            let head = "GET /healthz HTTP/1.1\r\nHost: x\r\n"
            let first = try await RawConnection.trickle(port: site.port, head + "X: ", "a", for: 60)
            #expect(first?.isClosed == true && first?.statuses == [])
            let later = try await RawConnection.trickle(
                port: site.port, Self.hidden + head + "X: ", "a", for: 60)
            #expect(later?.isClosed == true)
            // nothing at all is a slow head too
            let nothing = try await RawConnection.exchange(port: site.port, [], patience: 60)
            #expect(nothing.isClosed && nothing.text.isEmpty)
            let quick = try await site.get("/healthz")
            #expect(quick.status == 200)
        }
    }

    @Test("a body that hardly comes is not waited for; one that comes at a fair pace is")
    func slowBody() async throws {
        var limits = ConnectionLimits()
        limits.body = .milliseconds(600)
        limits.idle = .seconds(600)
        try await Self.run(limits) { site in
            let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
            for framing in ["Content-Length: 60000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n"] {
                let piece = framing.hasPrefix("T") ? "1\r\na\r\n" : "a"
                let slow = try await RawConnection.trickle(port: site.port, head + framing, piece, for: 60)
                #expect(slow?.isClosed == true, "\(framing)")
            }
        }
        limits.bodyBytesPerSecond = 1
        try await Self.run(limits) { site in
            // forty bytes, twenty milliseconds apart, take longer than the limit alone would let them
            let got = try await RawConnection.run {
                let descriptor = try HTTPExchange.connect(port: site.port, patience: 60)
                defer { close(descriptor) }
                let head =
                    "POST /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 40\r\n\r\n"
                _ = RawConnection.send(descriptor, Array(head.utf8))
                for _ in 0..<40 {
                    _ = RawConnection.send(descriptor, [65])
                    usleep(20_000)
                }
                return RawConnection.receive(descriptor)
            }
            #expect(got.statuses == [405])
        }
    }

    @Test(
        "whoever sends too much comes to reading that it was, told in advance or not; and without end nobody is listened to"
    )
    func tooMuch() async throws {
        try await Self.run { site in
            let head = "POST /sign-in HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\n"
            let chunk = "10000\r\n" + String(repeating: "a", count: 65_536) + "\r\n"
            // what follows is no request: the connection ends with the answer
            for (request, told) in [
                (
                    head + "Content-Length: 3000000\r\n\r\n" + String(repeating: "a", count: 3_000_000),
                    "64 KB"
                ),
                (
                    head + Self.chunked + "\r\n\r\n" + String(repeating: chunk, count: 40) + "0\r\n\r\n",
                    "64 KB"
                ),
                (
                    "POST /desk/new-round HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\n\r\n"
                        + String(repeating: "a", count: 2_000_000), "1 MB"
                ),
            ] {
                let got = try await RawConnection.exchange(
                    port: site.port, Array((request + Self.hidden).utf8), patience: 30)
                #expect(got.statuses == [413] && got.isClosed, "\(got.text)")
                #expect(got.text.contains(told) && got.text.lowercased().contains("connection: close"))
            }
            // the control: what is small is answered, and so is what comes after it
            let small = head + "Content-Length: 3\r\n\r\na=b" + Self.hidden
            let got = try await RawConnection.exchange(port: site.port, Array(small.utf8), patience: 5)
            #expect(got.statuses.count == 2 && got.statuses.last == 200, "\(got.text)")
            let endless = try await RawConnection.run {
                let descriptor = try HTTPExchange.connect(port: site.port, patience: 60)
                defer { close(descriptor) }
                _ = RawConnection.send(descriptor, Array((head + Self.chunked + "\r\n\r\n").utf8))
                var sent = 0
                while sent < 4 * BodyLimit.dropped, RawConnection.send(descriptor, Array(chunk.utf8)) {
                    sent += chunk.utf8.count
                }
                return sent
            }
            #expect(endless < 4 * BodyLimit.dropped)
        }
    }

    @Test("whoever asks and asks and reads no answer is let go")
    func unreadAnswers() async throws {
        var limits = ConnectionLimits()
        limits.unread = .milliseconds(500)
        limits.idle = .seconds(600)
        try await Self.run(limits) { site in
            let request = "GET /assets/style.css HTTP/1.1\r\nHost: x\r\n\r\n"
            let size = try await site.get("/assets/style.css").body.utf8.count
            // far more than the buffers of the system hold
            let count = 60_000_000 / size
            let got = try await RawConnection.run {
                let descriptor = try HTTPExchange.connect(port: site.port, patience: 30)
                defer { close(descriptor) }
                _ = RawConnection.send(descriptor, Array(String(repeating: request, count: count).utf8))
                usleep(3_000_000)
                return RawConnection.receive(descriptor)
            }
            #expect(got.isClosed && got.statuses.count < count)
            #expect(try await site.get("/healthz").status == 200)
        }
    }

    @Test("two thousand connections at once: others are answered meanwhile, and so is each of them")
    func manyConnections() async throws {
        let count = min(2000, (Self.raisedFileLimit() - 1000) / 2)
        try #require(count > 100)
        var limits = ConnectionLimits()
        limits.firstHead = .seconds(600)
        // opening them all takes a busy machine its time
        limits.idle = .seconds(600)
        try await Self.run(limits) { site in
            let descriptors = try await RawConnection.run {
                try (0..<count).map { _ in try HTTPExchange.connect(port: site.port, patience: 120) }
            }
            #expect(try await site.get("/healthz").status == 200)
            let answered = try await RawConnection.run {
                let request = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                for descriptor in descriptors { _ = RawConnection.send(descriptor, Array(request.utf8)) }
                return descriptors.count { descriptor in
                    defer { close(descriptor) }
                    return RawConnection.receive(descriptor).statuses == [200]
                }
            }
            #expect(answered == count)
            #expect(try await site.get("/healthz").status == 200)
        }
    }

    @Test("beyond the limit a connection waits, and gets in when those that say nothing are sent away")
    func boundedConnections() async throws {
        var limits = ConnectionLimits()
        limits.connections = 20
        limits.firstHead = .seconds(2)
        try await Self.run(limits) { site in
            let idle = try await RawConnection.run {
                try (0..<60).map { _ in try HTTPExchange.connect(port: site.port, patience: 120) }
            }
            let start = ContinuousClock.now
            #expect(try await site.get("/healthz").status == 200)
            #expect(ContinuousClock.now - start > .milliseconds(500))
            for descriptor in idle { close(descriptor) }
        }
    }

    // MARK: Helpers

    private static func run(
        _ limits: ConnectionLimits = ConnectionLimits(),
        _ body: @escaping @Sendable (RunningSite) async throws -> Void
    ) async throws {
        let registry = UnreachableRegistry.make()
        try await RunningSite.run(registry, limits: limits, body)
        await registry.close()
    }

    /// How many files this process may open, raised as far as it goes.
    private static func raisedFileLimit() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        getrlimit(files, &limit)
        limit.rlim_cur = min(limit.rlim_max, 20_000)
        setrlimit(files, &limit)
        getrlimit(files, &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
