import Evidence
import FoundationEssentials
import Glibc
import RuralIndustry

/// Where the files of certificates are put as they are drawn.
protocol CertificateShelf: Sendable {
    /// The hash of a file that is there; nil if there is none.
    func hash(of name: String) -> SHA256Digest?
    /// Puts a file there, whole or not at all.
    func write(_ bytes: [UInt8], to name: String) throws(Violation)
}

/// The folder that certificates are written into: whole files or none. `deploy/issue-certificates`
/// holds the lock that keeps two batches apart; two at once would write the same bytes.
struct BatchFolder: CertificateShelf {
    let path: String

    /// Creates the folder if it is not there.
    init(path: String) throws(Refusal) {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw Self.unusable(path)
        }
    }

    /// Refuses a folder that is there and cannot be written into, or that cannot be made where it is to be. Leaves nothing.
    static func require(_ path: String) throws(Refusal) {
        var made: [String] = []
        var folder = path
        while !folder.isEmpty, folder != "/", !FileManager.default.fileExists(atPath: folder) {
            made.append(folder)
            let above = folder.dropLast().lastIndex(of: "/").map { folder[...$0] } ?? ""
            folder = String(above)
        }
        _ = try BatchFolder(path: path)
        // with a slash at its end only a folder is found
        let isWritable = access(path + "/", W_OK | X_OK) == 0
        let refusal = isWritable ? nil : unusable(path)
        for folder in made { rmdir(folder) }
        if let refusal { throw refusal }
    }

    private static func unusable(_ path: String) -> Refusal {
        let reason = systemError
        return Refusal(
            Violation(
                "folder-unusable", vi: "không tạo hoặc ghi được vào thư mục “\(path)”: \(reason)",
                en: "the folder “\(path)” cannot be made or written into: \(reason)"))
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
