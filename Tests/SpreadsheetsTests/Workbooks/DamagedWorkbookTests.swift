import Foundation
import Glibc
import Testing

@testable import Spreadsheets

@Suite("Workbooks that are damaged, hostile or something else", .serialized)
struct DamagedWorkbookTests {
    private static let good = MadeWorkbook(
        rows: textRow(1, "name", "tax_code")
            + (2...60).map { textRow($0, "Cơ sở \($0)", "0101248141") }.joined())

    private static func code(of bytes: [UInt8]) throws -> String? {
        let path = temporaryPath()
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { unlink(path) }
        return errorCode {
            guard try FileKind.detected(path: path) == .zip else {
                throw SpreadsheetError("text", vi: "", en: "")
            }
            _ = try readTable(path)
        }
    }

    @Test(
        "a file is what its bytes say: old, encrypted and web files are named, CSV is CSV whatever it is called"
    )
    func kinds() throws {
        let container: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
        #expect(try Self.code(of: container + [UInt8](repeating: 0, count: 600)) == "workbook-is-xls")
        var encrypted = container + [UInt8](repeating: 0, count: 600)
        for byte in "EncryptedPackage".utf8 { encrypted += [byte, 0] }
        #expect(try Self.code(of: encrypted) == "workbook-encrypted")
        #expect(try Self.code(of: Array("<html><table><tr><td>name".utf8)) == "file-is-web-page")
        #expect(try Self.code(of: Array("name,labour\nA,1\n".utf8)) == "text")
        #expect(
            try Self.code(of: [0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18))
                == "workbook-is-not")
    }

    @Test("other documents in a zip container are named with what to do")
    func otherDocuments() throws {
        var ods = MadeWorkbook(rows: "")
        ods.parts = ["mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"]
        #expect(errorCode { _ = try ods.read() } == "workbook-is-ods")
        ods.parts = ["xl/workbook.bin": "x"]
        #expect(errorCode { _ = try ods.read() } == "workbook-is-xlsb")
        ods.parts = ["thư mục/tệp.txt": "x"]
        #expect(errorCode { _ = try ods.read() } == "workbook-is-not")
    }

    @Test(
        "every missing part is told",
        arguments: [
            "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
            "xl/sharedStrings.xml",
            "xl/worksheets/sheet1.xml",
        ])
    func missingParts(_ name: String) throws {
        var made = Self.good
        made.parts[name] = nil
        #expect(errorCode { _ = try made.read() } == "workbook-damaged")
    }

    @Test("document types are refused, and with them entities that grow without end")
    func entities() throws {
        var made = Self.good
        made.parts["xl/worksheets/sheet1.xml"] =
            #"<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>"#
            + MadeWorkbook.sheet(textRow(1, "name") + textRow(2, "&b;&c;")).dropFirst(38)
        #expect(errorCode { _ = try made.read() } == "workbook-damaged")
        made.parts["xl/worksheets/sheet1.xml"] = MadeWorkbook.sheet(
            textRow(1, "name") + textRow(2, "&unknown;"))
        #expect(errorCode { _ = try made.read() } == "workbook-damaged")
    }

    @Test("cells and rows out of order, texts that are not there and cut XML are told")
    func disorder() throws {
        for rows in [
            textRow(3, "name") + textRow(2, "A"), textRow(1, "name") + textRow(1, "A"),
            textRow(1, "name") + #"<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>"#,
            textRow(1, "name") + #"<row r="2"><c r="A3"><v>1</v></c></row>"#,
            textRow(1, "name") + #"<row r="2"><c r="A2" t="s"><v>7</v></c></row>"#,
            textRow(1, "name") + #"<row r="9999999"/>"#,
            textRow(1, "name") + #"<row r="2"><c r="ZZZZ2"/></row>"#,
            textRow(1, "name") + "<row>",
        ] {
            #expect(errorCode { _ = try MadeWorkbook(rows: rows).read() } == "workbook-damaged", "\(rows)")
        }
    }

    @Test("a zip bomb is refused long before it is unpacked, in little memory")
    func bomb() async throws {
        // in a process of its own: of this one's memory the tests beside it have their part
        await #expect(processExitsWith: .success) {
            var made = Self.good
            made.parts["xl/worksheets/sheet1.xml"] = MadeWorkbook.sheet(
                textRow(1, "name") + String(repeating: " ", count: 150 << 20))
            try made.with { path in
                PeakMemory.reset()
                let before = try PeakMemory.kibibytes()
                #expect(errorCode { _ = try readTable(path) } == "workbook-too-large")
                #expect(try PeakMemory.kibibytes() - before < 64 << 10)
            }
        }
        var limits = WorkbookLimits()
        limits.unpacked = 2_000
        #expect(errorCode { _ = try Self.good.read(limits: limits) } == "workbook-too-large")
        limits = WorkbookLimits()
        limits.sharedTexts = 10
        let texts = MadeWorkbook(rows: textRow(1, "name"), texts: ["<t>mười hai chữ cái</t>"])
        #expect(errorCode { _ = try texts.read(limits: limits) } == "workbook-too-large")
        // Many cells that point to one text.
        limits = WorkbookLimits()
        limits.texts = 1_000
        let pointing = MadeWorkbook(
            rows: textRow(1, "name")
                + String(repeating: #"<row><c t="s"><v>0</v></c></row>"#, count: 100),
            texts: ["<t>mười hai chữ cái</t>"])
        #expect(errorCode { _ = try pointing.read(limits: limits) } == "workbook-too-large")
        limits = WorkbookLimits()
        limits.cell = 20
        let long = MadeWorkbook(rows: textRow(1, "name") + textRow(2, String(repeating: "a", count: 21)))
        #expect(try long.read(limits: limits).codes == ["cell-too-long"])
    }

    @Test("a million empty rows cost a moment and no memory")
    func emptyRows() async {
        await #expect(processExitsWith: .success) {
            let empty = (3...1_000_000).map { #"<row r="\#($0)" s="1"/>"# }.joined()
            let made = MadeWorkbook(
                rows: textRow(1, "name") + textRow(2, "A") + empty + textRow(1_000_001, "B"))
            try made.with { path in
                PeakMemory.reset()
                let before = try PeakMemory.kibibytes()
                // the processor's time, not that of a clock: the machine may be busy
                let start = clock()
                let reading = try readTable(path)
                #expect(Double(clock() - start) / 1e6 < 20, "seconds: POSIX counts a million in one")
                #expect(reading.lines == [2, 1_000_001])
                #expect(try PeakMemory.kibibytes() - before < 64 << 10)
            }
        }
    }

    @Test("flipped bytes and cut ends never crash: an error, or rows of a table", arguments: 0..<6)
    func fuzz(_ seed: Int) throws {
        let path = temporaryPath()
        try Self.good.write(to: path)
        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
        let whole = try readTable(path)
        unlink(path)
        #expect(whole.rows.count == 59)
        var random = Seeded(UInt64(seed))
        var refused = 0
        for _ in 0..<60 {
            var damaged = bytes
            if random.int(0...3) == 0 {
                damaged.removeLast(random.int(1...(bytes.count - 1)))
            } else {
                for _ in 0...random.int(0...3) {
                    damaged[random.int(0...(bytes.count - 1))] ^= UInt8(1 << random.int(0...7))
                }
            }
            let path = temporaryPath()
            try Data(damaged).write(to: URL(fileURLWithPath: path))
            defer { unlink(path) }
            do {
                guard try FileKind.detected(path: path) == .zip else { continue }
                let reading = try readTable(path)
                // zip checks what it unpacks: what still reads is what was written.
                #expect(reading == whole)
            } catch is SpreadsheetError {
                refused += 1
            } catch is SpreadsheetErrors {
                refused += 1
            }
        }
        #expect(refused > 20)
    }
}
