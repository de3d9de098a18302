import RuralIndustry
import Testing

@Suite("Booths")
struct BoothTests {
    private func fields(_ texts: String?...) -> Fields<BoothColumn> { Fields(texts: texts) }

    @Test("metres are kept to the millimetre and written without needless zeros")
    func lengths() throws {
        for (text, millimetres, written) in [
            ("3", 3000, "3"), ("0", 0, "0"), ("2.5", 2500, "2.5"), ("2.625", 2625, "2.625"),
            ("0.001", 1, "0.001"), ("12.050", 12050, "12.05"), ("10000", 10_000_000, "10000"),
        ] {
            let length = try Length(text)
            #expect(length.millimetres == millimetres)
            #expect(length.text == written)
        }
        #expect(try Length("2,625", .vietnamese).millimetres == 2625)
    }

    @Test(
        "what is no length is refused",
        arguments: [
            ("", "length-unreadable"), ("-3", "length-unreadable"), ("3m", "length-unreadable"),
            ("3.", "length-unreadable"), (".5", "length-unreadable"), ("1.2345", "length-unreadable"),
            ("1.2.3", "length-unreadable"), ("2,5", "length-unreadable"), ("٣", "length-unreadable"),
            ("10000.001", "length-too-large"), ("99999999999999999999", "length-too-large"),
        ])
    func badLengths(text: String, code: String) {
        #expect(codes { try Length(text) } == [code])
    }

    @Test("every length is read back as it was written", arguments: 1...20)
    func lengthsInverse(seed: UInt64) throws {
        var samples = Samples(seed: seed)
        let length = try #require(Length(millimetres: samples.int(0...Length.largest)))
        #expect(try Length(length.text) == length)
    }

    @Test("a code is the same in small letters and with another separator, but D is not Đ")
    func boothCodes() throws {
        #expect(try BoothCode("a-01") == BoothCode("A 01"))
        #expect(try BoothCode("Đ.1") == BoothCode("đ/1"))
        #expect(try BoothCode("Đ1") != BoothCode("D1"))
        #expect(try BoothCode("1.11") != BoothCode("11.1"))
        #expect(try BoothCode(" A01 ").text == "A01")
        for text in ["", "-", "A--1", "A1-", "A*1", "A|1", "<b>"] {
            #expect(codes { try BoothCode(text) } == ["booth-code-unreadable"], "\(text)")
        }
        #expect(codes { try BoothCode(String(repeating: "A", count: 21)) } == ["text-too-long"])
    }

    @Test("a row is read, in a semicolon file with a decimal comma, and written back")
    func row() throws {
        let booth = try Booth.parse(
            fields("A01", "0", "2,5", "3", "3", "Khu A", "yes", "9600000"), .vietnamese)
        #expect(booth.rectangle.vertical == 2500..<5500)
        #expect(booth.rectangle.area == 9_000_000)
        #expect(booth.isCorner)
        #expect(booth.price?.amount == 9_600_000)
        #expect(try Booth.parse(booth.fields) == booth)
        let bare = try Booth.parse(fields("A02", "3", "2.5", "3", "3"))
        #expect(!bare.isCorner)
        #expect(bare.price == nil)
        #expect(bare.zone == nil)
    }

    @Test("everything that is wrong with a row is told at once, each with its column")
    func badRow() {
        #expect(
            codes { try Booth.parse(fields("?", nil, "-1", "0", "3 m", nil, "maybe", "1.000")) } == [
                "booth-code-unreadable@code", "value-missing@x_m", "length-unreadable@y_m",
                "booth-size@width_m", "length-unreadable@depth_m", "booth-corner-unknown@corner",
                "number-unreadable@price_vnd",
            ])
    }

    @Test("neighbours share at least half of the shorter wall")
    func neighbours() throws {
        func at(_ x: Int, _ y: Int, _ width: Int = 3000, _ depth: Int = 3000) throws -> BoothRectangle {
            let sides = try [x, y, width, depth].map { try #require(Length(millimetres: $0)) }
            return try #require(
                BoothRectangle(x: sides[0], y: sides[1], width: sides[2], depth: sides[3]))
        }
        let booth = try at(3000, 3000)
        for (other, isNeighbour) in [
            (try at(6000, 3000), true),  // beside it
            (try at(3000, 0), true),  // back to back
            (try at(6000, 6000), false),  // corner to corner
            (try at(6000, 4500), true),  // shifted by half
            (try at(6000, 4501), false),  // by a millimetre more
            (try at(6001, 3000), false),  // a gap of a millimetre
            (try at(6000, 5000, 3000, 1000), true),  // a small one, all along its own side
            (try at(0, 0, 3000, 9000), true),  // a long one
            (try at(5999, 3000), false),  // overlapping
        ] {
            #expect(booth.isNeighbour(of: other) == isNeighbour, "\(other)")
            #expect(other.isNeighbour(of: booth) == isNeighbour, "\(other)")
        }
    }
}
