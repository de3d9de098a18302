import FoundationEssentials
import Glibc

/// The short folder that holds a server's socket: only its server's user and root may enter it.
struct RuntimeFolder {
    let path: String

    /// What a socket's path may have, its end included.
    private static let longestSocketPath = 107

    static func socket(in folder: String) -> String { folder + "/.s.PGSQL.\(PrivateCluster.port)" }

    /// The folder for a data folder: the same one whenever it is asked for in the same surroundings.
    init(dataFolder: String) {
        let name = Self.hash(dataFolder)
        if OperatingSystemUser.isRoot {
            path = access("/run", W_OK) == 0 ? "/run/cnnt-\(name)" : "/tmp/cnnt-0-\(name)"
        } else if let session = Self.sessionFolder, session.utf8.count < 60 {
            path = "\(session)/cnnt-\(name)"
        } else {
            path = "/tmp/cnnt-\(geteuid())-\(name)"
        }
    }

    /// The login session's own folder, if it is there and plainly named.
    private static var sessionFolder: String? {
        guard let value = getenv("XDG_RUNTIME_DIR").map({ String(cString: $0) }), value.hasPrefix("/"),
            value.utf8.allSatisfy({ byte in
                (97...122).contains(byte) || (65...90).contains(byte) || (45...57).contains(byte)
                    || byte == 95
            }),
            owner(of: value) == geteuid(), access(value, W_OK | X_OK) == 0
        else { return nil }
        return value
    }

    /// Makes the folder, or makes sure that the one there is nobody else's: /tmp is open to all.
    func prepare(for user: OperatingSystemUser) throws {
        guard Self.socket(in: path).utf8.count <= Self.longestSocketPath else {
            throw ClusterError.unusableFolder(path: path, reason: "the path is too long for a socket")
        }
        if mkdir(path, 0o700) == 0 {
            if OperatingSystemUser.isRoot { _ = chown(path, user.id, user.group) }
        } else if errno != EEXIST {
            throw ClusterError.unusableFolder(path: path, reason: String(cString: strerror(errno)))
        }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == user.id else {
            throw ClusterError.unusableFolder(path: path, reason: "it does not belong to \(user.name)")
        }
        guard status.st_mode & 0o077 == 0 || chmod(path, 0o700) == 0 else {
            throw ClusterError.unusableFolder(path: path, reason: "others may enter it")
        }
    }

    private static func owner(of path: String) -> uid_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_uid : nil
    }

    /// FNV-1a: short, and the same in every process.
    private static func hash(_ text: String) -> String {
        let hash = text.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        let hex = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - hex.utf8.count) + hex
    }
}
