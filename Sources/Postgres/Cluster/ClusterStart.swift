import FoundationEssentials
import Glibc
import Logging

extension PrivateCluster {
    /// Blocks until the server accepts connections.
    func startNow() throws -> Start {
        try makeParentFolder()
        return try withFileLock(lockFile) {
            if let postmaster = waitUntilReady() {
                if postmaster.isReachable { return .wasRunning }
                // The login session that held the socket's folder ended: the server runs where nobody can
                // reach it.
                logger.warning("the server's socket is gone, it is started again")
                try stopNow()
            }
            let isNew = !isCreated
            let user = try serverUser()
            if isNew { try initialise(as: user) }
            try launch(as: user)
            return isNew ? .created : .started
        }
    }

    func stopNow() throws {
        let socketFolder = Postmaster(dataFolder: dataFolder)?.socketFolder
        try control(["stop", "--mode=fast", "--wait", "--timeout=120"], as: serverUser()).runSuccessfully()
        if let socketFolder { rmdir(socketFolder) }
    }

    private func launch(as user: OperatingSystemUser) throws {
        try removeRemains()
        let folder = RuntimeFolder(dataFolder: dataFolder)
        try folder.prepare(for: user)
        try write(settings(socketFolder: folder.path), to: "cnnt.conf", as: user)
        rotateLog()
        for attempt in 1... {
            let output = try control(
                ["start", "--wait", "--timeout=600", "--silent", "--log=\(logFile)"], as: user
            ).run()
            if output.status == 0 { return }
            let log = endOfLog ?? output.text.onOneLine
            guard attempt < 10, log.contains("shared memory block") else {
                throw ClusterError.startFailed(log: log)
            }
            // Processes of a killed server that we could not see are still ending.
            usleep(500_000)
        }
    }

    private func control(_ arguments: [String], as user: OperatingSystemUser) throws -> ChildProcess {
        let text = try String(contentsOfFile: dataFolder + "/PG_VERSION", encoding: .utf8)
        let installation = try Installation.find(version: Installation.majorVersion(text.onOneLine) ?? 0)
        return ChildProcess(
            program: installation.tool("pg_ctl"), arguments: arguments + ["--pgdata=\(dataFolder)"],
            user: user)
    }

    /// Another process may have started it a moment ago, or it is repairing what a crash left.
    private func waitUntilReady() -> Postmaster? {
        while let postmaster = Postmaster(dataFolder: dataFolder) {
            if postmaster.isReady { return postmaster }
            usleep(50_000)
        }
        return nil
    }

    /// After a killed server its other processes end by themselves, soon; until then a new one must not
    /// start.
    private func removeRemains() throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while !Postmaster.processes(on: dataFolder).isEmpty {
            guard ContinuousClock.now < deadline else {
                throw ClusterError.startFailed(log: "processes of an earlier server do not end")
            }
            usleep(20_000)
        }
        if Postmaster.isMisled(on: dataFolder) { unlink(dataFolder + "/postmaster.pid") }
        // The same for the socket's own lock file.
        let socket = RuntimeFolder.socket(in: RuntimeFolder(dataFolder: dataFolder).path)
        for file in [socket, socket + ".lock"] { unlink(file) }
    }

    /// Errors quote statements, so an old log is kept for one change only.
    private func rotateLog() {
        var status = stat()
        if stat(logFile, &status) == 0, status.st_size > 10_000_000 { rename(logFile, logFile + ".old") }
    }

    private var endOfLog: String? {
        guard let log = FileManager.default.contents(atPath: logFile), !log.isEmpty else { return nil }
        return String(decoding: log.suffix(2000), as: UTF8.self).split(separator: "\n").suffix(4)
            .joined(separator: " ")
    }
}
