import CZip

/// A zip container that is read part by part, within limits: what its directory says of sizes is not believed.
final class ZipArchive {
    private let archive: OpaquePointer
    private let limits: WorkbookLimits
    private var unpacked = 0

    /// Errors: `workbook-damaged`, `workbook-encrypted`, `workbook-too-large`.
    init(path: String, limits: WorkbookLimits) throws(SpreadsheetError) {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            throw .damagedWorkbook(
                "không đọc được thùng zip, mã \(code)", "its zip container cannot be read, code \(code)")
        }
        self.archive = archive
        self.limits = limits
        let count = zip_get_num_entries(archive, 0)
        guard count <= limits.parts else { throw Self.tooLarge }
        var total: UInt64 = 0
        for index in 0..<max(0, count) {
            var stat = zip_stat_t()
            guard zip_stat_index(archive, UInt64(index), 0, &stat) == 0 else { continue }
            if stat.encryption_method != UInt16(ZIP_EM_NONE) { throw .encryptedWorkbook }
            total = total.addingReportingOverflow(stat.size).partialValue
            if total > UInt64(limits.unpacked) || stat.size > UInt64(limits.unpacked) { throw Self.tooLarge }
        }
    }

    deinit { zip_discard(archive) }

    func has(_ name: String) -> Bool { zip_name_locate(archive, name, ZIP_FL_NOCASE) >= 0 }

    /// A part to read from its beginning; nil if there is none of that name.
    func part(_ name: String) throws(SpreadsheetError) -> ZipPart? {
        let index = zip_name_locate(archive, name, ZIP_FL_NOCASE)
        guard index >= 0 else { return nil }
        var stat = zip_stat_t()
        guard zip_stat_index(archive, UInt64(index), 0, &stat) == 0,
            let file = zip_fopen_index(archive, UInt64(index), 0)
        else {
            throw .damagedWorkbook(
                "không đọc được phần \(shown(name))", "its part \(shown(name)) cannot be read")
        }
        return ZipPart(file: file, name: name, packed: Int(clamping: stat.comp_size), archive: self)
    }

    fileprivate func count(_ bytes: Int, of part: ZipPart) throws(SpreadsheetError) {
        unpacked += bytes
        let isSwollen =
            part.unpacked > limits.freelyUnpacked && part.unpacked / limits.ratio > part.packed
        if unpacked > limits.unpacked || isSwollen { throw Self.tooLarge }
    }

    private static let tooLarge = SpreadsheetError(
        "workbook-too-large",
        vi:
            "tệp .xlsx bung ra quá lớn, không giống bảng tính thật (bom zip?); chia thành nhiều tệp nhỏ hoặc lưu dạng CSV UTF-8",
        en:
            "the .xlsx file unpacks to more than a real workbook (a zip bomb?); split it or save it as CSV UTF-8"
    )
}

/// One part of a container, unpacked as it is read.
final class ZipPart {
    let name: String
    fileprivate let packed: Int
    fileprivate private(set) var unpacked = 0
    private let file: OpaquePointer
    /// Keeps the container open.
    private let archive: ZipArchive

    fileprivate init(file: OpaquePointer, name: String, packed: Int, archive: ZipArchive) {
        self.file = file
        self.name = name
        self.packed = packed
        self.archive = archive
    }

    deinit { zip_fclose(file) }

    /// How many bytes came; zero is the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SpreadsheetError) -> Int {
        guard let address = buffer.baseAddress else { return 0 }
        let count = Int(zip_fread(file, address, UInt64(buffer.count)))
        guard count >= 0 else {
            throw .damagedWorkbook(
                "phần \(shown(name)) không bung ra được", "its part \(shown(name)) cannot be unpacked")
        }
        unpacked += count
        try archive.count(count, of: self)
        return count
    }

    /// A small part whole.
    func readAll(limit: Int) throws(SpreadsheetError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4096)
        while bytes.count < limit {
            let count: Int
            do {
                count = try chunk.withUnsafeMutableBytes { try read(into: $0) }
            } catch let error as SpreadsheetError { throw error } catch { break }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }
}
