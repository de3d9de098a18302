import Glibc
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Synchronization

/// An answer of any length on its way to a program: written to a file that has no name any more and sent from there. So it is all of
/// one moment, takes no memory to speak of, and a program that reads slowly holds no connection to the database.
final class ExportFile: Sendable {
    struct Failure: Error {
        let what: String
        let number: Int32
    }

    private let descriptor: Int32
    private let pending = Mutex<[UInt8]>([])
    private static let piece = 64 * 1024

    init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array("\(folder)/cnnt-export-XXXXXX".utf8CString)
        descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw Failure(what: "mkstemp", number: errno) }
        unlink(path)
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        try pending.withLock { pending in
            pending += bytes
            if pending.count >= Self.piece { try flush(&pending) }
        }
    }

    /// What was written, as a body.
    func body() throws -> ResponseBody {
        try pending.withLock { try flush(&$0) }
        let size = Int(lseek(descriptor, 0, SEEK_END))
        return ResponseBody(contentLength: size) { writer in
            var position = 0
            while position < size {
                let part = try self.read(at: position, upTo: size)
                position += part.readableBytes
                try await writer.write(part)
            }
            try await writer.finish(nil)
        }
    }

    private func flush(_ pending: inout [UInt8]) throws {
        var rest = pending[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw Failure(what: "write", number: errno) }
            rest = rest.dropFirst(written)
        }
        pending.removeAll(keepingCapacity: true)
    }

    private func read(at position: Int, upTo size: Int) throws -> ByteBuffer {
        var bytes = [UInt8](repeating: 0, count: min(Self.piece, size - position))
        let count = pread(descriptor, &bytes, bytes.count, position)
        guard count > 0 else { throw Failure(what: "pread", number: errno) }
        return ByteBuffer(bytes: bytes.prefix(count))
    }
}
