import FoundationEssentials
import Glibc

/// What this process uses, as Linux counts it.
struct ProcessFigures {
    let residentBytes: Int
    let processorSeconds: Double
    let openFiles: Int
    let openFilesLimit: Int

    /// Nil where there is no /proc.
    static func now() -> ProcessFigures? {
        // size and resident, in pages
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        guard fgets(&line, 256, file) != nil else { return nil }
        let words = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .split(separator: " ")
        guard words.count > 1, let pages = Int(words[1]) else { return nil }
        var processor = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &processor)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return ProcessFigures(
            residentBytes: pages * sysconf(Int32(_SC_PAGESIZE)),
            processorSeconds: Double(processor.tv_sec) + Double(processor.tv_nsec / 1_000_000) / 1000,
            openFiles: (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0,
            openFilesLimit: Int(clamping: limit.rlim_cur))
    }
}
