import FoundationEssentials
import Glibc
import RuralIndustry

/// A file that is written piece by piece beside its place and moved there when it is whole: until then, and after a failure, what
/// was in its place stays.
final class GrowingFile {
    private let path: String
    private let temporary: String
    /// Nil: closed.
    private var descriptor: Int32?

    /// - Throws: `file-unwritable`.
    init(path: String) throws(Violation) {
        self.path = path
        let cut = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        temporary = "\(path[..<cut]).\(path[cut...]).part"
        let opened = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard opened >= 0 else { throw Self.unwritable(path) }
        descriptor = opened
    }

    deinit { discard() }

    /// - Throws: `file-unwritable`; then nothing of it is left.
    func append(_ bytes: [UInt8]) throws(Violation) {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor ?? -1, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if written < 0 {
                if errno == EINTR { continue }
                throw failed()
            }
            done += written
        }
    }

    /// Puts the whole file into its place.
    ///
    /// - Throws: `file-unwritable`; then nothing of it is left.
    func keep() throws(Violation) {
        guard let descriptor else { throw Self.unwritable(path) }
        self.descriptor = nil
        guard close(descriptor) == 0, rename(temporary, path) == 0 else {
            unlink(temporary)
            throw Self.unwritable(path)
        }
    }

    /// Leaves nothing, if it was not kept.
    func discard() {
        guard let descriptor else { return }
        self.descriptor = nil
        close(descriptor)
        unlink(temporary)
    }

    private func failed() -> Violation {
        discard()
        return Self.unwritable(path)
    }

    private static func unwritable(_ path: String) -> Violation {
        Violation(
            "file-unwritable", vi: "không ghi được tệp “\(path)”", en: "the file “\(path)” cannot be written")
    }
}
