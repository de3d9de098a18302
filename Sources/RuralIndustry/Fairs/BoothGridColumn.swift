/// What a program says of a plan in rows and aisles. The size of a booth is the fair's.
public enum BoothGridColumn: Int, RecordColumn {
    case rows, boothsPerRow, aisle, backToBack, boothsPerBlock, crossAisle, zone, price, cornerPrice

    public static let names = [
        "rows", "booths_per_row", "aisle_m", "back_to_back", "booths_per_block", "cross_aisle_m", "zone",
        "price_vnd", "corner_price_vnd",
    ]
    public static let required: [BoothGridColumn] = [.rows, .boothsPerRow, .aisle]
}

extension BoothGrid {
    /// As a program gives it.
    ///
    /// - Throws: everything that is wrong, each with its column.
    public init(
        _ fields: Fields<BoothGridColumn>, boothWidth: Length, boothDepth: Length
    ) throws(Refusal) {
        var reader = FieldReader(fields, .plain)
        let rows = reader.count(.rows, isRequired: true)
        let boothsPerRow = reader.count(.boothsPerRow, isRequired: true)
        let aisle = reader.requiredValue(.aisle) { (text) throws(Violation) in try Length(text) }
        let backToBack = reader.choice(.backToBack, YesOrNo.self, code: "booth-flag-unknown")
        let boothsPerBlock = reader.count(.boothsPerBlock, isRequired: false)
        let crossAisle = reader.value(.crossAisle) { (text) throws(Violation) in try Length(text) }
        let zone = reader.text(.zone)
        let price = reader.value(.price) { (text) throws(Violation) in try VND(text) }
        let cornerPrice = reader.value(.cornerPrice) { (text) throws(Violation) in try VND(text) }
        guard reader.violations.isEmpty, let rows, let boothsPerRow, let aisle else { throw reader.refusal }
        try self.init(
            rows: rows, boothsPerRow: boothsPerRow, boothWidth: boothWidth, boothDepth: boothDepth,
            aisle: aisle, isBackToBack: backToBack == .yes, boothsPerBlock: boothsPerBlock,
            crossAisle: crossAisle, zone: zone, price: price, cornerPrice: cornerPrice)
    }
}

extension FieldReader<BoothGridColumn> {
    /// How many of something; whether it may be so many, the grid says.
    fileprivate mutating func count(_ column: BoothGridColumn, isRequired: Bool) -> Int? {
        func count(_ text: String) throws(Violation) -> Int {
            Int(try Notation.plain.wholeNumber(text, upTo: Int64(BoothPlan.most)))
        }
        return isRequired ? requiredValue(column, count) : value(column, count)
    }
}
