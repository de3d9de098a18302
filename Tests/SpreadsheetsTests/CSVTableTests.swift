import Spreadsheets
import Testing

@Suite("Columns by name")
struct CSVTableTests {
    private func table(_ text: String) throws -> CSVTable {
        try CSVTable(
            ByteSource(text), known: ["name", "group", "tax_code", "id", "note"],
            required: ["name", "group"],
            requiredOneOf: [["tax_code", "id"]])
    }

    private func rows(_ text: String) throws -> [[String?]] {
        var table = try table(text)
        var rows: [[String?]] = []
        while let row = try table.next() { rows.append(row.texts) }
        return rows
    }

    @Test("columns come in any order; one that the file lacks is not given, an empty cell is empty")
    func anyOrder() throws {
        #expect(
            try rows("id, group ,name\n7,food,Chè\n,,x\n") == [
                ["Chè", "food", nil, "7", nil], ["x", "", nil, "", nil],
            ])
        #expect(try rows("\n\nname;group;id;;\n1;2;3;;\n") == [["1", "2", nil, "3", nil]])
        let columns = try table("name,group,id\n").columns
        #expect(columns.has("id") && !columns.has("note") && !columns.has("colour"))
    }

    @Test("an unknown column is named, with those there are")
    func unknown() throws {
        do {
            _ = try table("name,group,id,colour,Name\n")
            Issue.record("must be refused")
        } catch let errors as SpreadsheetErrors {
            #expect(errors.errors.map(\.code) == ["column-unknown", "column-unknown"])
            #expect(errors.errors.map(\.column) == ["colour", "Name"] && errors.errors[0].row == 1)
            #expect(errors.errors[0].vietnamese.contains("name, group, tax_code, id, note"))
        }
    }

    @Test("everything that is wrong with a header is said at once")
    func allAtOnce() throws {
        #expect(
            errorCode { _ = try table("note,,x,note\n") }
                == "column-unnamed column-unknown column-twice columns-missing columns-missing-one-of")
        do {
            _ = try table("note\n")
        } catch let errors as SpreadsheetErrors {
            #expect(errors.errors[0].english.contains("name, group"))
            #expect(errors.errors[1].english.contains("tax_code, id"))
        }
        #expect(errorCode { _ = try table("") } == "header-missing")
        #expect(errorCode { _ = try table("\r\n\r\n") } == "header-missing")
    }

    @Test("ragged rows are told with their line, and all others are read")
    func ragged() throws {
        var table = try table("name,group,id\n1,2\n1,2,3\n1,2,3,\n1,2,3,4\n5,6,7\n")
        var good: [Int] = []
        var bad: [String] = []
        try table.forEach(row: { good.append($0.line) }, error: { bad.append("\($0.code)@\($0.row ?? 0)") })
        #expect(good == [3, 4, 6])
        #expect(bad == ["csv-row-ragged@2", "csv-row-ragged@5"])
    }

    @Test("a failing source ends the reading with its own error")
    func failingSource() throws {
        struct Failure: Error {}
        var served = 0
        let source = ByteSource { buffer in
            guard served < 200 else { throw Failure() }
            served += buffer.count
            buffer.copyBytes(
                from: Array("name\n".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: buffer.count - 5))
            return buffer.count
        }
        var table = try CSVTable(source, known: ["name"])
        #expect(throws: Failure.self) { try table.forEach(row: { _ in }, error: { _ in }) }
    }

    @Test("a semicolon file allows Vietnamese notation, a comma file does not")
    func notation() throws {
        #expect(try table("name;group;id\n").dialect.allowsVietnameseNotation)
        #expect(try !table("name,group,id\n").dialect.allowsVietnameseNotation)
    }
}
