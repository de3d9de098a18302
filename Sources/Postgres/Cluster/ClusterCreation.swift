import FoundationEssentials
import Glibc

extension PrivateCluster {
    /// The program's data folder; others may pass through it where the server is another user's.
    func makeParentFolder() throws {
        do {
            try FileManager.default.createDirectory(
                atPath: parentFolder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: OperatingSystemUser.isRoot ? 0o755 : 0o700])
        } catch {
            throw ClusterError.unusableFolder(path: parentFolder, reason: "it cannot be made")
        }
        guard access(parentFolder, W_OK | X_OK) == 0 else {
            throw ClusterError.unusableFolder(path: parentFolder, reason: String(cString: strerror(errno)))
        }
    }

    /// Makes the server's files beside their place and moves them there when they are complete.
    func initialise(as user: OperatingSystemUser) throws {
        let installation = try Installation.find()
        try checkReachable(for: user)
        let unfinished = dataFolder + ".new"
        try? FileManager.default.removeItem(atPath: unfinished)
        guard mkdir(unfinished, 0o700) == 0,
            !OperatingSystemUser.isRoot || chown(unfinished, user.id, user.group) == 0
        else { throw ClusterError.unusableFolder(path: unfinished, reason: String(cString: strerror(errno))) }
        var arguments = [
            "--pgdata=\(unfinished)", "--username=\(Self.superuser)", "--auth-local=peer",
            "--auth-host=reject",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions",
        ]
        if profile == .tests { arguments.append("--no-sync") }
        try ChildProcess(program: installation.tool("initdb"), arguments: arguments, user: user)
            .runSuccessfully()
        try write(Self.hostAccess, to: "pg_hba.conf", in: unfinished, as: user)
        try write(identities(server: user), to: "pg_ident.conf", in: unfinished, as: user)
        let configuration = try String(contentsOfFile: unfinished + "/postgresql.conf", encoding: .utf8)
        try write(
            configuration + "\ninclude = 'cnnt.conf'\n", to: "postgresql.conf", in: unfinished, as: user)
        guard rename(unfinished, dataFolder) == 0 else {
            throw ClusterError.unusableFolder(path: dataFolder, reason: String(cString: strerror(errno)))
        }
    }

    func write(_ text: String, to file: String, in folder: String? = nil, as user: OperatingSystemUser) throws
    {
        let path = (folder ?? dataFolder) + "/" + file
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw ClusterError.unusableFolder(path: path, reason: "it cannot be written")
        }
        chmod(path, 0o600)
        if OperatingSystemUser.isRoot { _ = chown(path, user.id, user.group) }
    }

    /// Run as root the server is another user, who must be able to walk to its folder: not into /root, say.
    private func checkReachable(for user: OperatingSystemUser) throws {
        guard OperatingSystemUser.isRoot else { return }
        var path = parentFolder
        while !path.isEmpty {
            var status = stat()
            let canPass =
                stat(path, &status) == 0
                && (status.st_mode & 0o001 != 0 || (status.st_uid == user.id && status.st_mode & 0o100 != 0))
            guard canPass else {
                throw ClusterError.unusableFolder(
                    path: parentFolder,
                    reason: "PostgreSQL runs as the user \(user.name), who cannot enter \(path); "
                        + "use a folder such as /var/lib/cnnt")
            }
            path = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
        }
    }

    private static let hostAccess = """
        # Over the Unix socket only, and only those users of the machine whom pg_ident.conf names.
        local  all  all  peer  map=cnnt

        """

    private func identities(server user: OperatingSystemUser) -> String {
        let users = Set(["root", user.name]).sorted()
        let roles = [Self.superuser, Self.ownerRole, Self.programRole]
        return users.flatMap { user in roles.map { "cnnt  \"\(user)\"  \($0)\n" } }.joined()
    }

    /// A quarter of the machine's memory, as PostgreSQL's manual advises for a server that shares it; beyond 2 GB a registry of
    /// a whole country gains nothing.
    private static var sharedMegabytes: Int {
        let bytes = Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))
        return min(max(bytes / (4 << 20), 128), 2048)
    }

    func settings(socketFolder: String) -> String {
        var lines = [
            "# Written at every start. ALTER SYSTEM changes a setting for good.",
            "listen_addresses = ''",
            "port = \(Self.port)",
            "unix_socket_directories = '\(socketFolder)'",
            "unix_socket_permissions = 0700",
            "max_connections = \(profile == .tests ? 200 : 60)",
            "shared_buffers = \(Self.sharedMegabytes)MB",
            "work_mem = 16MB",
            "maintenance_work_mem = 128MB",
            "max_wal_size = 1GB",
            "random_page_cost = 1.1",
            // Statements here are short: compiling them costs more than it saves.
            "jit = off",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "lc_messages = 'C.UTF-8'",
            // The log shall hold no values: no statements, no details.
            "log_min_error_statement = panic",
            "log_error_verbosity = terse",
            "logging_collector = off",
            "log_line_prefix = '%m [%p] %q%u@%d '",
        ]
        if profile == .tests {
            lines += [
                "fsync = off", "full_page_writes = off", "synchronous_commit = off", "wal_level = minimal",
                "max_wal_senders = 0", "autovacuum = off", "shared_buffers = 64MB",
                "deadlock_timeout = 50ms",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
