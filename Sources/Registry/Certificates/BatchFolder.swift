import Evidence
import FoundationEssentials
import Glibc
import RuralIndustry

/// The folder that certificates are written into: whole files or none. `deploy/issue-certificates`
/// holds the lock that keeps two batches apart; two at once would write the same bytes.
struct BatchFolder {
    let path: String

    /// Creates the folder if it is not there.
    init(path: String) throws {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Refusal(
                Violation(
                    "folder-unusable", vi: "không tạo được thư mục “\(path)”: \(Self.systemError)",
                    en: "the folder “\(path)” cannot be made: \(Self.systemError)"))
        }
    }

    /// The hash of a file that is there; nil if there is none.
    func hash(of name: String) -> SHA256Digest? {
        guard let data = FileManager.default.contents(atPath: "\(path)/\(name)") else { return nil }
        return SHA256Digest(of: data)
    }

    /// Writes a file whole: beside its place first, then moved there, so that no half-written file ever has its name.
    func write(_ bytes: [UInt8], to name: String) throws(Violation) {
        let temporary = "\(path)/.\(name).part"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failed(name) }
        var isWritten = Self.writeAll(bytes, to: descriptor)
        var reason = errno
        if close(descriptor) != 0, isWritten {
            isWritten = false
            reason = errno
        }
        guard isWritten, rename(temporary, "\(path)/\(name)") == 0 else {
            if isWritten { reason = errno }
            unlink(temporary)
            errno = reason
            throw Self.failed(name)
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var done = 0
        while done < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
            }
            if written < 0 {
                if errno == EINTR { continue }
                return false
            }
            done += written
        }
        return true
    }

    private static func failed(_ name: String) -> Violation {
        Violation(
            "file-not-written", vi: "không ghi được “\(name)”: \(systemError)",
            en: "“\(name)” cannot be written: \(systemError)")
    }

    private static var systemError: String { String(cString: strerror(errno)) }
}
