import Glibc
import RuralIndustry

/// Where the migrations and the reference data lie: what `CNNT_SQL_DIR` names, else `sql` in a folder above the program
/// (a checkout), else `../share/cnnt/sql` (an installation).
enum SQLDirectory {
    static func locate(_ configured: String?) throws(Violation) -> String {
        if let configured {
            if holdsMigrations(configured) { return configured }
            throw missing(configured)
        }
        var folder = executableFolder()
        while !folder.isEmpty {
            for candidate in ["\(folder)/sql", "\(folder)/share/cnnt/sql"] where holdsMigrations(candidate) {
                return candidate
            }
            folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
        }
        throw missing("sql")
    }

    private static func holdsMigrations(_ path: String) -> Bool { access("\(path)/migrations", R_OK) == 0 }

    private static func executableFolder() -> String {
        guard let resolved = realpath("/proc/self/exe", nil) else { return "" }
        defer { free(resolved) }
        let path = String(cString: resolved)
        return String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    private static func missing(_ path: String) -> Violation {
        Violation(
            "sql-directory-missing",
            vi: "không tìm thấy thư mục “\(path)” chứa các bước tạo cơ sở dữ liệu; đặt CNNT_SQL_DIR",
            en: "the folder “\(path)” with the migrations was not found; set CNNT_SQL_DIR")
    }
}

/// Facts about the running process.
enum Process {
    static var isRoot: Bool { geteuid() == 0 }

    /// The name of the person at this machine, for the audit trail: the one who called sudo, else the login.
    static var operatorName: String {
        if let name = getenv("SUDO_USER"), isRoot { return String(cString: name) }
        guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else {
            return "uid-\(getuid())"
        }
        return String(cString: name)
    }

    /// Lets this process open as many files and connections as it may, and says how many that are.
    static func raisedOpenFileLimit() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return 1024 }
        let before = limit.rlim_cur
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        if limit.rlim_cur < before || setrlimit(files, &limit) != 0 { limit.rlim_cur = before }
        return Int(clamping: limit.rlim_cur)
    }

    static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(microsecondsSince1970: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
