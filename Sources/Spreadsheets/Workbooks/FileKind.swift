import Glibc

/// What a file is by its first bytes, whatever its name says.
public enum FileKind: Hashable, Sendable {
    case text
    /// A zip container: an Excel workbook, or something else that is kept in one.
    case zip

    /// Errors: `file-unreadable`; `workbook-is-xls`, `workbook-encrypted` and `file-is-web-page` for what cannot be read,
    /// with what to do.
    public static func detected(path: String) throws -> FileKind {
        let source = try ByteSource(path: path)
        let bytes = try beginning(of: source)
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0x50, 0x4B, 0x05, 0x06]) {
            return .zip
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            // Excel wraps an encrypted workbook in the container of its old format.
            throw contains(bytes, "EncryptedPackage") ? SpreadsheetError.encryptedWorkbook : .oldWorkbook
        }
        let text = String(decoding: bytes.prefix(64), as: UTF8.self).lowercased()
        if ["<html", "<!doctype", "<?xml", "<table"].contains(where: text.hasPrefix) {
            throw SpreadsheetError(
                "file-is-web-page",
                vi:
                    "đây là trang web hoặc XML mang đuôi bảng tính; mở bằng Excel rồi lưu dạng “Excel Workbook (.xlsx)”",
                en:
                    "this is a web page or XML with a spreadsheet's ending; open it in Excel and save it as .xlsx"
            )
        }
        return .text
    }

    /// Enough to see the directory of an old container.
    private static func beginning(of source: ByteSource) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var filled = 0
        while filled < bytes.count {
            let count = try bytes.withUnsafeMutableBytes { buffer in
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
            }
            if count == 0 { break }
            filled += count
        }
        return Array(bytes[..<filled])
    }

    /// Looks for a name as the old container writes it, in UTF-16.
    private static func contains(_ bytes: [UInt8], _ name: String) -> Bool {
        var wanted: [UInt8] = []
        for byte in name.utf8 { wanted += [byte, 0] }
        var start = 0
        while start + wanted.count <= bytes.count {
            if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
            start += 1
        }
        return false
    }
}

extension SpreadsheetError {
    static let oldWorkbook = SpreadsheetError(
        "workbook-is-xls",
        vi: "đây là tệp Excel đời cũ (.xls); mở ra rồi lưu dạng “Excel Workbook (.xlsx)”",
        en: "this is a workbook of the old format (.xls); open it and save it as “Excel Workbook (.xlsx)”")

    static let encryptedWorkbook = SpreadsheetError(
        "workbook-encrypted", vi: "tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại",
        en: "the file is protected by a password; take the password off and save it again")

    static func damagedWorkbook(_ vietnamese: String, _ english: String) -> SpreadsheetError {
        SpreadsheetError(
            "workbook-damaged",
            vi: "tệp .xlsx bị hỏng (\(vietnamese)); hãy mở bằng Excel, lưu lại rồi thử lần nữa",
            en: "the .xlsx file is damaged (\(english)); open it in Excel, save it again and retry")
    }
}
