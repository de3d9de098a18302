import RuralIndustry
import Testing

/// Made-up values and texts that a seed fixes.
struct Samples {
    private var numbers: SeededNumbers

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed) }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

    mutating func one<Element>(of elements: [Element]) -> Element { elements[int(0...elements.count - 1)] }

    /// Half of the time nothing.
    mutating func maybe<Value>(_ make: (inout Samples) throws -> Value) rethrows -> Value? {
        int(0...1) == 0 ? nil : try make(&self)
    }

    mutating func digits(_ count: Int) -> String { (0..<count).map { _ in String(int(0...9)) }.joined() }

    mutating func day() -> Day { Day(daysSince2000: Int32(int(-20_000...15_000))) }

    /// Tidy NFC text of one line with what needs care in it: separators, quotes, diacritics, other scripts.
    mutating func line(upTo words: Int = 6, without forbidden: String = "") -> String {
        let parts = [
            "Chè", "Tân", "Cương", "gốm", "Đông", "Triều", "“nếp”", "\"cái\"", "a,b", "c;d", "1|2", "Ω", "茶",
            "🍵", "Hoà",
            "Hòa", "O'Neil", "=1+1", "x–y", "e\u{328}\u{304}".composed,
        ].filter { part in !forbidden.contains { part.contains($0) } }
        return (0...int(0...words - 1)).map { _ in one(of: parts) }.joined(separator: " ")
    }

    mutating func list(upTo count: Int) -> [String] {
        var items: [String] = []
        for _ in 0..<int(0...count) {
            let item = line(upTo: 3, without: "|")
            if !items.contains(item) { items.append(item) }
        }
        return items
    }

    /// A tax code whose check digit is right, as its own small reckoning says.
    mutating func taxCode(branch: Bool = false) -> String {
        while true {
            let nine = (0..<9).map { _ in int(0...9) }
            let sum = zip(nine, [31, 29, 23, 19, 17, 13, 7, 5, 3]).map(*).reduce(0, +)
            // A remainder of 0 would need a check digit of ten: such codes are not issued.
            if sum % 11 == 0 { continue }
            let code = nine.map(String.init).joined() + String(10 - sum % 11)
            if !branch { return code }
            let number = String(int(1...999))
            return code + "-" + String(repeating: "0", count: 3 - number.count) + number
        }
    }

    mutating func commune() throws -> UnitCode { try UnitCode(digits(5)) }
}

/// The codes of what is wrong, each with its column: `tax-code-check-digit@tax_code`.
func codes<Value>(_ parse: () throws -> Value) -> [String] {
    do {
        _ = try parse()
        return []
    } catch let refusal as Refusal {
        return refusal.violations.map { violation in
            violation.place.column.map { "\(violation.code)@\($0)" } ?? violation.code
        }
    } catch let violation as Violation {
        return [violation.code]
    } catch {
        return ["\(error)"]
    }
}
