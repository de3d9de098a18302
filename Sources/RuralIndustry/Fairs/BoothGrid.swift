/// A plan in rows and aisles, for a fairground that nobody has drawn: rows lettered A, B, … from the origin down, the booths of a
/// row numbered from its left end, `A01`, `A02`, ….
public struct BoothGrid: Hashable, Sendable {
    public let rows: Int
    public let boothsPerRow: Int
    public let boothWidth: Length
    public let boothDepth: Length
    /// Between rows; between double rows where they stand back to back.
    public let aisle: Length
    /// Two and two rows share their rear wall.
    public let isBackToBack: Bool
    /// After so many booths an aisle crosses the row; nil: nowhere.
    public let boothsPerBlock: Int?
    /// The width of an aisle that crosses the rows.
    public let crossAisle: Length
    public let zone: String?
    public let price: VND?
    /// Nil: a corner costs what the others cost.
    public let cornerPrice: VND?

    /// Throws all of `booth-grid-count`, `booth-size` and `booth-plan-too-large` that apply, and `length-too-large` where the
    /// ground would be longer than a length can be.
    public init(
        rows: Int, boothsPerRow: Int, boothWidth: Length, boothDepth: Length, aisle: Length,
        isBackToBack: Bool = false, boothsPerBlock: Int? = nil, crossAisle: Length? = nil,
        zone: String? = nil, price: VND? = nil, cornerPrice: VND? = nil
    ) throws(Refusal) {
        self.rows = rows
        self.boothsPerRow = boothsPerRow
        self.boothWidth = boothWidth
        self.boothDepth = boothDepth
        self.aisle = aisle
        self.isBackToBack = isBackToBack
        self.boothsPerBlock = boothsPerBlock
        self.crossAisle = crossAisle ?? aisle
        self.zone = zone
        self.price = price
        self.cornerPrice = cornerPrice
        try Refusal.throwIfAny(wrong)
    }

    /// The booths, row by row. A corner is at the end of a row, or of a block of it.
    public func plan() throws(Refusal) -> BoothPlan {
        var booths: [Booth] = []
        for row in 0..<rows {
            for number in 0..<boothsPerRow {
                booths.append(try booth(row: row, number: number))
            }
        }
        return try BoothPlan(booths)
    }

    private func booth(row: Int, number: Int) throws(Refusal) -> Booth {
        let isCorner = isAtEnd(number)
        guard let x = Length(millimetres: left(of: number)), let y = Length(millimetres: top(of: row)),
            let rectangle = BoothRectangle(x: x, y: y, width: boothWidth, depth: boothDepth)
        else { throw Refusal(Self.tooLong) }
        let digits = String(number + 1)
        let width = max(2, String(boothsPerRow).utf8.count)
        let padded = String(repeating: "0", count: width - digits.utf8.count) + digits
        let code: BoothCode
        do throws(Violation) { code = try BoothCode(Self.letters(row) + padded) } catch {
            throw Refusal(error)
        }
        return Booth(
            code: code, rectangle: rectangle, zone: zone, isCorner: isCorner,
            price: isCorner ? cornerPrice ?? price : price)
    }

    private func isAtEnd(_ number: Int) -> Bool {
        if number == 0 || number == boothsPerRow - 1 { return true }
        guard let boothsPerBlock else { return false }
        return number % boothsPerBlock == 0 || (number + 1) % boothsPerBlock == 0
    }

    private func left(of number: Int) -> Int {
        number * boothWidth.millimetres + (boothsPerBlock.map { number / $0 } ?? 0) * crossAisle.millimetres
    }

    private func top(of row: Int) -> Int {
        row * boothDepth.millimetres + (isBackToBack ? row / 2 : row) * aisle.millimetres
    }

    /// A…Z, AA…ZZ.
    private static func letters(_ row: Int) -> String {
        func letter(_ number: Int) -> String { String(UnicodeScalar(UInt8(ascii: "A") + UInt8(number))) }
        return row < 26 ? letter(row) : letter(row / 26 - 1) + letter(row % 26)
    }

    private static let mostRows = 26 + 26 * 26

    private var wrong: [Violation] {
        var wrong: [Violation] = []
        if !(1...Self.mostRows).contains(rows) { wrong.append(Self.count("rows", upTo: Self.mostRows)) }
        if !(1...999).contains(boothsPerRow) { wrong.append(Self.count("booths_per_row", upTo: 999)) }
        if let boothsPerBlock, !(1...999).contains(boothsPerBlock) {
            wrong.append(Self.count("booths_per_block", upTo: 999))
        }
        for (column, side) in [("width_m", boothWidth), ("depth_m", boothDepth)] where side.millimetres == 0 {
            wrong.append(
                Violation(
                    "booth-size", vi: "cạnh của gian hàng phải dài hơn 0 mét",
                    en: "the side of a booth must be longer than 0 metres", at: Place(column: column)))
        }
        if !wrong.isEmpty { return wrong }
        if rows * boothsPerRow > BoothPlan.most {
            wrong.append(
                Violation(
                    "booth-plan-too-large",
                    vi: "sơ đồ có \(rows * boothsPerRow) gian hàng, tối đa \(BoothPlan.most)",
                    en: "the plan has \(rows * boothsPerRow) booths, at most \(BoothPlan.most) are possible"))
        }
        if left(of: boothsPerRow - 1) > Length.largest || top(of: rows - 1) > Length.largest {
            wrong.append(Self.tooLong)
        }
        return wrong
    }

    private static func count(_ column: String, upTo most: Int) -> Violation {
        Violation(
            "booth-grid-count", vi: "phải từ 1 đến \(most)", en: "must be from 1 to \(most)",
            at: Place(column: column))
    }

    private static let tooLong = Violation(
        "length-too-large", vi: "sơ đồ dài quá \(Length.largest / 1000) mét",
        en: "the plan is longer than \(Length.largest / 1000) metres")
}
