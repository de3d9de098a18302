public import Evidence
import FoundationEssentials
import Glibc
import RuralIndustry

/// The file of the keys that secrets are enciphered with (`SecretKeys`), which only the program's user, or a group of theirs, reads.
public struct SecretKeyFile: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// The keys; nil: there is no such file.
    ///
    /// - Throws: `secret-key-exposed` if everybody may read the file or others than its owner may write it, `secret-key-unreadable`.
    public func keys() throws -> SecretKeys? {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else { throw unreadable }
            return nil
        }
        guard status.st_mode & 0o027 == 0 else {
            throw Refusal(
                Violation(
                    "secret-key-exposed",
                    vi: "người khác đọc hoặc ghi được tệp khóa; hãy chmod 600, hoặc 640 với nhóm của dịch vụ",
                    en:
                        "others can read or write the file of keys; chmod 600 it, or 640 with the service's group",
                    at: Place(file: path)))
        }
        guard let data = FileManager.default.contents(atPath: path) else { throw unreadable }
        do throws(Violation) {
            return try SecretKeys(parsing: String(decoding: data, as: UTF8.self))
        } catch {
            throw Refusal(error.at(Place(file: path, row: error.place.row)))
        }
    }

    /// The keys; where there are none one is made. Of two programs that do it at once both have the same.
    public func keysOrNew() throws -> SecretKeys {
        if let keys = try keys() { return keys }
        let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
        // what it lies in may be for others, too; the folder of keys is not
        let around = String(folder.prefix(upTo: folder.lastIndex(of: "/") ?? folder.startIndex))
        if !around.isEmpty {
            try FileManager.default.createDirectory(atPath: around, withIntermediateDirectories: true)
        }
        if mkdir(folder, 0o700) != 0, errno != EEXIST { throw unreadable }
        // beside its place first, on the disk, then linked to it unless somebody was faster
        let part = "\(path).\(getpid())"
        unlink(part)
        let descriptor = open(part, O_CREAT | O_EXCL | O_WRONLY, 0o600)
        guard descriptor >= 0 else { throw unreadable }
        defer { unlink(part) }
        let line = Array(SecretKeys.newLine().utf8)
        let isWritten =
            line.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == line.count
        let isSynced = fsync(descriptor) == 0
        guard Glibc.close(descriptor) == 0, isWritten, isSynced, link(part, path) == 0 || errno == EEXIST,
            let made = try keys()
        else { throw unreadable }
        return made
    }

    private var unreadable: Refusal {
        Refusal(
            Violation(
                "secret-key-unreadable", vi: "không đọc hay ghi được tệp khóa",
                en: "the file of keys cannot be read or written", at: Place(file: path)))
    }
}
