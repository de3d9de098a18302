import Postgres
import Testing

@Suite("exact numbers")
struct NumericTests {
    @Test(
        "plain decimals are read, printed with their scale, and in one canonical form",
        arguments: [
            ("0", "0", "0"), ("-0", "0", "0"), ("-0.00", "0.00", "0"), ("007", "7", "7"),
            ("+1.50", "1.50", "1.5"),
            ("10000", "10000", "10000"), ("100000000", "100000000", "100000000"),
            ("0.00010", "0.00010", "0.0001"),
            ("-12345.678900", "-12345.678900", "-12345.6789"), ("0.000000001", "0.000000001", "0.000000001"),
            ("10000.0001", "10000.0001", "10000.0001"), ("99999999.9999", "99999999.9999", "99999999.9999"),
        ])
    func reads(text: String, printed: String, canonical: String) throws {
        let number = try #require(Numeric(text))
        #expect(number.description == printed)
        #expect(number.canonical == canonical)
        #expect(Numeric(number.canonical) == number)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "-", "+", ".", "1.", ".5", "1e3", "1,5", " 1", "1 ", "--1", "1.2.3", "NaN", "Infinity", "0x1",
            "١", "1_000",
        ])
    func refuses(text: String) { #expect(Numeric(text) == nil) }

    @Test("equal values are equal whatever their scale")
    func equality() {
        #expect(Numeric("1.5") == Numeric("1.500"))
        #expect(Numeric("1.5")?.hashValue == Numeric("1.500")?.hashValue)
        #expect(Numeric("1.5") != Numeric("-1.5"))
        #expect(Numeric("1") != Numeric("10000"))
        #expect(Numeric("0.0001") != Numeric("1"))
    }
}
