public import Evidence
import FoundationEssentials
import Glibc
import RuralIndustry

/// The folder of the signing keys: `ID.pem` holds a private key and is readable by the program's user only, `ID.pub` the
/// public one, with a line `revoked-from: DAY` if it was revoked. Backups of the database do not contain it.
public struct KeyFolder: Sendable {
    public let path: String

    public init(path: String) { self.path = path }

    /// The private key of a public one; nil if it is not here.
    ///
    /// - Throws: `signing-key-exposed` if others may read the file, `signing-key-unreadable`.
    public func key(_ id: String) throws -> SigningKey? {
        let file = "\(path)/\(id).pem"
        var status = stat()
        guard stat(file, &status) == 0 else { return nil }
        guard status.st_mode & 0o077 == 0 else {
            throw Refusal(
                Violation(
                    "signing-key-exposed",
                    vi:
                        "người khác đọc được tệp khóa ký “\(file)”; hãy chmod 600, và nếu đã lộ thì `cnnt key revoke`",
                    en: "others can read the signing key “\(file)”; chmod 600 it, and revoke it if it leaked")
            )
        }
        let key = try SigningKey(pem: String(decoding: try read(file), as: UTF8.self))
        guard key.verifying.id == id else {
            throw Refusal(
                Violation(
                    "signing-key-unreadable", vi: "tệp “\(file)” chứa một khóa khác",
                    en: "the file “\(file)” holds another key"))
        }
        return key
    }

    /// The public keys that are here.
    public func trusted() throws -> TrustedKeys {
        var keys = TrustedKeys()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names.sorted() where name.hasSuffix(".pub") {
            keys.append(
                try TrustedKeys(parsing: String(decoding: try read("\(path)/\(name)"), as: UTF8.self)))
        }
        return keys
    }

    /// Writes a new key to the disk, before anything is signed with it.
    func store(_ key: SigningKey) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try write(key.pem, to: "\(key.verifying.id).pem", mode: 0o600)
        try publish(TrustedKeys.Entry(key.verifying))
    }

    /// Takes back a key that was never used.
    func remove(_ key: SigningKey) {
        for ending in ["pem", "pub"] { unlink("\(path)/\(key.verifying.id).\(ending)") }
    }

    /// Writes the public half, with its revocation.
    func publish(_ entry: TrustedKeys.Entry) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        try write(TrustedKeys([entry]).text, to: "\(entry.key.id).pub", mode: 0o644)
    }

    private func read(_ file: String) throws -> Data {
        guard let data = FileManager.default.contents(atPath: file) else { throw unusable(file) }
        return data
    }

    /// Beside its place first, on the disk, then renamed: a file is there whole or not at all.
    private func write(_ text: String, to name: String, mode: mode_t) throws {
        let (file, part) = ("\(path)/\(name)", "\(path)/\(name).part")
        unlink(part)
        let descriptor = open(part, O_CREAT | O_EXCL | O_WRONLY, mode)
        guard descriptor >= 0 else { throw unusable(file) }
        let bytes = Array(text.utf8)
        let isWritten =
            bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
        let isSynced = fsync(descriptor) == 0
        guard Glibc.close(descriptor) == 0, isWritten, isSynced, rename(part, file) == 0 else {
            throw unusable(file)
        }
    }

    private func unusable(_ file: String) -> Refusal {
        Refusal(
            Violation(
                "key-folder-unusable", vi: "không đọc hay ghi được tệp khóa “\(file)”",
                en: "the key file “\(file)” cannot be read or written"))
    }
}
