import Spreadsheets
import Testing

@Suite("Writing CSV")
struct CSVWriterTests {
    @Test("only what must be quoted is")
    func quoting() {
        var writer = CSVWriter()
        writer.write(["a", "b c", "d,e", "f;g", "say \"so\"", "x\ny", "", "=1+1"])
        #expect(
            String(decoding: writer.take(), as: UTF8.self)
                == "a,b c,\"d,e\",f;g,\"say \"\"so\"\"\",\"x\ny\",,=1+1\n")
        writer.write(["1"])
        #expect(writer.count == 2)
        #expect(writer.take() == Array("1\n".utf8) && writer.take().isEmpty)
    }

    @Test("for Excel: mark, semicolons, CRLF")
    func excel() {
        var writer = CSVWriter(dialect: .semicolon, byteOrderMark: true, lineEnding: .carriageReturnLineFeed)
        writer.write(["a;b", "c,d"])
        #expect(writer.take() == [0xEF, 0xBB, 0xBF] + Array("\"a;b\";c,d\r\n".utf8))
    }

    @Test("what is written is read back, whatever is in it", arguments: 0..<60)
    func roundTrip(seed: UInt64) throws {
        var numbers = Seeded(seed)
        let pieces = ["a", ",", ";", "\"", "\n", "\r", "\r\n", "ệ", "茶", " ", "\u{FEFF}", "|", "'"]
        let dialect: CSVDialect = numbers.int(0...1) == 0 ? .comma : .semicolon
        var writer = CSVWriter(
            dialect: dialect, byteOrderMark: numbers.int(0...1) == 0,
            lineEnding: numbers.int(0...1) == 0 ? .lineFeed : .carriageReturnLineFeed)
        let width = numbers.int(1...5)
        var written: [[String]] = []
        for _ in 0..<numbers.int(0...40) {
            let row = (0..<width).map { _ in
                (0..<numbers.int(0...4)).map { _ in pieces[numbers.int(0...pieces.count - 1)] }.joined()
            }
            writer.write(row)
            // Blank rows are left out when read.
            if row.contains(where: { !$0.isEmpty }) { written.append(row) }
        }
        var reader = try CSVReader(ByteSource(writer.take()), dialect: dialect, chunk: numbers.int(16...200))
        var read: [[String]] = []
        while let row = try reader.next() { read.append(row.texts) }
        #expect(read == written)
    }
}
