import CZip
import Foundation
import Glibc

@testable import Spreadsheets

/// A workbook put together from parts of XML, as other programs write them, to be right or wrong at will.
struct MadeWorkbook {
    var parts: [String: String]

    /// One sheet with these rows of XML inside `sheetData`, and what follows it.
    init(
        rows: String, after: String = "", sheets: [(name: String, state: String)] = [("Trang 1", "visible")],
        styles: String = MadeWorkbook.styles, texts: [String] = [], date1904: Bool = false
    ) {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let package = "http://schemas.openxmlformats.org/package/2006/relationships"
        let list = sheets.enumerated().map {
            #"<sheet name="\#($1.name)" sheetId="\#($0 + 1)" state="\#($1.state)" r:id="rId\#($0 + 1)"/>"#
        }
        let targets = sheets.indices.map {
            #"<Relationship Id="rId\#($0 + 1)" Type="\#(relations)/worksheet" Target="worksheets/sheet\#($0 + 1).xml"/>"#
        }
        parts = [
            "_rels/.rels":
                #"<Relationships xmlns="\#(package)"><Relationship Id="rId1" Type="\#(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            "xl/workbook.xml":
                #"<workbook xmlns="\#(main)" xmlns:r="\#(relations)"><workbookPr date1904="\#(date1904)"/><sheets>\#(list.joined())</sheets></workbook>"#,
            "xl/_rels/workbook.xml.rels":
                #"<Relationships xmlns="\#(package)">\#(targets.joined())<Relationship Id="rId90" Type="\#(relations)/styles" Target="/xl/styles.xml"/><Relationship Id="rId91" Type="\#(relations)/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#,
            "xl/styles.xml": #"<styleSheet xmlns="\#(main)">\#(styles)</styleSheet>"#,
            "xl/sharedStrings.xml":
                #"<sst xmlns="\#(main)">\#(texts.map { "<si>\($0)</si>" }.joined())</sst>"#,
            "xl/worksheets/sheet1.xml": Self.sheet(rows, after),
        ]
    }

    static func sheet(_ rows: String, _ after: String = "") -> String {
        #"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>\#(rows)</sheetData>\#(after)</worksheet>"#
    }

    /// 0 general, 1 dd/mm/yyyy, 2 built-in 14, 3 a time, 4 money, 5 text.
    static let styles =
        ##"<numFmts count="3"><numFmt numFmtId="164" formatCode="[$-42A]dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="hh:mm"/><numFmt numFmtId="166" formatCode="#,##0\ &quot;đồng&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="49"/></cellXfs>"##

    func with<Value>(_ body: (_ path: String) throws -> Value) throws -> Value {
        let path = temporaryPath()
        defer { unlink(path) }
        try write(to: path)
        return try body(path)
    }

    func write(to path: String) throws {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &code) else { throw Failed() }
        var kept: [UnsafeMutablePointer<UInt8>] = []
        defer { for buffer in kept { buffer.deallocate() } }
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) {
            let bytes = Array(text.utf8)
            let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
            buffer.initialize(from: bytes, count: bytes.count)
            kept.append(buffer)
            guard let source = zip_source_buffer(archive, buffer, UInt64(bytes.count), 0),
                zip_file_add(archive, name, source, 0) >= 0
            else { throw Failed() }
        }
        guard zip_close(archive) == 0 else { throw Failed() }
    }

    struct Failed: Error {}
}

func temporaryPath(_ ending: String = "xlsx") -> String {
    "/tmp/cnnt-sheets-\(getpid())-\(UInt64.random(in: 0 ... .max)).\(ending)"
}

/// What a table gave: its rows as texts and its errors.
struct TableReading: Equatable {
    var sheet = ""
    var lines: [Int] = []
    var rows: [[String?]] = []
    var numbers: [[Int]] = []
    var errors: [SpreadsheetError] = []

    var codes: [String] { errors.map(\.code) }
}

let madeShape = TableShape(
    known: ["name", "tax_code", "founded_on", "labour"], required: ["name"], days: ["founded_on"]
) { ["Tên cơ sở": "name", "STT": ""][$0] }

func readTable(
    _ path: String, sheet: String? = nil, shape: TableShape = madeShape,
    limits: WorkbookLimits = WorkbookLimits()
) throws -> TableReading {
    var table = try WorkbookTable(Workbook(path: path, limits: limits), sheet: sheet, shape: shape)
    var reading = TableReading(sheet: table.sheet)
    try table.forEach {
        reading.lines.append($0.line)
        reading.rows.append($0.texts)
        reading.numbers.append($0.numbers)
    } error: {
        reading.errors.append($0)
    }
    return reading
}

extension MadeWorkbook {
    func read(sheet: String? = nil, limits: WorkbookLimits = WorkbookLimits()) throws -> TableReading {
        try with { try readTable($0, sheet: sheet, limits: limits) }
    }
}

/// A row of XML with inline texts.
func textRow(_ number: Int, _ texts: String...) -> String {
    let cells = texts.enumerated().map { position, text in
        #"<c r="\#(CellReference.letters(position))\#(number)" t="inlineStr"><is><t>\#(text)</t></is></c>"#
    }
    return #"<row r="\#(number)">\#(cells.joined())</row>"#
}

/// The peak of this process's resident memory, in KiB, from now on.
enum PeakMemory {
    static func reset() {
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }

    static func kibibytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
