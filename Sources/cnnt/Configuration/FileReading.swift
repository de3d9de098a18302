import FoundationEssentials
import Glibc
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

/// A file from outside, read at most one byte beyond what is taken of it, however large it claims to be.
func readBytes(_ path: String, upTo limit: Int) throws -> [UInt8] {
    let unreadable = Violation(
        "file-unreadable", vi: "không đọc được tệp “\(path)”", en: "the file “\(path)” cannot be read")
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
        let count = read(descriptor, &buffer, min(buffer.count, limit + 1 - bytes.count))
        if count < 0 {
            if errno == EINTR { continue }
            throw unreadable
        }
        if count == 0 { break }
        bytes += buffer[..<count]
    }
    return bytes
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

/// Makes a folder, and those above it, if it is not there.
func makeFolder(_ path: String) throws {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw Violation(
            "folder-unusable", vi: "không tạo được thư mục “\(path)”",
            en: "the folder “\(path)” cannot be made")
    }
}
