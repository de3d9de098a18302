import Glibc

/// Where a file's bytes come from, a stretch at a time.
public struct ByteSource {
    private let fill: (UnsafeMutableRawBufferPointer) throws -> Int

    /// `fill` writes what it has into the buffer and returns how much that was; zero is the end.
    public init(_ fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) { self.fill = fill }

    public init(_ bytes: [UInt8]) {
        var position = 0
        self.init { buffer in
            let count = min(buffer.count, bytes.count - position)
            buffer.copyBytes(from: bytes[position..<position + count])
            position += count
            return count
        }
    }

    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// A file, closed when the source goes away. Throws a `SpreadsheetError` (`file-unreadable`).
    public init(path: String) throws {
        let file = try OpenFile(path)
        self.init { buffer in try file.read(into: buffer) }
    }

    /// What is left after an end of file stays the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { try fill(buffer) }
}

/// A file descriptor that is closed with its last user.
private final class OpenFile {
    private let descriptor: Int32
    private let path: String

    init(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure(path) }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw Self.failure(path) }
        }
    }

    private static func failure(_ path: String) -> SpreadsheetError {
        let number = errno
        let reason = String(cString: strerror(number))
        let vietnamese =
            switch number {
            case ENOENT: "không có tệp này"
            case EACCES: "không có quyền đọc tệp"
            case EISDIR: "đây là thư mục, không phải tệp"
            default: "không đọc được tệp (\(reason))"
            }
        return SpreadsheetError(
            "file-unreadable", vi: "\(path): \(vietnamese)", en: "\(path) cannot be read: \(reason)")
    }
}
