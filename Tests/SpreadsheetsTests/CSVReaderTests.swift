import Spreadsheets
import Testing

@Suite("Reading CSV")
struct CSVReaderTests {
    @Test("fields with separators, quotes and line breaks inside quotes")
    func quoted() throws {
        let rows = try read("a,b\n\"1,2\",\"say \"\"so\"\"\"\n\"two\nlines\",\"\"\n")
        #expect(rows.map(\.texts) == [["a", "b"], ["1,2", "say \"so\""], ["two\nlines", ""]])
        #expect(rows.map(\.line) == [1, 2, 3])
    }

    @Test("rows are numbered as an editor counts lines, whatever ends them", arguments: ["\n", "\r\n", "\r"])
    func lines(end: String) throws {
        let text = ["a,b", "1,\"x\(end)y\(end)z\"", "", "2,3", ",", "4,5"].joined(separator: end)
        for chunk in [16, 17, 1 << 18] {
            let rows = try read(text, chunk: chunk)
            #expect(rows.map(\.line) == [1, 2, 6, 8])
            #expect(rows[1].texts == ["1", "x\(end)y\(end)z"])
        }
    }

    @Test("a byte-order mark is not part of the first name; the last line need not be ended")
    func byteOrderMark() throws {
        #expect(try read("\u{FEFF}a;b\n1;2").map(\.texts) == [["a", "b"], ["1", "2"]])
        #expect(try read("\u{FEFF}\"a\",b").map(\.texts) == [["a", "b"]])
        #expect(try read("").isEmpty)
        #expect(try read("\u{FEFF}").isEmpty)
        #expect(try read("\n\r\n ,\n").map(\.texts) == [[" ", ""]])
    }

    @Test(
        "the separator is told by the header",
        arguments: [
            ("a,b;c,d\n", CSVDialect.comma), ("a;b;c,d\n", .semicolon), ("\"x,y,z\";b\n", .semicolon),
            ("a\n1;2\n", .comma),
            ("a", .comma), ("a;b\r1,2,3,4", .semicolon),
        ])
    func dialects(text: String, dialect: CSVDialect) throws {
        #expect(try CSVReader(ByteSource(text)).dialect == dialect)
    }

    @Test("a wrong row is told with its line, and the next one is read")
    func goesOn() throws {
        var bytes = Array("a,b\n1,2\n\"x\"y,3\n4,5\n".utf8)
        bytes += [0x6E, 0xE1, 0x75, 0x2C, 0x37, 0x0A]
        bytes += Array("6,\0\n7,\"8\n9\"\n\"open,1\n2,3\n".utf8)
        var found: [String] = []
        var rows: [[String]] = []
        var reader = try CSVReader(ByteSource(bytes), chunk: 16)
        while true {
            do {
                guard let row = try reader.next() else { break }
                rows.append(row.texts)
            } catch let error as SpreadsheetError {
                found.append("\(error.code)@\(error.row ?? 0)")
            }
        }
        #expect(rows == [["a", "b"], ["1", "2"], ["4", "5"], ["7", "8\n9"]])
        #expect(found == ["csv-quote@3", "csv-encoding@5", "csv-nul@6", "csv-quote-open@9"])
    }

    @Test(
        "what is not CSV in UTF-8 is told what it is",
        arguments: [
            ([0xFF, 0xFE, 0x61, 0, 0x2C, 0], "csv-encoding"), ([0xFE, 0xFF, 0, 0x61], "csv-encoding"),
            ([0x61, 0, 0x2C, 0, 0x62, 0, 0x0A, 0], "csv-encoding"),
            ([0x50, 0x4B, 3, 4, 20, 0], "csv-is-workbook"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "csv-is-workbook"),
        ] as [([UInt8], String)])
    func encodings(bytes: [UInt8], code: String) {
        #expect(errorCode { _ = try CSVReader(ByteSource(bytes)) } == code)
    }

    @Test("Windows-1258 is named in the message, with the line inside a field of several lines")
    func legacy() throws {
        var reader = try CSVReader(ByteSource(Array("a\n\"x\ny".utf8) + [0xF5, 0x22, 0x0A]))
        _ = try reader.next()
        do {
            _ = try reader.next()
            Issue.record("must be refused")
        } catch let error as SpreadsheetError {
            #expect(
                error.row == 3 && error.vietnamese.contains("Windows-1258") && error.english.contains("UTF-8")
            )
        }
    }

    @Test("fields and rows have a limit; an endless quote stops there and not at the end of memory")
    func limits() throws {
        let field = String(repeating: "x", count: CSVReader.largestField + 1)
        #expect(errorCode { _ = try read("a\n\(field)\n") } == "csv-field-too-long")
        let fits = String(repeating: "x", count: CSVReader.largestField)
        #expect(try read("a\n\(fits)\n")[1][0] == fits)
        let row = Array(repeating: String(repeating: "x", count: 1_000), count: 1_100).joined(separator: ",")
        #expect(errorCode { _ = try read("a\n\(row)\nb\n") } == "csv-row-too-long")
        var served = 0
        let endless = ByteSource { buffer in
            if served == 0 { buffer[0] = UInt8(ascii: "\"") }
            for index in (served == 0 ? 1 : 0)..<buffer.count { buffer[index] = UInt8(ascii: "x") }
            served += buffer.count
            return buffer.count
        }
        #expect(
            errorCode {
                var reader = try CSVReader(endless)
                _ = try reader.next()
            } == "csv-row-too-long")
        #expect(served < 8 << 20)
    }

    @Test("random bytes never do worse than be refused", arguments: 0..<40)
    func fuzz(seed: UInt64) throws {
        var numbers = Seeded(seed)
        let likely = Array("ab,;\"\n\r\"\",,\u{E1}\0".utf8) + [0xFF, 0xC3, 0xE1, 0xBB]
        for _ in 0..<100 {
            let bytes = (0..<numbers.int(0...80)).map { _ in
                numbers.int(0...9) == 0
                    ? UInt8(numbers.int(0...255)) : likely[numbers.int(0...likely.count - 1)]
            }
            let chunks = [16, 19, 128].map { outcome(of: bytes, chunk: $0) }
            #expect(chunks[0] == chunks[2] && chunks[1] == chunks[2], "\(bytes)")
        }
    }

    @Test("a file that cannot be read is told so", arguments: ["/no/such/file.csv", "/"])
    func files(path: String) {
        #expect(
            errorCode {
                var reader = try CSVReader(ByteSource(path: path))
                _ = try reader.next()
            } == "file-unreadable")
    }

    /// Rows and errors as text, in order; at most as many as there are bytes.
    private func outcome(of bytes: [UInt8], chunk: Int) -> [String] {
        var found: [String] = []
        do {
            var reader = try CSVReader(ByteSource(bytes), chunk: chunk)
            while found.count <= bytes.count {
                do {
                    guard let row = try reader.next() else { return found }
                    found.append("\(row.line): \(row.texts)")
                } catch let error as SpreadsheetError {
                    found.append("\(error.row ?? 0): \(error.code)")
                }
            }
        } catch {
            found.append("\(error)")
        }
        return found
    }
}
