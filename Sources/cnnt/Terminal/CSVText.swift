import Spreadsheets

/// A list as one CSV text with a header, for standard output.
enum CSVText {
    static func document(header: [String], rows: [[String]]) -> String {
        var writer = CSVWriter()
        writer.write(header)
        for row in rows { writer.write(row) }
        return String(decoding: writer.take(), as: UTF8.self)
    }
}
