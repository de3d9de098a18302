import Foundation
import Glibc

/// An answer as it came over the wire.
struct HTTPAnswer: Sendable {
    let status: Int
    /// By lower-case names.
    let headers: [String: String]
    let body: String
    /// What each `Set-Cookie` says.
    var cookies: [String] = []
    /// The body as it came.
    var bytes: [UInt8] = []

    /// The body as a JSON object.
    var json: [String: Any] {
        get throws { try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:] }
    }

    /// The JSON object's text under a key.
    func text(_ key: String) throws -> String? { try json[key] as? String }
}

/// One exchange on a connection of its own, byte for byte as given.
enum HTTPExchange {
    struct Failure: Error {
        let what: String
    }

    /// On a thread of its own: blocking one of Swift's few would block the server in the same process.
    static func run(port: Int, _ request: String) async throws -> HTTPAnswer {
        try await run(port: port, bytes: Array(request.utf8))
    }

    static func run(port: Int, bytes request: [UInt8]) async throws -> HTTPAnswer {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try exchange(port: port, request) }) }
        }
    }

    private static func exchange(port: Int, _ request: [UInt8]) throws -> HTTPAnswer {
        let descriptor = try connect(port: port)
        defer { close(descriptor) }
        // What cannot be sent any more has been answered or refused already.
        var bytes = request[...]
        while !bytes.isEmpty {
            let sent = bytes.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { break }
            bytes = bytes.dropFirst(sent)
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count <= 0 { break }
            received += buffer[..<count]
        }
        var answer = try parse(String(decoding: received, as: UTF8.self))
        if let end = received.firstRange(of: Array("\r\n\r\n".utf8)) {
            answer.bytes = Array(received[end.upperBound...])
        }
        return answer
    }

    /// - Parameter patience: seconds. Nothing is measured by it: among all other tests, which start programs and browsers, an
    ///   answer may have to wait.
    static func connect(port: Int, patience: Int = 240) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: patience, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            close(descriptor)
            throw Failure(what: "cannot connect to port \(port)")
        }
        return descriptor
    }

    private static func parse(_ text: String) throws -> HTTPAnswer {
        guard let end = text.range(of: "\r\n\r\n") else { throw Failure(what: "no answer: “\(text)”") }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Failure(what: "no status line: \(lines[0])")
        }
        var headers: [String: String] = [:]
        var cookies: [String] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
            if line[..<colon].lowercased() == "set-cookie" { cookies.append(value) }
        }
        return HTTPAnswer(
            status: status, headers: headers, body: String(text[end.upperBound...]), cookies: cookies)
    }
}
