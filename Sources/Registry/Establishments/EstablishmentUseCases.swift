import Postgres
public import RuralIndustry

/// Which establishments to list.
public struct EstablishmentFilter: Sendable {
    /// A part of the name, with or without diacritics.
    public var name: String?
    public var legalForm: LegalForm?
    public var taxCode: String?
    public var externalID: String?
    /// Code of a unit that the establishment lies in today, by what became of its commune.
    public var unit: String?
    /// And those that are merged into another on the day.
    public var includesClosed = false

    public init() {}
}

extension Registry {
    /// Establishments in Vietnamese alphabetical order; `day` is the day on which a unit's code is read.
    public func establishments(
        _ filter: EstablishmentFilter = EstablishmentFilter(), on day: Day, as viewer: Viewer
    ) async throws -> [EstablishmentRecord] {
        try await read(.establishmentRead, of: .listed("establishment"), as: viewer) { session in
            let conditions = SQL.matching(
                try session.conditions(filter, on: day, within: viewer.reach(.establishmentRead)))
            return try session.query(
                EstablishmentRecord.select + conditions
                    + " ORDER BY e.name COLLATE vietnamese, e.establishment_id",
                as: EstablishmentRecord.self)
        }
    }

    public func establishment(_ id: Int64, as viewer: Viewer) async throws -> EstablishmentRecord {
        try await read(.establishmentRead, of: .one("establishment", id: id), as: viewer) {
            try $0.establishment(id)
        }
    }

    /// Registers an establishment. Codes of communes are read on `day`. With `sharing`, the reason why it may carry the
    /// registration number of another of its form.
    public func addEstablishment(
        _ fields: Fields<EstablishmentColumn>, sharing: String? = nil, on day: Day, today: Day,
        as viewer: Viewer, dryRun: Bool = false, once: OneRequest<EstablishmentRecord>? = nil
    ) async throws -> EstablishmentRecord {
        let establishment = try Establishment.parse(fields, today: today)
        let sharing = try BoundedText.optional(sharing, column: "registration_number")
        return try await create(
            .establishmentAdd, "establishment", because: sharing, as: viewer, dryRun: dryRun, once: once
        ) { session, id in
            _ = try session.save(
                [IncomingRecord(establishment)], mode: .add(id: id), given: Set(EstablishmentColumn.allCases),
                on: day, sharing: sharing)
            return try session.establishment(id)
        }
    }

    /// Changes an establishment's record. With `version`, only if nobody has changed it since. `sharing` as in adding.
    public func editEstablishment(
        _ id: Int64, changes: Fields<EstablishmentColumn>, version: Int? = nil, because reason: String? = nil,
        sharing: String? = nil, on day: Day, today: Day, as viewer: Viewer, dryRun: Bool = false
    ) async throws -> EstablishmentRecord {
        let sharing = try BoundedText.optional(sharing, column: "registration_number")
        return try await change(
            .establishmentEdit, of: .one("establishment", id: id), because: reason, as: viewer, dryRun: dryRun
        ) { session in
            let current = try session.establishment(id)
            let edited = try Establishment.parse(current.fields.changed(by: changes), today: today)
            let record = IncomingRecord(edited, id: id, version: version ?? current.version)
            _ = try session.save(
                [record], mode: .upsert, given: Set(EstablishmentColumn.allCases), on: day, sharing: sharing)
            return try session.establishment(id)
        }
    }

    /// Closes an establishment: it stays in the registry with its history and enters no round any more.
    public func closeEstablishment(
        _ id: Int64, on day: Day, because reason: String, as viewer: Viewer
    ) async throws -> EstablishmentRecord {
        let reason = try BoundedText.short(reason, column: "reason")
        return try await change(
            .establishmentClose, of: .one("establishment", id: id), because: reason, as: viewer
        ) {
            session in
            let current = try session.establishment(id)
            try session.requireUnmerged(id)
            if current.closedOn != nil { throw Refusal(.closedAlready) }
            try session.execute(
                """
                UPDATE establishment SET closed_on = \(day), closed_reason = \(reason), version = version + 1
                WHERE establishment_id = \(id)
                """)
            return try session.establishment(id)
        }
    }

    /// Registers and changes many establishments: all or none, with every bad row told.
    public func importEstablishments(
        _ file: RecordFile<EstablishmentColumn>, on day: Day, today: Day, as viewer: Viewer,
        dryRun: Bool = false, once: OneRequest<ImportCounts>? = nil
    ) async throws -> ImportCounts {
        let (records, unreadable) = file.incomingEstablishments(today: today)
        return try await change(
            .establishmentImport, of: .listed("establishment"), as: viewer, dryRun: dryRun, once: once
        ) { session in
            try session.save(
                records.map(\.value), mode: .upsert, given: file.columns, on: day, besides: unreadable,
                within: viewer.reach(.establishmentImport), warnsOfNearDuplicates: true)
        }
    }

    /// What `importEstablishments` would do with each row; nothing is changed.
    public func previewEstablishments(
        _ file: RecordFile<EstablishmentColumn>, on day: Day, today: Day, as viewer: Viewer
    ) async throws -> ImportPreview {
        let (records, unreadable) = file.incomingEstablishments(today: today)
        let lines = file.previewedLines(name: .name)
        return try await change(.establishmentImport, of: .listed("establishment"), as: viewer, dryRun: true)
        {
            session in
            try session.preview(
                records.map(\.value), given: file.columns, on: day, lines: lines, besides: unreadable,
                within: viewer.reach(.establishmentImport))
        }
    }
}

extension Session {
    /// What a filter asks of establishments `e`.
    func conditions(_ filter: EstablishmentFilter, on day: Day, within reach: Reach) throws -> [SQL?] {
        let communes = try filter.unit.map {
            try self.communes(in: try requireUnit($0, on: day), on: day)
        }
        return [
            reach.establishments("e"),
            filter.name.map { "e.name_folded LIKE '%' || \(Folded($0).text)::text || '%'" },
            filter.legalForm.map { "e.legal_form = \($0.rawValue)" },
            filter.taxCode.map { "e.tax_code = \($0)" },
            filter.externalID.map { "e.external_id = \($0)" },
            // where the site is, or without one the office; written so that both indexes serve
            communes.map { communes in
                """
                (e.site_unit_id = ANY (\(communes))
                  OR (e.site_unit_id IS NULL AND e.commune_unit_id = ANY (\(communes))))
                """
            },
            filter.includesClosed ? nil : "e.closed_on IS NULL",
            filter.includesClosed
                ? nil
                : """
                NOT EXISTS (SELECT FROM establishment_redirect r WHERE r.from_establishment_id = e.establishment_id
                  AND daterange(r.effective_on, r.undone_on) @> \(day)::date)
                """,
        ]
    }
}

extension RecordFile<EstablishmentColumn> {
    fileprivate func incomingEstablishments(
        today: Day
    ) -> (values: [Located<IncomingRecord>], violations: [Violation]) {
        valuesAndViolations { (row, notation) throws(Refusal) in
            let establishment = try Establishment.parse(row.fields, notation, today: today)
            // A personal number beginning with 00 that a spreadsheet took for a number has ten digits left, and one in
            // eleven of those passes for a tax code.
            if establishment.legalForm.mayUsePersonalNumber, row.numbers.contains(.taxCode) {
                throw Refusal(.taxCodeIsNumber)
            }
            return IncomingRecord(
                establishment, id: try IncomingRecord.number(row.id, column: "id"),
                version: try IncomingRecord.number(row.version, column: "version").map { Int($0) },
                at: place(of: row))
        }
    }
}

extension IncomingRecord {
    init(
        _ establishment: Establishment, id: Int64? = nil, version: Int? = nil, at place: Place = Place()
    ) {
        self.init(
            place: place, id: id, version: version,
            texts: establishment.fields.row.map { $0.isEmpty ? nil : $0 },
            nameFolded: Folded(establishment.name).text)
    }
}

extension Violation {
    static let taxCodeIsNumber = Violation(
        "tax-code-is-number",
        vi: "mã số thuế của hộ kinh doanh được lưu dạng số, các số 0 ở đầu có thể đã mất;"
            + " định dạng cột là Văn bản (Text) rồi ghi đủ chữ số",
        en: "a household's tax code is stored as a number, which may have lost leading zeros;"
            + " format the column as text and write all digits", at: Place(column: "tax_code"))

    static let closedAlready = Violation(
        "closed-already", vi: "bản ghi này đã được đóng", en: "this record is closed already")
}
