import Postgres
import RuralIndustry

extension Session {
    /// Writes establishments, new and changed, in a few statements however many there are. `given` are the columns that the
    /// source has: others stay as they are in records that exist. `besides` is what is wrong with the rest of the source;
    /// `sharing` is the reason why a registration number may be that of another record too.
    func save(
        _ records: [IncomingRecord], mode: SaveMode, given: Set<EstablishmentColumn>, on day: Day,
        besides: [Violation] = [], sharing: String? = nil, within reach: Reach? = nil,
        warnsOfNearDuplicates: Bool = false
    ) throws -> ImportCounts {
        let found =
            try match(records, mode: mode, given: given, sharing: sharing, on: day) + outside(reach, records)
        try Refusal.throwIfAny((besides + found).inRowOrder)
        return try write(
            records, mode: mode, given: given, on: day, warnsOfNearDuplicates: warnsOfNearDuplicates)
    }

    /// What a save of these records would do, row by row; everything but the telling is the same, so that the transaction has to
    /// be rolled back.
    func preview(
        _ records: [IncomingRecord], given: Set<EstablishmentColumn>, on day: Day, lines: [PreviewedLine],
        besides: [Violation], within reach: Reach
    ) throws -> ImportPreview {
        let found =
            try besides + match(records, mode: .upsert, given: given, sharing: nil, on: day)
            + outside(reach, records)
        let preview = try previewMatched(
            "establishment", given: Self.assignments(given), records, lines: lines,
            violations: found.inRowOrder)
        guard found.isEmpty else { return preview }
        let written = try write(records, mode: .upsert, given: given, on: day, warnsOfNearDuplicates: true)
        return preview.with(warnings: written.warnings)
    }

    /// Rows that would change a record outside the reach of who imports, or add one there.
    private func outside(_ reach: Reach?, _ records: [IncomingRecord]) throws -> [Violation] {
        guard let reach, let existing = reach.establishments("e"),
            let place = reach.units("coalesce(m.site_unit_id, m.commune_unit_id)")
        else { return [] }
        return try violations(
            """
            SELECT m.row, NULL::text AS detail FROM matched m LEFT JOIN establishment e ON e.establishment_id = m.existing_id
            WHERE CASE WHEN m.existing_id IS NULL THEN NOT (
            """ + place + ") ELSE NOT (" + existing + ") END ORDER BY m.row", in: records
        ) { _ in .outsideTerritory }
    }

    /// Makes `matched` and tells what is wrong with it.
    private func match(
        _ records: [IncomingRecord], mode: SaveMode, given: Set<EstablishmentColumn>, sharing: String?,
        on day: Day
    ) throws -> [Violation] {
        try copyIncoming(records, columns: EstablishmentColumn.names)
        try matchIncomingEstablishments(
            on: day,
            registration: RegistrationColumns(isGiven: given.contains(.registrationNumber), sharing: sharing))
        return try incomingViolations(records, mode: mode, on: day)
    }

    private func write(
        _ records: [IncomingRecord], mode: SaveMode, given: Set<EstablishmentColumn>, on day: Day,
        warnsOfNearDuplicates: Bool
    ) throws -> ImportCounts {
        let added = try warnsOfNearDuplicates ? rowsOfNewRecords() : []
        var counts = try writeMatched(
            "establishment", all: Self.assignments(Set(EstablishmentColumn.allCases)),
            given: Self.assignments(given),
            mode, of: records.count)
        if warnsOfNearDuplicates { counts.warnings = try nearDuplicateWarnings(added, records, on: day) }
        return counts
    }

    private static func assignments(_ given: Set<EstablishmentColumn>) -> [Assignment] {
        EstablishmentColumn.allCases.filter(given.contains).map(\.assignment)
            + [Assignment("registration_shared", "m.registration_shared")]
    }

    /// Finds for every row the record that it means (by id, then external id, then tax code) and the units of its codes. A
    /// code that a record already has keeps meaning the unit that it was registered in.
    private func matchIncomingEstablishments(on day: Day, registration: RegistrationColumns) throws {
        try execute(
            """
            CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
            SELECT m.*, e.version AS existing_version, \(registration.columns),
              CASE WHEN ec.code = m.commune_code THEN ec.unit_id ELSE c.unit_id END AS commune_unit_id,
              CASE WHEN es.code = m.site_commune_code THEN es.unit_id ELSE s.unit_id END AS site_unit_id
            FROM (
              SELECT i.*, coalesce(byid.establishment_id, byext.establishment_id, bytax.establishment_id) AS existing_id
              FROM incoming i
                LEFT JOIN establishment byid ON byid.establishment_id = i.id
                LEFT JOIN establishment byext ON i.id IS NULL AND byext.external_id = i.external_id
                LEFT JOIN establishment bytax ON i.id IS NULL AND byext.establishment_id IS NULL
                  AND bytax.tax_code = i.tax_code
            ) m
              LEFT JOIN establishment e ON e.establishment_id = m.existing_id
              LEFT JOIN unit ec ON ec.unit_id = e.commune_unit_id
              LEFT JOIN unit es ON es.unit_id = e.site_unit_id
              LEFT JOIN unit c ON c.code = m.commune_code AND c.validity @> \(day)::date
              LEFT JOIN unit s ON s.code = m.site_commune_code AND s.validity @> \(day)::date
            """)
        try script("ANALYZE matched")
    }

    private func incomingViolations(
        _ records: [IncomingRecord], mode: SaveMode, on day: Day
    ) throws -> [Violation] {
        var found: [Violation] = []
        for (code, unit) in [("commune_code", "commune_unit_id"), ("site_commune_code", "site_unit_id")] {
            let missing = SQL(
                trusted:
                    "SELECT row, \(code) AS detail FROM matched WHERE \(code) IS NOT NULL AND \(unit) IS NULL ORDER BY row"
            )
            found += try violations(missing, in: records) { .unknownCommune($0, on: day).inColumn(code) }
        }
        found += try registrationViolations(records)
        found += try mergedViolations("existing_id", onlyNew: false, in: records)
        return try found
            + identityViolations(of: "establishment", unique: ["tax_code", "external_id"], records, mode)
    }
}

extension EstablishmentColumn {
    /// What is written into the table from a row `m` of `matched`.
    fileprivate var assignment: Assignment {
        switch self {
        case .communeCode: .unit("commune_unit_id", name)
        case .siteCommuneCode: .unit("site_unit_id", name)
        case .registrationDate, .foundedOn: Assignment(name, "m.\(name)::date")
        case .labour: Assignment(name, "m.\(name)::integer")
        case .capitalVND, .revenueVND: Assignment(name, "m.\(name)::bigint")
        default: Assignment(name, "m.\(name)")
        }
    }
}

extension Assignment {
    /// A unit, of which files know the code.
    fileprivate static func unit(_ column: String, _ field: String) -> Assignment {
        Assignment(
            column, "m.\(column)", field: field,
            before: "(SELECT u.code FROM unit u WHERE u.unit_id = e.\(column))", after: "m.\(field)")
    }
}

extension Violation {
    static func unknownCommune(_ code: String, on day: Day) -> Violation {
        Violation(
            "unknown-unit",
            vi: "không có xã, phường, đặc khu nào mang mã “\(code)” vào ngày \(day.vietnamese)",
            en: "no commune has the code “\(code)” on \(day.iso)")
    }
}
