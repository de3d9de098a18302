extension Product {
    /// Reads a product from a row, from flags or from JSON; throws everything that is wrong.
    ///
    /// Violations beside those of every field: `product-group-unknown`, `establishment-reference-missing`,
    /// `establishment-reference-several`, those of `TaxCode`, `product-set-size`, `list-too-long`,
    /// `list-item-twice`, `percent-unreadable`, `number-unreadable`, `number-too-large`.
    public static func parse(
        _ fields: Fields<ProductColumn>, _ notation: Notation = .plain
    ) throws(Refusal) -> Product {
        var reader = FieldReader(fields, notation)
        let name = reader.requiredText(.name, limit: TextLimit.name)
        let group = reader.requiredValue(.group) { (text) throws(Violation) in
            try ProductGroupID(ofLaw: text)
        }
        let establishment = reader.establishment()
        let members = reader.members()
        let description = reader.paragraphs(.description)
        let material = reader.text(.material)
        let localMaterial = reader.value(.localMaterialPercent) { (text) throws(Violation) in
            try Percent(text, notation)
        }
        let capacity = reader.text(.capacity)
        let unit = reader.text(.unit)
        let price = reader.value(.priceVND) { (text) throws(Violation) in try VND(text, notation) }
        let markets = reader.list(.markets)
        let standards = reader.list(.standards)
        let externalID = reader.text(.externalID)
        guard reader.violations.isEmpty, let name, let group, let establishment else { throw reader.refusal }
        return Product(
            name: name, group: group, establishment: establishment, members: members,
            description: description,
            material: material, localMaterial: localMaterial, capacity: capacity, unit: unit, price: price,
            markets: markets, standards: standards, externalID: externalID)
    }

    /// The texts that `parse` reads back to the same value: what exports print and edits start from.
    public var fields: Fields<ProductColumn> {
        var fields = Fields<ProductColumn>()
        fields[.name] = name
        fields[.group] = group.rawValue
        fields[establishment.column] = establishment.text
        fields[.members] = members.joined(separator: "|")
        fields[.description] = description
        fields[.material] = material
        fields[.localMaterialPercent] = localMaterial?.text
        fields[.capacity] = capacity
        fields[.unit] = unit
        fields[.priceVND] = price?.text
        fields[.markets] = markets.joined(separator: "|")
        fields[.standards] = standards.joined(separator: "|")
        fields[.externalID] = externalID
        return fields
    }
}

extension FieldReader<ProductColumn> {
    fileprivate mutating func establishment() -> EstablishmentReference? {
        let given = ProductColumn.establishment.filter { isGiven($0) }
        let columns = ProductColumn.establishment.map(\.name).joined(separator: ", ")
        guard let column = given.first else {
            report(
                Violation(
                    "establishment-reference-missing",
                    vi: "chưa ghi cơ sở nào; điền một trong các cột: \(columns)",
                    en: "there is no establishment; fill one of the columns: \(columns)"),
                in: .establishmentTaxCode)
            return nil
        }
        if given.count > 1 {
            report(
                Violation(
                    "establishment-reference-several", vi: "chỉ điền một trong các cột: \(columns)",
                    en: "fill only one of the columns: \(columns)"), in: given[1])
            return nil
        }
        switch column {
        case .establishmentTaxCode:
            return value(column) { (text) throws(Violation) in .taxCode(try TaxCode(text)) }
        case .establishmentID: return text(column).map { .id($0) }
        default: return text(column).map { .externalID($0) }
        }
    }

    fileprivate mutating func members() -> [String] {
        let found = violations.count
        let members = list(.members)
        if violations.count == found, !members.isEmpty, !Product.memberCounts.contains(members.count) {
            report(
                Violation(
                    "product-set-size",
                    vi: "một bộ sản phẩm có từ \(Product.memberCounts.lowerBound) đến"
                        + " \(Product.memberCounts.upperBound) sản phẩm, ở đây là \(members.count)",
                    en: "a set has \(Product.memberCounts.lowerBound) to \(Product.memberCounts.upperBound)"
                        + " products, here \(members.count)"), in: .members)
        }
        return members
    }
}
