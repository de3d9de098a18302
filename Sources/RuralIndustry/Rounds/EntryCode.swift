/// The anonymous code of an entry on its score sheets: five digits that say nothing about the entrant, and a check digit
/// that catches any single wrong digit and any two neighbours swapped.
///
/// The first digit is never 0, so that a spreadsheet does not shorten the code.
public struct EntryCode: Hashable, Sendable {
    public let text: String

    /// The numbers that a code can carry.
    public static let numbers = 10_000..<100_000

    /// Nil if the number is not among `numbers`.
    public init?(number: Int) {
        guard Self.numbers.contains(number) else { return nil }
        let digits = String(number)
        text = digits + String(Self.checkDigit(of: digits.utf8.map { Int($0) - 48 }))
    }

    /// Reads a code as typed from a sheet.
    public init(_ text: String) throws(Violation) {
        guard text.utf8.count == 6, text.utf8.first != 48, text.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            throw Violation(
                "entry-code-malformed", vi: "\(Text.quoted(text)) không phải là mã số bình chọn gồm 6 chữ số",
                en: "\(Text.quoted(text)) is not an entry code of 6 digits")
        }
        guard Self.hasValidCheckDigit(text) else {
            throw Violation(
                "entry-code-check-digit",
                vi: "Mã số bình chọn \(text) sai chữ số kiểm tra; hãy đối chiếu lại với phiếu",
                en: "Entry code \(text) has a wrong check digit; compare it with the sheet")
        }
        self.text = text
    }

    /// Whether the last digit of a text of digits is the check digit of those before it.
    public static func hasValidCheckDigit(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count > 1, bytes.allSatisfy({ (48...57).contains($0) }) else { return false }
        return checkDigit(of: bytes.map { Int($0) - 48 }) == 0
    }

    /// The first codes of the secret order that a seed fixes. A longer draw from the same seed begins with the shorter
    /// one, so an entry filed later gets the next code and nobody's changes.
    ///
    /// - Throws: `entry-codes-exhausted` beyond 90,000 codes.
    public static func draw(
        _ count: Int, seed: [UInt8], sha256: ([UInt8]) -> [UInt8]
    ) throws(Violation) -> [EntryCode] {
        guard count <= numbers.count else {
            throw Violation(
                "entry-codes-exhausted", vi: "Một kỳ bình chọn có tối đa \(numbers.count) mã số",
                en: "A round has at most \(numbers.count) entry codes")
        }
        // Fisher and Yates's shuffle, only as far as needed: `moved` holds the places that are no longer their own.
        var moved: [Int: Int] = [:]
        return (0..<max(count, 0)).compactMap { place in
            let other = place + offset(place, below: numbers.count - place, seed: seed, sha256: sha256)
            let drawn = moved[other] ?? other
            moved[other] = moved[place] ?? place
            return EntryCode(number: numbers.lowerBound + drawn)
        }
    }

    /// SHA-256(seed ‖ place) modulo the bound; with 64 bits against 90,000 the bias is below 10⁻¹⁴.
    private static func offset(
        _ place: Int, below bound: Int, seed: [UInt8], sha256: ([UInt8]) -> [UInt8]
    ) -> Int {
        let placeBytes = withUnsafeBytes(of: UInt64(place).bigEndian, Array.init)
        let number = sha256(seed + placeBytes).prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int(number % UInt64(bound))
    }

    /// H. Michael Damm's totally anti-symmetric quasigroup of order 10 (doctoral thesis, Marburg 2004).
    private static func checkDigit(of digits: [Int]) -> Int {
        digits.reduce(0) { quasigroup[$0][$1] }
    }

    private static let quasigroup = [
        [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
        [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
        [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
        [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
        [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
        [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
        [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
        [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
        [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
        [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
    ]
}

extension EntryCode: CustomStringConvertible {
    public var description: String { text }
}
