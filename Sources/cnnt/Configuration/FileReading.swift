import FoundationEssentials
import RuralIndustry

/// A whole small file as text; a clear refusal if it cannot be read.
func readFile(_ path: String) throws -> String {
    String(decoding: try readBytes(path), as: UTF8.self)
}

func readBytes(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw Violation(
            "file-unreadable", vi: "không đọc được tệp “\(path)”", en: "the file “\(path)” cannot be read")
    }
    return Array(data)
}

/// Writes a file whole or not at all.
func writeFile(_ bytes: [UInt8], to path: String) throws {
    do {
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
        throw Violation(
            "file-unwritable", vi: "không ghi được tệp “\(path)”", en: "the file “\(path)” cannot be written")
    }
}
