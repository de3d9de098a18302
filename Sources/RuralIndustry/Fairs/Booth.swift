/// A booth (gian hàng) on a fair's plan.
public struct Booth: Hashable, Sendable {
    public let code: BoothCode
    public let rectangle: BoothRectangle
    /// The part of the fairground it belongs to.
    public let zone: String?
    /// True if it is open to two aisles, which mostly costs more.
    public let isCorner: Bool
    /// The rent for the whole fair; nil: not fixed yet.
    public let price: VND?

    public init(
        code: BoothCode, rectangle: BoothRectangle, zone: String? = nil, isCorner: Bool = false,
        price: VND? = nil
    ) {
        self.code = code
        self.rectangle = rectangle
        self.zone = zone
        self.isCorner = isCorner
        self.price = price
    }

    /// Reads a row; throws everything that is wrong with it. Violations beside those of every field: `booth-code-unreadable`,
    /// `length-unreadable`, `length-too-large`, `booth-size` (a side of no length), `booth-corner-unknown`.
    public static func parse(
        _ fields: Fields<BoothColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> Booth {
        var reader = FieldReader(fields, notation)
        let code = reader.requiredValue(.code) { (text) throws(Violation) in try BoothCode(text) }
        let x = reader.length(.x)
        let y = reader.length(.y)
        let width = reader.side(.width)
        let depth = reader.side(.depth)
        let zone = reader.text(.zone)
        let corner = reader.choice(.corner, YesOrNo.self, code: "booth-corner-unknown")
        let price = reader.value(.price) { (text) throws(Violation) in try VND(text, notation) }
        guard reader.violations.isEmpty, let code, let x, let y, let width, let depth,
            let rectangle = BoothRectangle(x: x, y: y, width: width, depth: depth)
        else { throw reader.refusal }
        return Booth(
            code: code, rectangle: rectangle, zone: zone, isCorner: corner == .yes, price: price)
    }

    /// The row of a booths file that reads as this booth.
    public var fields: Fields<BoothColumn> {
        Fields(texts: [
            code.text, rectangle.x.text, rectangle.y.text, rectangle.width.text, rectangle.depth.text, zone,
            isCorner ? YesOrNo.yes.rawValue : YesOrNo.no.rawValue, price?.text,
        ])
    }
}

/// A flag as files write it.
enum YesOrNo: String, CaseIterable {
    case yes, no
}

extension FieldReader<BoothColumn> {
    fileprivate mutating func length(_ column: BoothColumn) -> Length? {
        let notation = notation
        return requiredValue(column) { (text) throws(Violation) in try Length(text, notation) }
    }

    fileprivate mutating func side(_ column: BoothColumn) -> Length? {
        guard let length = length(column) else { return nil }
        if length.millimetres > 0 { return length }
        report(
            Violation(
                "booth-size", vi: "cạnh của gian hàng phải dài hơn 0 mét",
                en: "the side of a booth must be longer than 0 metres"), in: column)
        return nil
    }
}
