/// An Excel workbook (ECMA-376, transitional or strict), its sheets read row by row in bounded memory.
public final class Workbook {
    let limits: WorkbookLimits
    let epoch: SerialDay.Epoch
    let styles: CellStyles
    let texts: SharedTexts
    private let archive: ZipArchive
    private let entries: [SheetEntry]
    private let parts: [String: String]

    /// Opens a file. Errors: `workbook-damaged`, `workbook-encrypted`, `workbook-too-large`, `workbook-is-ods`,
    /// `workbook-is-xlsb`, `workbook-is-not`.
    public init(path: String, limits: WorkbookLimits = WorkbookLimits()) throws(SpreadsheetError) {
        self.limits = limits
        archive = try ZipArchive(path: path, limits: limits)
        let main = try Self.mainPart(of: archive)
        let folder = main.split(separator: "/").dropLast().joined(separator: "/")
        let contents = WorkbookContents()
        guard let part = try archive.part(main) else { throw Self.missing(main) }
        try XMLStream.read(part, contents)
        let relationships = Relationships(folder: folder)
        let name = main.split(separator: "/").last ?? "workbook.xml"
        let path = (folder.isEmpty ? "" : folder + "/") + "_rels/\(name).rels"
        guard let part = try archive.part(path) else { throw Self.missing(path) }
        try XMLStream.read(part, relationships)
        epoch = contents.epoch
        entries = contents.sheets
        parts = relationships.targets
        styles = CellStyles()
        texts = SharedTexts(limits: limits)
        if let path = relationships.byType["styles"] {
            guard let part = try archive.part(path) else { throw Self.missing(path) }
            try XMLStream.read(part, styles)
        }
        if let path = relationships.byType["sharedStrings"] {
            guard let part = try archive.part(path) else { throw Self.missing(path) }
            try XMLStream.read(part, texts)
        }
    }

    /// The names of the sheets that people see, in their order.
    public var visibleSheets: [String] { entries.filter { !$0.isHidden }.map(\.name) }

    /// Hidden sheets included; names are compared as they are.
    func has(sheet name: String) -> Bool { entries.contains { $0.name == name } }

    /// Nil if there is no such sheet.
    func sheet(_ name: String) throws(SpreadsheetError) -> SheetReader? {
        guard let entry = entries.first(where: { $0.name == name }) else { return nil }
        guard let path = parts[entry.relationship], let part = try archive.part(path) else {
            throw Self.missing(entry.name)
        }
        return try SheetReader(part, name: name, workbook: self)
    }

    // MARK: Finding the main part

    private static func mainPart(of archive: ZipArchive) throws(SpreadsheetError) -> String {
        if let mimetype = try archive.part("mimetype") {
            let type = String(decoding: try mimetype.readAll(limit: 256), as: UTF8.self)
            if type.hasPrefix("application/vnd.oasis.opendocument") {
                throw SpreadsheetError(
                    "workbook-is-ods",
                    vi:
                        "đây là tệp OpenDocument (.ods); trong LibreOffice hãy lưu dạng “Excel 2007–365 (.xlsx)”",
                    en:
                        "this is an OpenDocument file (.ods); in LibreOffice save it as “Excel 2007–365 (.xlsx)”"
                )
            }
        }
        if archive.has("xl/workbook.bin") {
            throw SpreadsheetError(
                "workbook-is-xlsb",
                vi: "đây là tệp Excel nhị phân (.xlsb); hãy lưu dạng “Excel Workbook (.xlsx)”",
                en: "this is a binary workbook (.xlsb); save it as “Excel Workbook (.xlsx)”")
        }
        guard let part = try archive.part("_rels/.rels") else {
            if archive.has("xl/workbook.xml") { throw missing("_rels/.rels") }
            throw notWorkbook
        }
        let relationships = Relationships(folder: "")
        try XMLStream.read(part, relationships)
        guard let main = relationships.byType["officeDocument"] else { throw missing("xl/workbook.xml") }
        guard main.hasSuffix(".xml"), !main.hasPrefix("word/"), !main.hasPrefix("ppt/") else {
            throw notWorkbook
        }
        return main
    }

    private static let notWorkbook = SpreadsheetError(
        "workbook-is-not", vi: "đây là tệp nén hoặc tài liệu khác, không phải bảng tính .xlsx",
        en: "this is an archive or another document, not an .xlsx workbook")

    private static func missing(_ part: String) -> SpreadsheetError {
        .damagedWorkbook("thiếu phần \(shown(part))", "its part \(shown(part)) is missing")
    }
}
