public import Registry
public import RuralIndustry

// Records for tests: a call names what the test is about, the rest is made up.

extension Day {
    /// `Day("2023-05-15")`, for days written in tests.
    public init(_ iso: StaticString) {
        guard let day = try? Day(iso: iso.description) else { preconditionFailure("\(iso) is no day") }
        self = day
    }
}

extension TestRegistry {
    /// Registers an establishment; its commune's code is read on `day`.
    ///
    /// - Parameter more: other columns by their names in files.
    @discardableResult
    public func establishment(
        name: String = "Cơ sở Mẫu", legalForm: LegalForm = .cooperative, commune: String = "05503",
        taxCode: String? = nil, externalID: String? = nil, on day: Day = Day("2023-05-15"),
        _ more: [String: String] = [:]
    ) async throws -> EstablishmentRecord {
        var fields = try Fields<EstablishmentColumn>(named: more)
        fields[.name] = name
        fields[.legalForm] = legalForm.rawValue
        fields[.communeCode] = commune
        fields[.taxCode] = taxCode ?? fields[.taxCode]
        fields[.externalID] = externalID ?? fields[.externalID]
        return try await registry.addEstablishment(fields, on: day, today: today, as: viewer)
    }

    /// Registers a product.
    ///
    /// - Parameter more: other columns by their names in files.
    @discardableResult
    public func product(
        of establishment: EstablishmentRecord, name: String = "Sản phẩm Mẫu", group: ProductGroupID = .food,
        members: [String] = [], externalID: String? = nil, _ more: [String: String] = [:]
    ) async throws -> ProductRecord {
        var fields = try Fields<ProductColumn>(named: more)
        fields[.name] = name
        fields[.group] = group.rawValue
        fields[.establishmentID] = String(establishment.id)
        if !members.isEmpty { fields[.members] = members.joined(separator: "|") }
        fields[.externalID] = externalID ?? fields[.externalID]
        return try await registry.addProduct(fields, as: viewer)
    }

    /// Imports establishments from the text of a CSV file.
    @discardableResult
    public func importEstablishments(
        _ csv: String, on day: Day = Day("2023-05-15"), dryRun: Bool = false
    ) async throws -> ImportCounts {
        try await registry.importEstablishments(
            RecordFile(csv: csv), on: day, today: today, as: viewer, dryRun: dryRun)
    }

    /// Imports products from the text of a CSV file.
    @discardableResult
    public func importProducts(_ csv: String, dryRun: Bool = false) async throws -> ImportCounts {
        try await registry.importProducts(RecordFile(csv: csv), as: viewer, dryRun: dryRun)
    }

    /// Imports awards of earlier years from the text of a CSV file.
    @discardableResult
    public func importAwards(_ csv: String, dryRun: Bool = false) async throws -> AwardImportReport {
        try await registry.importAwards(
            RecordFile<AwardColumn>(csv: csv).parsed { (row, notation) throws(Refusal) in
                try EarlierAward.parse(row.fields, notation)
            }, as: viewer, dryRun: dryRun)
    }
}

/// Tax codes whose check digit is right, a different one for each number from 0 to 400 million.
public func taxCode(_ number: Int) -> String {
    let weights = [31, 29, 23, 19, 17, 13, 7, 5, 3]
    // The sums of two neighbours differ by the last weight: one of them has a check digit.
    for nine in [999_000_000 - 2 * number, 999_000_000 - 2 * number + 1] {
        let digits = String(nine).utf8.map { Int($0) - 48 }
        let check = 10 - zip(weights, digits).reduce(0) { $0 + $1.0 * $1.1 } % 11
        if check < 10 { return "\(nine)\(check)" }
    }
    preconditionFailure("there are no tax codes with \(number)")
}
