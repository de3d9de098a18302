import FoundationEssentials
import Glibc
import RuralIndustry

extension RecordFile {
    /// Reads a file that came over the network. A workbook is read in places, so that the bytes lie on the disk for that long, under
    /// a name that nobody knows and that only this program may open.
    ///
    /// - Parameter name: what it was called where it came from; shown and otherwise not used.
    public static func read(received bytes: [UInt8], name: String) throws -> RecordFile {
        let shown = String((name.split { $0 == "/" || $0 == "\\" }.last ?? "").prefix(200))
        var path = Array((FileManager.default.temporaryDirectory.path + "/cnnt-XXXXXX").utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer {
            unlink(path)
            close(descriptor)
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { throw CocoaError(.fileWriteOutOfSpace) }
            rest = rest.dropFirst(count)
        }
        return try read(
            path: String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self), sheet: nil,
            name: shown.isEmpty ? "?" : shown)
    }
}
