import FoundationEssentials
import Glibc

/// A server that runs on a data folder, as its `postmaster.pid` tells.
struct Postmaster {
    let pid: pid_t
    let socketFolder: String
    /// It accepts connections; otherwise it is starting or stopping.
    let isReady: Bool

    /// Nil if no server runs on the folder, whatever a file left behind says.
    init?(dataFolder: String) {
        guard let lines = Self.pidFile(dataFolder), let pid = lines.first.flatMap({ pid_t($0) }),
            Self.isServer(pid, on: dataFolder)
        else { return nil }
        self.pid = pid
        socketFolder = lines.count > 4 ? lines[4] : ""
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }

    /// Its socket is there: a folder of a login session goes when the session ends.
    var isReachable: Bool { access(RuntimeFolder.socket(in: socketFolder), F_OK) == 0 }

    /// `postmaster.pid` names a process that is no server: one that got the number later, or a dead one that
    /// nobody waited for. PostgreSQL would believe it and not start.
    static func isMisled(on dataFolder: String) -> Bool {
        guard let pid = pidFile(dataFolder)?.first.flatMap({ pid_t($0) }) else { return false }
        return (kill(pid, 0) == 0 || errno == EPERM) && !isServer(pid, on: dataFolder)
    }

    /// The processes of a server, as far as we may see: those whose working folder is the data folder.
    static func processes(on dataFolder: String) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { pid in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd")) == dataFolder
        }
    }

    /// By the command line, which everybody may read; it is empty once the process ended.
    private static func isServer(_ pid: pid_t, on dataFolder: String) -> Bool {
        guard pid > 0, let data = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else {
            return false
        }
        let words = data.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        return (words.first?.hasSuffix("postgres") ?? false) && words.contains(dataFolder)
    }

    private static func pidFile(_ dataFolder: String) -> [String]? {
        FileManager.default.contents(atPath: dataFolder + "/postmaster.pid").map { data in
            String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
                .map(String.init)
        }
    }
}
