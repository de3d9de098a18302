import RuralIndustry
import Testing

/// Near the limits of 64 and 128 bits arithmetic is exact or says that it cannot be; it never wraps and never stops the program.
@Suite("Arithmetic near its limits")
struct OverflowPropertyTests {
    /// A number near a limit or anywhere, with all sizes alike.
    private static func number(_ numbers: inout SeededNumbers, positive: Bool = false) -> Int128 {
        let limits: [Int128] = [
            .max, Int128(Int64.max), Int128(UInt64.max), Int128(Int64.max) * 1_000_000, 1 << 100, 1 << 63, 1,
            1_000_000,
        ]
        let limit = limits[Int.random(in: limits.indices, using: &numbers)]
        let near = Int128.random(in: 0...3, using: &numbers)
        let size =
            switch Int.random(in: 0...2, using: &numbers) {
            case 0: limit - min(near, limit - 1)
            case 1: limit < .max - 3 ? limit + near : limit
            default: Int128.random(in: 1...limit, using: &numbers)
            }
        return positive || Bool.random(using: &numbers) ? size : -size
    }

    private static func fraction(_ numbers: inout SeededNumbers) throws -> Rational {
        try Rational(number(&numbers), over: number(&numbers, positive: true))
    }

    /// Modulo some primes, by which a result that wrapped would be told from the right one.
    private struct Residue: Equatable {
        static let primes: [Int128] = [2_147_483_647, 4_294_967_291, 1_000_000_007]
        var values: [Int128]

        init(_ number: Int128) { values = Self.primes.map { (number % $0 + $0) % $0 } }

        static func * (left: Residue, right: Residue) -> Residue { left.with(right) { $0 * $1 } }
        static func + (left: Residue, right: Residue) -> Residue { left.with(right) { $0 + $1 } }

        private func with(_ other: Residue, _ work: (Int128, Int128) -> Int128) -> Residue {
            var result = self
            for (place, prime) in Self.primes.enumerated() {
                result.values[place] = work(values[place], other.values[place]) % prime
            }
            return result
        }
    }

    private func isSmall(_ fractions: Rational...) -> Bool {
        fractions.allSatisfy { $0.numerator.magnitude < 1 << 30 && $0.denominator < 1 << 30 }
    }

    /// The result, or nil for an overflow, which small numbers never have.
    private func result(
        _ left: Rational, _ right: Rational, _ work: (Rational, Rational) throws -> Rational
    ) throws -> Rational? {
        do {
            return try work(left, right)
        } catch is NumberOverflow {
            #expect(!isSmall(left, right), "\(left) and \(right)")
            return nil
        }
    }

    @Test("sums, products and quotients of fractions", arguments: UInt64(1)...20)
    func fractions(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var exact = 0
        for _ in 0..<500 {
            let (a, b) = (try Self.fraction(&numbers), try Self.fraction(&numbers))
            let (an, ad) = (Residue(a.numerator), Residue(a.denominator))
            let (bn, bd) = (Residue(b.numerator), Residue(b.denominator))
            if let sum = try result(a, b, { try $0.adding($1) }) {
                exact += 1
                let (n, d) = (Residue(sum.numerator), Residue(sum.denominator))
                #expect((an * bd + bn * ad) * d == n * (ad * bd), "\(a) + \(b)")
            }
            if let difference = try result(a, b, { try $0.subtracting($1) }) {
                exact += 1
                // what was taken away makes it whole again
                let (n, d) = (Residue(difference.numerator), Residue(difference.denominator))
                #expect((n * bd + bn * d) * ad == an * (d * bd), "\(a) - \(b)")
                #expect((difference < .zero) == (a < b))
            }
            if let product = try result(a, b, { try $0.multiplied(by: $1) }) {
                exact += 1
                #expect(
                    an * bn * Residue(product.denominator) == Residue(product.numerator) * (ad * bd),
                    "\(a) × \(b)")
            }
            #expect((a < b) != (b < a) || a == b)
            let count = Int(truncatingIfNeeded: Self.number(&numbers))
            if let share = try? a.divided(by: count) {
                exact += 1
                #expect(
                    an * Residue(share.denominator) == Residue(share.numerator) * ad * Residue(Int128(count)))
            }
        }
        #expect(exact > 200, "most are not beyond the range")
    }

    @Test("rounding and writing", arguments: UInt64(1)...20)
    func rounding(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<200 {
            let number = try Self.fraction(&numbers)
            let decimals = Int.random(in: 0...40, using: &numbers)
            do {
                let rounded = try number.rounded(to: decimals)
                let text = try number.text(decimals: decimals)
                #expect(try Rational(text) == rounded, "\(number) to \(decimals)")
                // no farther than a half
                if decimals == 0, let distance = try? number.subtracting(rounded) {
                    let half = try Rational(1, over: 2)
                    #expect(distance <= half && distance >= half.negated)
                }
            } catch is NumberOverflow {
                #expect(decimals > 6 || !isSmall(number))
            }
            // always has a text, which reads back
            #expect(!number.description.isEmpty)
        }
    }

    @Test("decimals to the last of 64 bits read back as they are written", arguments: UInt64(1)...10)
    func decimals(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<300 {
            let near = Int64.random(in: 0...9, using: &numbers)
            for millionths in [
                Int64.max - near, .min + 1 + near, .random(in: .min + 1 ... .max, using: &numbers),
            ] {
                let decimal = ExactDecimal(millionths: millionths)
                #expect(try ExactDecimal(decimal.description) == decimal)
                #expect(
                    try Rational(decimal).multiplied(by: Rational(1_000_000))
                        == Rational(Int128(millionths), over: 1))
            }
        }
        for text in [
            "9223372036854.775808", "-9223372036854.775809", "99999999999999999999", "-10000000000000.1",
        ] {
            #expect(Judging.codes { _ = try ExactDecimal(text) } == ["number-too-large"])
        }
    }

    private static let pipelines = [
        #"[{"sum":"criteria"},{"mean":"judges"}]"#,
        #"[{"weight":"criteria"},{"sum":"criteria"},{"mean":"judges"}]"#,
        #"[{"mean":"judges"},{"weight":"criteria","round":6},{"sum":"criteria"}]"#,
        #"[{"median":"judges"},{"weight":"criteria"},{"sum":"criteria","round":2}]"#,
    ]

    @Test("tallies of marks and weights up to the largest decimals", arguments: pipelines, UInt64(1)...6)
    func tallies(pipeline: String, seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        func huge() -> ExactDecimal {
            let shift = Int.random(in: 1...40, using: &numbers)
            return ExactDecimal(
                millionths: Int64.max - Int64.random(in: 0...(Int64.max >> shift), using: &numbers))
        }
        for _ in 0..<10 {
            let criteria = ["a", "b", "c"].map {
                #"{"id":"\#($0)","max":"9223372036854.775807","weight":"\#(huge())"}"#
            }
            let rules = try Judging.rules(
                pipeline: pipeline, criteria: "[\(criteria.joined(separator: ","))]",
                scoring: #""step": "0.000001", "eligible_at_least": "9223372036854.775807""#)
            let marks = ["X", "Y"].flatMap { entry in
                ["J1", "J2", "J3"].flatMap { judge in
                    ["a", "b", "c"].map {
                        Mark(entry: entry, judge: judge, criterion: $0, content: .value(huge()))
                    }
                }
            }
            do throws(Refusal) {
                let tally = try Judging.tally(marks, rules)
                #expect(tally.lines.count == 2)
                #expect(tally.lines.allSatisfy { ($0.total ?? .zero) > .zero })
                _ = try RobustnessReport(of: marks, rules: rules, cut: 1)
            } catch {
                #expect(Set(error.violations.map(\.code)) == ["number-overflow"])
            }
        }
    }
}
