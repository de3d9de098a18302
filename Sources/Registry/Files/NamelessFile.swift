import Glibc
import Synchronization

/// What is too long to be held in memory while it comes, goes or is read: bytes in a file that has lost its name, so that no other
/// program finds it, and that is gone with its last user, however this program ends.
///
/// It lies in `TMPDIR`, else in `/tmp`, and is not handed on to programs that this one starts.
public final class NamelessFile: Sendable {
    /// A call of the system that failed, and its error number.
    public struct Failure: Error, Sendable {
        public let call: String
        public let number: Int32

        /// There is less in the file than was written to it.
        public static let shortened = Failure(call: "pread", number: EIO)
    }

    private let descriptor: Int32
    private let state = Mutex(State())
    /// How many bytes go to the disk, or come from there, at a time.
    public static let piece = 64 * 1024

    private struct State {
        var pending: [UInt8] = []
        var written = 0
    }

    /// - Throws: `Failure`.
    public init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        // a name of its own for a moment, which nobody can have taken before
        let path = folder + "/cnnt-" + String(UInt64.random(in: 0 ... .max), radix: 36)
        descriptor = Int32(
            try Self.repeated("open") {
                Int(open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600))
            })
        unlink(path)
    }

    /// - Throws: `Failure`.
    public convenience init(holding bytes: [UInt8]) throws {
        try self.init()
        try append(bytes)
    }

    deinit { close(descriptor) }

    /// - Throws: `Failure`, when the disk is full for example.
    public func append(_ bytes: [UInt8]) throws {
        try state.withLock { state in
            state.pending += bytes
            if state.pending.count >= Self.piece { try flush(&state) }
        }
    }

    /// How many bytes there are, all of them on the disk.
    public func size() throws -> Int {
        try state.withLock { state in
            try flush(&state)
            return state.written
        }
    }

    /// At most `piece` bytes from a position on; none at the end.
    public func read(at position: Int) throws -> [UInt8] {
        let count = min(Self.piece, try size() - position)
        guard count > 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let got = try Self.repeated("pread") { pread(descriptor, &bytes, count, position) }
        return Array(bytes.prefix(got))
    }

    /// Runs what opens files by their names on this one, whose name exists in this process alone.
    func withPath<Value>(_ body: (String) throws -> Value) throws -> Value {
        _ = try size()
        return try body("/proc/self/fd/\(descriptor)")
    }

    private func flush(_ state: inout State) throws {
        var rest = state.pending[...]
        while !rest.isEmpty {
            let count = try Self.repeated("write") {
                rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            }
            state.written += count
            rest = rest.dropFirst(count)
        }
        state.pending.removeAll(keepingCapacity: true)
    }

    /// A call of the system, made again where a signal came between.
    private static func repeated(_ name: String, _ call: () -> Int) throws -> Int {
        while true {
            let outcome = call()
            if outcome >= 0 { return outcome }
            if errno != EINTR { throw Failure(call: name, number: errno) }
        }
    }
}
