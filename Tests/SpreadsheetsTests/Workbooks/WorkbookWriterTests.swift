import Foundation
import Glibc
import Testing

@testable import Spreadsheets

@Suite("Writing workbooks")
struct WorkbookWriterTests {
    private static let columns = [
        WorkbookWriter.Column("Tên cơ sở"), WorkbookWriter.Column("tax_code"),
        WorkbookWriter.Column("founded_on", .day), WorkbookWriter.Column("labour", .number),
    ]

    private static func written<Value>(_ rows: [[String]], _ body: (String) throws -> Value) throws -> Value {
        let path = temporaryPath()
        defer { unlink(path) }
        let writer = try WorkbookWriter(path: path, sheet: "Danh sách", columns: columns)
        for row in rows { try writer.write(row) }
        try writer.close()
        return try body(path)
    }

    @Test("what is written reads back as it was: quotes, line breaks, zeros, formulas, dates, escapes")
    func roundTrip() throws {
        let rows = [
            ["Cơ sở “Một”; \"hai\", ba", "0101248141", "2009-02-15", "12"],
            ["=1+1", "-5", "1899-12-31", "007"], ["+84", "@cmd", "", "8.25"],
            ["dòng một\ndòng hai", "_x0041_", "2024-02-29", "123456789012345678"],
            [String(repeating: "Ở", count: 300), " ", "9999-12-31", "0"],
            ["<&>'", "đ", "1900-03-01", "-0.5"],
        ]
        try Self.written(rows) { path in
            let reading = try readTable(path)
            #expect(reading.errors.isEmpty && reading.sheet == "Danh sách")
            #expect(reading.rows == rows)
            #expect(reading.numbers == [[3], [], [3], [], [3], [3]])
        }
    }

    @Test("nothing that begins like a formula becomes one")
    func noFormula() throws {
        try Self.written([["=HYPERLINK(\"http://x\")", "=1+1", "=2", "=3"]]) { path in
            let archive = try ZipArchive(path: path, limits: WorkbookLimits())
            let part = try #require(try archive.part("xl/worksheets/sheet1.xml"))
            let xml = String(decoding: try part.readAll(limit: 1 << 20), as: UTF8.self)
            #expect(!xml.contains("<f>") && xml.contains("=HYPERLINK"))
            #expect(xml.contains("state=\"frozen\""))
        }
    }

    @Test("the same rows give the same bytes")
    func deterministic() throws {
        let rows = [["A", "1", "2024-01-02", "3"]]
        let first = try Self.written(rows) { try Data(contentsOf: URL(fileURLWithPath: $0)) }
        sleep(2)
        #expect(try Self.written(rows) { try Data(contentsOf: URL(fileURLWithPath: $0)) } == first)
    }

    @Test(
        "a folder that is not there, or a text longer than Excel holds, is refused and leaves nothing behind")
    func refusals() throws {
        #expect(
            errorCode {
                let writer = try WorkbookWriter(
                    path: "/tmp/không/có/tệp.xlsx", sheet: "x", columns: Self.columns)
                try writer.write(["a"])
                try writer.close()
            } == "file-unwritable")
        let path = temporaryPath()
        #expect(
            errorCode {
                let writer = try WorkbookWriter(path: path, sheet: "x", columns: Self.columns)
                try writer.write([String(repeating: "a", count: 40_000)])
            } == "file-unwritable")
        #expect(access(path, F_OK) != 0)
    }

    @Test("numbers that Excel would round, and days that programs disagree about, stay text")
    func staysText() {
        #expect(SerialDay.serial(iso: "1900-02-28") == nil && SerialDay.serial(iso: "2023-02-30") == nil)
        for day in ["1900-03-01", "1999-12-31", "2000-02-29", "2026-11-20", "2100-03-01"] {
            let serial = SerialDay.serial(iso: day)
            #expect(serial.flatMap { SerialDay.iso(String($0), .from1900) } == day)
        }
    }
}
