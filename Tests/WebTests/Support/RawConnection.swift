import Foundation
import Glibc

/// A connection that sends what no well-behaved client would, on a thread of its own.
enum RawConnection {
    /// What came, and whether the server closed the connection.
    struct Received: Sendable {
        let text: String
        let isClosed: Bool

        /// The status codes of all answers.
        var statuses: [Int] { text.matches(of: /HTTP\/1\.1\s(\d\d\d)\s/).compactMap { Int($0.1) } }
    }

    /// Runs blocking work apart from Swift's threads, which the server in the same process needs.
    static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Sends bytes as far as the server takes them and reads what comes until it closes or is silent for so long.
    static func exchange(port: Int, _ bytes: [UInt8], patience: Int = 120) async throws -> Received {
        try await run {
            let descriptor = try HTTPExchange.connect(port: port, patience: patience)
            defer { close(descriptor) }
            _ = send(descriptor, bytes)
            return receive(descriptor)
        }
    }

    /// Sends a beginning and then a byte every few milliseconds until the server closes the connection.
    ///
    /// - Returns: nil if it did not within so many seconds.
    static func trickle(
        port: Int, _ beginning: String, _ byte: String, for seconds: Int
    ) async throws -> Received? {
        try await run {
            let descriptor = try HTTPExchange.connect(port: port, patience: seconds)
            defer { close(descriptor) }
            _ = send(descriptor, Array(beginning.utf8))
            let deadline = ContinuousClock.now + .seconds(seconds)
            while ContinuousClock.now < deadline {
                guard send(descriptor, Array(byte.utf8)) else { return receive(descriptor) }
                usleep(20_000)
            }
            return nil
        }
    }

    /// False if the other end is gone.
    static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    static func receive(_ descriptor: Int32) -> Received {
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 {
                let isSilent = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)
                return Received(text: String(decoding: received, as: UTF8.self), isClosed: !isSilent)
            }
            received += buffer[..<count]
        }
    }
}
