import Foundation
import RuralIndustry
import Testing

@testable import Registry

@Suite("Files without a name")
struct NamelessFileTests {
    @Test("what was written is read again, whole and by parts, from a file that nobody finds by a name")
    func story() throws {
        let file = try NamelessFile()
        #expect(try file.size() == 0 && file.read(at: 0).isEmpty)
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for start in stride(from: 0, to: bytes.count, by: 777) {
            try file.append(Array(bytes[start..<min(start + 777, bytes.count)]))
        }
        #expect(try file.size() == bytes.count)
        var read: [UInt8] = []
        while true {
            let part = try file.read(at: read.count)
            #expect(part.count <= NamelessFile.piece)
            if part.isEmpty { break }
            read += part
        }
        #expect(read == bytes)
        try file.withPath { path in
            #expect(FileManager.default.contents(atPath: path).map { [UInt8]($0) } == bytes)
            // its link ends in what the system says of a file that was removed
            let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
            #expect(target.hasSuffix("(deleted)"), "\(target)")
        }
    }

    @Test(
        "a file that came is read as CSV or as a workbook by its bytes, and is called as its sender calls it")
    func received() throws {
        let csv = Array("name,group,establishment_id\nChè,food,1\n".utf8)
        let file = try RecordFile<ProductColumn>.read(received: csv, name: "C:\\thư mục\\sản phẩm.csv")
        #expect(file.rows.count == 1 && file.rows[0].fields[.name] == "Chè")
        #expect(file.place.file == "sản phẩm.csv")
        for (bytes, code) in [
            (Array("PK\u{3}\u{4}xxxx".utf8), "workbook-damaged"),
            (Array("a,b\n1,2\n".utf8), "column-unknown"),
        ] {
            do {
                _ = try RecordFile<ProductColumn>.read(received: bytes, name: "x")
                Issue.record("taken")
            } catch let refusal as Refusal {
                #expect(refusal.violations.contains { $0.code == code }, "\(refusal.violations.map(\.code))")
            }
        }
    }

    @Test(
        "of a file that came over the network fifty thousand rows are taken, and one that has more is refused before it fills the memory"
    )
    func mostRows() throws {
        for (rows, isTaken) in [(50_000, true), (50_001, false)] {
            let file = try NamelessFile(
                holding: Array(
                    ("name,legal_form,commune_code\n" + String(repeating: "x,,\n", count: rows)).utf8))
            do {
                let read = try RecordFile<EstablishmentColumn>.read(received: file, name: "a.csv")
                #expect(isTaken && read.rows.count == rows)
            } catch let refusal as Refusal {
                #expect(!isTaken && refusal.violations.map(\.code) == ["file-too-many-rows"])
                #expect(refusal.violations[0].place.file == "a.csv")
            }
        }
    }
}
