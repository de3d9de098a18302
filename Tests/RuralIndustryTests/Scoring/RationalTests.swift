import RuralIndustry
import Testing

@Suite("Exact fractions")
struct RationalTests {
    @Test(
        "a fraction prints as a decimal if it terminates, else in lowest terms",
        arguments: [
            (530, 7, "530/7"), (1060, 14, "530/7"), (1, 8, "0.125"), (-1, 3, "-1/3"), (-3, 20, "-0.15"),
            (0, 5, "0"),
            (700, 10, "70"), (1, -4, "-0.25"), (1, 1_000_000, "0.000001"), (1, 64, "0.015625"),
        ])
    func prints(numerator: Int, denominator: Int, text: String) throws {
        let fraction = try Rational(Int128(numerator), over: Int128(denominator))
        #expect(fraction.description == text)
        #expect(try Rational(text) == fraction)
    }

    @Test(
        "reading refuses what is no number",
        arguments: ["", "-", "1/0", "1/-2", "1/2/3", "1.", ".5", "a", "1,5", "1.-5"])
    func refuses(text: String) {
        #expect(Judging.codes { _ = try Rational(text) } == ["number-unreadable"])
    }

    @Test("printing and reading back gives the same number, however long", arguments: UInt64(1)...20)
    func roundTrip(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<50 {
            let numerator = Int128.random(in: -(1 << 100)...(1 << 100), using: &numbers)
            let denominators: [Int128] = [
                .random(in: 1...(1 << 60), using: &numbers), 1 << Int128.random(in: 0...100, using: &numbers),
                5, 640, 7,
            ]
            for denominator in denominators {
                let fraction = try Rational(numerator, over: denominator)
                #expect(try Rational(fraction.description) == fraction)
            }
        }
    }

    @Test(
        "rounding is half away from zero",
        arguments: [
            ("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("0.124999", 2, "0.12"), ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("69.995", 2, "70"), ("2/3", 3, "0.667"), ("-1/3", 1, "-0.3"), ("1.005", 2, "1.01"),
            ("0.4", 0, "0"),
        ])
    func rounds(text: String, decimals: Int, rounded: String) throws {
        #expect(try Rational(text).rounded(to: decimals).description == rounded)
    }

    @Test(
        "a shown number has exactly the decimals asked for",
        arguments: [
            ("69.995", 2, "70.00"), ("530/7", 2, "75.71"), ("-1/16", 3, "-0.063"), ("0.001", 2, "0.00"),
            ("7", 0, "7"),
        ])
    func shows(text: String, decimals: Int, shown: String) throws {
        #expect(try Rational(text).text(decimals: decimals) == shown)
    }

    @Test("arithmetic agrees with fractions worked out by hand")
    func arithmetic() throws {
        let third = try Rational("1/3")
        let sixth = try Rational("1/6")
        #expect(try third.adding(sixth) == Rational("0.5"))
        #expect(try third.subtracting(sixth) == sixth)
        #expect(try third.multiplied(by: Rational("0.75")) == Rational("0.25"))
        #expect(try Rational("530").divided(by: 7).description == "530/7")
        #expect(throws: NumberOverflow.self) { try Rational("1").divided(by: 0) }
    }

    @Test("addition and multiplication keep the laws of a field", arguments: UInt64(1)...10)
    func laws(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func any() throws -> Rational {
            try Rational(
                .random(in: -1_000_000...1_000_000, using: &numbers),
                over: .random(in: 1...10_000, using: &numbers))
        }
        for _ in 0..<100 {
            let (a, b, c) = (try any(), try any(), try any())
            #expect(try a.adding(b) == b.adding(a))
            #expect(try a.adding(b).adding(c) == a.adding(b.adding(c)))
            #expect(try a.multiplied(by: b.adding(c)) == a.multiplied(by: b).adding(a.multiplied(by: c)))
            #expect(try a.subtracting(b).adding(b) == a)
            #expect(try (a < b) == (a.subtracting(b) < .zero))
        }
    }

    @Test("a result beyond 128 bits is an error, never a wrap")
    func overflow() throws {
        let huge = try Rational(Int128.max, over: 1)
        #expect(throws: NumberOverflow.self) { try huge.adding(Rational(1)) }
        #expect(throws: NumberOverflow.self) { try huge.multiplied(by: Rational(2)) }
        #expect(throws: NumberOverflow.self) { try huge.rounded(to: 6) }
        #expect(throws: NumberOverflow.self) { try Rational(Int128.min, over: 3) }
        let tiny = try Rational(1, over: Int128.max)
        #expect(throws: NumberOverflow.self) { try tiny.divided(by: 2) }
        #expect(throws: NumberOverflow.self) { try tiny.adding(Rational(1, over: Int128.max - 1)) }
        #expect(try huge.multiplied(by: tiny) == Rational(1))
    }

    @Test("comparison uses the full products, so it holds where they overflow 128 bits")
    func compares() throws {
        let one = try Rational(Int128.max, over: Int128.max - 1)
        let less = try Rational(Int128.max - 1, over: Int128.max - 2)
        #expect(one < less)
        #expect(!(less < one))
        #expect(one.negated > less.negated)
        #expect(try Rational(Int128.max, over: 2) > Rational(Int128.max, over: 3))
    }
}
