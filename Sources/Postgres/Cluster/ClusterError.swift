/// Why the private PostgreSQL, or a tool that comes with it, did not do what was asked.
public enum ClusterError: Error, Hashable, Sendable {
    /// The programs of a server are not on this machine. `version` is set if only another one will do.
    case notInstalled(version: Int?)
    /// The folder cannot be used, and why.
    case unusableFolder(path: String, reason: String)
    /// A tool of PostgreSQL failed; `output` is what it wrote.
    case toolFailed(tool: String, output: String)
    /// The server did not come up; `log` is the end of its log.
    case startFailed(log: String)
    /// The database to restore into holds something.
    case notEmpty(database: String)
}

extension ClusterError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notInstalled(nil):
            "PostgreSQL 15 or later is not installed: apt-get install postgresql, or set CNNT_DATABASE_URL"
        case .notInstalled(let version?):
            "the data was written by PostgreSQL \(version), which is not installed: "
                + "apt-get install postgresql-\(version)"
        case .unusableFolder(let path, let reason): "\(path): \(reason)"
        case .toolFailed(let tool, let output): "\(tool) failed: \(output)"
        case .startFailed(let log): "PostgreSQL did not start: \(log)"
        case .notEmpty(let database): "the database \(database) is not empty"
        }
    }
}
