import FoundationEssentials
import Glibc

/// The programs of one PostgreSQL version on this machine.
struct Installation: Hashable {
    let version: Int
    /// The folder that holds `initdb`, `pg_ctl`, `pg_dump`.
    let folder: String

    static let oldestVersion = 15

    func tool(_ name: String) -> String { folder + "/" + name }

    /// The newest version that is installed; or the one that wrote a folder of data.
    static func find(version wanted: Int? = nil) throws -> Installation {
        let found = (debian() + elsewhere()).filter { installation in
            wanted.map { $0 == installation.version } ?? (installation.version >= oldestVersion)
        }
        guard let newest = found.max(by: { $0.version < $1.version }) else {
            throw ClusterError.notInstalled(version: wanted)
        }
        return newest
    }

    /// Debian keeps versions beside each other and none in PATH.
    private static func debian() -> [Installation] {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap { name in
            guard let version = Int(name) else { return nil }
            return complete(Installation(version: version, folder: "\(root)/\(name)/bin"))
        }
    }

    private static func elsewhere() -> [Installation] {
        let path = getenv("PATH").map { String(cString: $0) } ?? ""
        var folders = path.split(separator: ":").map(String.init)
        if folders.contains(where: { access($0 + "/pg_config", X_OK) == 0 }),
            let output = try? ChildProcess(program: "pg_config", arguments: ["--bindir"]).run(),
            output.status == 0
        {
            folders.append(output.text.onOneLine)
        }
        return folders.filter { $0.hasPrefix("/") && !$0.hasPrefix("/usr/lib/postgresql/") }.compactMap {
            folder in
            guard complete(Installation(version: 0, folder: folder)) != nil,
                let output = try? ChildProcess(program: folder + "/postgres", arguments: ["--version"]).run(),
                let version = majorVersion(output.text)
            else { return nil }
            return Installation(version: version, folder: folder)
        }
    }

    /// A package of clients alone has no `initdb`.
    private static func complete(_ installation: Installation) -> Installation? {
        let tools = ["initdb", "pg_ctl", "postgres"]
        return tools.allSatisfy { access(installation.tool($0), X_OK) == 0 } ? installation : nil
    }

    /// 15 of `postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`.
    static func majorVersion(_ text: String) -> Int? {
        text.split(separator: " ").lazy.compactMap { Int($0.prefix { $0.isNumber }) }.first
    }
}
