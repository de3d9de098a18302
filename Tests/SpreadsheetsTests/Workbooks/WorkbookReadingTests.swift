import Testing

@testable import Spreadsheets

@Suite("Reading workbooks as offices keep them")
struct WorkbookReadingTests {
    private static let header = textRow(1, "name", "tax_code", "founded_on", "labour")

    @Test(
        "the header is found below merged titles, after a column of running numbers, with gaps and blanks around it"
    )
    func officeSheet() throws {
        let made = MadeWorkbook(
            rows: #"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"/></row><row r="2" spans="1:9"/>"#
                + #"<row r="4"><c r="B4" t="inlineStr"><is><t>STT</t></is></c><c r="C4" t="s"><v>1</v></c><c r="E4" t="inlineStr"><is><t>labour </t></is></c><c r="F4" t="inlineStr"><is><t> </t></is></c></row>"#
                + #"<row r="5"><c r="B5"><f>ROW()-4</f><v>1</v></c><c r="C5" t="s"><v>2</v></c><c r="E5"><v>12</v></c></row>"#
                + #"<row r="6"><c r="B6" s="1"/><c r="C6" t="inlineStr"><is><t>  </t></is></c></row>"#
                + #"<row r="9"><c r="C9" t="s"><v>3</v></c></row>"#,
            after: #"<mergeCells count="2"><mergeCell ref="A1:H1"/><mergeCell ref="A20:H21"/></mergeCells>"#,
            texts: [
                "<t>DANH SÁCH CƠ SỞ</t>", "<t>Tên cơ sở</t>",
                #"<r><t xml:space="preserve">Gốm </t></r><r><rPr><b/></rPr><t>Bát Tràng</t></r><rPh sb="0" eb="1"><t>doc</t></rPh>"#,
                "<t>Lụa_x000A_Vạn_x005F_x0041_Phúc</t>",
            ])
        let reading = try made.read()
        #expect(reading.errors.isEmpty)
        #expect(reading.lines == [5, 9])
        #expect(reading.rows == [["Gốm Bát Tràng", nil, nil, "12"], ["Lụa\nVạn_x0041_Phúc", nil, nil, ""]])
    }

    @Test(
        "numbers are the decimals that people saw, without .0, exponent or binary noise",
        arguments: [
            ("12", "12"), ("12.0", "12"), ("8.1999999999999993", "8.2"), ("0.30000000000000004", "0.3"),
            ("1.5E3", "1500"), ("1E-3", "0.001"), ("-0", "0"), ("123456789012345", "123456789012345"),
            ("1.23456789012345E14", "123456789012345"), ("-7.25", "-7.25"), ("9.9999999999999996", "10"),
            ("0.1E1", "1"), ("100", "100"),
        ])
    func numbers(_ raw: String, _ plain: String) throws {
        let made = MadeWorkbook(
            rows: Self.header
                + #"<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="D2" s="4"><v>\#(raw)</v></c></row>"#
        )
        let reading = try made.read()
        #expect(reading.rows == [["A", "", "", plain]])
        #expect(reading.numbers == [[3]])
    }

    @Test("a number of more than fifteen digits, and what is none, are refused with the cell")
    func impreciseNumbers() throws {
        let made = MadeWorkbook(
            rows: Self.header
                + #"<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="B2"><v>1234567890123456</v></c><c r="D2"><v>1E400</v></c></row>"#
        )
        let reading = try made.read()
        #expect(reading.codes == ["cell-number-imprecise", "cell-number-unreadable"])
        #expect(reading.errors.map(\.column) == ["tax_code", "labour"])
        #expect(reading.errors.allSatisfy { $0.row == 2 && $0.sheet == "Trang 1" })
        #expect(reading.rows.isEmpty)
    }

    @Test(
        "serials become days where the style is a date, in both systems",
        arguments: [
            ("45231", false, "2023-11-01"), ("1", false, "1900-01-01"), ("59", false, "1900-02-28"),
            ("61", false, "1900-03-01"), ("45231.75", false, "2023-11-01"),
            ("45231.99999999999", false, "2023-11-02"), ("0", true, "1904-01-01"),
            ("43769", true, "2023-11-01"), ("36585", false, "2000-02-29"),
        ])
    func serials(_ serial: String, _ is1904: Bool, _ day: String) throws {
        for style in [1, 2] {
            let made = MadeWorkbook(
                rows: Self.header
                    + #"<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="C2" s="\#(style)"><v>\#(serial)</v></c></row>"#,
                date1904: is1904)
            #expect(try made.read().rows == [["A", "", day, ""]])
        }
    }

    @Test(
        "what is no day is refused: the 29th of February 1900, a time, a bare number, a date where none belongs"
    )
    func noDays() throws {
        func codes(_ column: String, style: Int, _ number: String) throws -> [String] {
            try MadeWorkbook(
                rows: Self.header
                    + #"<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="\#(column)2" s="\#(style)"><v>\#(number)</v></c></row>"#
            ).read().codes
        }
        #expect(try codes("C", style: 1, "60") == ["cell-no-day"])
        #expect(try codes("C", style: 1, "-3") == ["cell-no-day"])
        #expect(try codes("C", style: 1, "0.5") == ["cell-no-day"])
        #expect(try codes("C", style: 3, "0.5") == ["cell-time"])
        #expect(try codes("C", style: 0, "45231") == ["cell-number-for-day"])
        #expect(try codes("B", style: 1, "45231") == ["cell-unexpected-day"])
    }

    @Test(
        "date formats are told from number formats",
        arguments: [
            ("dd/mm/yyyy", NumberMeaning.day), ("[$-42A]d mmmm yyyy", .day), ("\"ngày\" dd", .day),
            ("mmm", .day),
            ("h:mm AM/PM", .time), ("[h]:mm", .time), ("#,##0\\ \"đồng\"", .number),
            ("#,##0 [$đ-42A]", .number),
            ("_-* #,##0.00\\ _d_-", .number), ("General", .number), ("0.00;[Red]-0.00", .number),
            ("[Red]0", .number),
        ])
    func formats(_ code: String, _ meaning: NumberMeaning) { #expect(NumberMeaning(code: code) == meaning) }

    @Test("formulas, error values and merged data are refused, each with its cell and all at once")
    func refusedCells() throws {
        let made = MadeWorkbook(
            rows: Self.header
                + #"<row r="2"><c r="A2" t="inlineStr"><is><t>A</t></is></c><c r="D2"><f>1+1</f><v>2</v></c></row>"#
                + #"<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3" t="str"><f t="shared" si="0"/><v>x</v></c></row>"#
                + #"<row r="4"><c r="A4" t="inlineStr"><is><t>B</t></is></c><c r="H4"><v>1</v></c></row>"#
                + textRow(5, "C"),
            after: #"<mergeCells><mergeCell ref="B4:B5"/></mergeCells>"#)
        let reading = try made.read()
        #expect(
            reading.codes == ["cell-formula", "cell-error", "cell-formula", "column-unnamed", "cells-merged"])
        #expect(reading.errors.map(\.row) == [2, 3, 3, 4, 4])
        #expect(reading.errors.map(\.column) == ["labour", "name", "tax_code", "H", nil])
        #expect(reading.errors.allSatisfy { $0.sheet == "Trang 1" })
        #expect(reading.rows == [["C", "", "", ""]])
    }

    @Test("of several sheets the first visible one with a header is read, or the one named; errors list them")
    func sheets() throws {
        var made = MadeWorkbook(
            rows: textRow(1, "name") + textRow(2, "ẩn"),
            sheets: [("Ẩn", "hidden"), ("Bìa", "visible"), ("Số liệu", "visible"), ("Thêm", "visible")])
        made.parts["xl/worksheets/sheet2.xml"] = MadeWorkbook.sheet(textRow(1, "Báo cáo năm 2025"))
        made.parts["xl/worksheets/sheet3.xml"] = MadeWorkbook.sheet(textRow(3, "name") + textRow(4, "một"))
        made.parts["xl/worksheets/sheet4.xml"] = MadeWorkbook.sheet(textRow(1, "name") + textRow(2, "hai"))
        #expect(try made.read().rows.first?.first == "một")
        #expect(try made.read().sheet == "Số liệu")
        #expect(try made.read(sheet: "Ẩn").rows.first?.first == "ẩn")
        #expect(try made.read(sheet: "Thêm").rows.first?.first == "hai")
        #expect(errorCode { _ = try made.read(sheet: "Không có") } == "sheet-unknown")
        #expect(errorCode { _ = try made.read(sheet: "Bìa") } == "header-missing")
        do {
            _ = try made.read(sheet: "Không có")
        } catch let error as SpreadsheetError {
            #expect(error.english.contains("“Bìa”, “Số liệu”, “Thêm”") && !error.english.contains("Ẩn"))
        }
    }

    @Test("a header that lacks columns, or has strange or double ones, is told with sheet and row")
    func header() throws {
        let made = MadeWorkbook(rows: textRow(3, "Tên cơ sở", "name", "màu"))
        do {
            _ = try made.read()
            Issue.record("was not refused")
        } catch let errors as SpreadsheetErrors {
            #expect(errors.errors.map(\.code) == ["column-twice", "column-unknown"])
            #expect(errors.errors.allSatisfy { $0.sheet == "Trang 1" && $0.row == 3 })
        }
        let incomplete = MadeWorkbook(rows: textRow(1, "tax_code", "labour") + textRow(2, "1", "2"))
        #expect(errorCode { _ = try incomplete.read() } == "columns-missing")
    }

    @Test(
        "cells and rows without references, prefixed names and booleans are read as other programs write them"
    )
    func otherPrograms() throws {
        var made = MadeWorkbook(rows: "")
        made.parts["xl/worksheets/sheet1.xml"] =
            #"<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row><x:c t="str"><x:v>name</x:v></x:c><x:c t="str"><x:v>labour</x:v></x:c></x:row><x:row><x:c t="str"><x:v>A</x:v></x:c><x:c t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>"#
        let reading = try made.read()
        #expect(reading.lines == [2] && reading.rows == [["A", nil, nil, "true"]])
    }
}
